#include "tests/readability.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace latchkey::tests {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80);
}

// One letter a place, small and without decoration; Spanish stressed i and u become 'I' and 'U',
// which count apart from their neighbours.
std::string letters_of(std::string_view word) {
  static const std::pair<std::string_view, char> marks[] = {
      {"á", 'a'}, {"é", 'e'}, {"í", 'I'}, {"ó", 'o'}, {"ú", 'U'}, {"ü", 'w'}, {"ñ", 'n'},
      {"Á", 'a'}, {"É", 'e'}, {"Í", 'I'}, {"Ó", 'o'}, {"Ú", 'U'}, {"Ü", 'w'}, {"Ñ", 'n'}};
  std::string out;
  for (std::size_t i = 0; i < word.size();) {
    const auto mark = std::find_if(std::begin(marks), std::end(marks), [&](const auto& m) {
      return word.substr(i, m.first.size()) == m.first;
    });
    if (mark != std::end(marks)) {
      out += mark->second;
      i += mark->first.size();
    } else {
      const char c = word[i++];
      if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
      if (c >= 'a' && c <= 'z') out += c;
    }
  }
  return out;
}

bool is_in(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool last = i + 1 == text.size();
    // "a. m." and "8:00.5" do not end a sentence: what ends one is followed by a space and no
    // small letter.
    const bool stop = is_in(text[i], ".!?") &&
                      (last || text[i + 1] == '\n' ||
                       (text[i + 1] == ' ' &&
                        (i + 2 >= text.size() || !(text[i + 2] >= 'a' && text[i + 2] <= 'z'))));
    if (stop || last || text[i] == '\n') {
      out.push_back(text.substr(begin, i + 1 - begin));
      begin = i + 1;
    }
  }
  return out;
}

void each_word(std::string_view text, const std::function<void(std::string_view)>& each) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    if (std::any_of(word.begin(), word.end(), is_letter)) each(word);
    begin = end + 1;
  }
}

int words_of(std::string_view text) {
  int words = 0;
  each_word(text, [&](std::string_view) { ++words; });
  return words;
}

// "e-mail" is read as two words, "don't" as one.
int syllables_of(std::string_view word, int (*count)(std::string_view)) {
  int sum = 0;
  std::size_t begin = 0;
  while (begin <= word.size()) {
    const std::size_t end = std::min(word.find('-', begin), word.size());
    const std::string_view part = word.substr(begin, end - begin);
    if (std::any_of(part.begin(), part.end(), is_letter)) sum += count(part);
    begin = end + 1;
  }
  return sum;
}

}  // namespace

int english_syllables(std::string_view word) {
  std::string w = letters_of(word);
  if (w.size() <= 3) return w.empty() ? 0 : std::max(1, w == "via" || w == "ios" ? 2 : 1);
  // Endings that are written and not spoken.
  const bool spoken_ed = w.ends_with("ted") || w.ends_with("ded");
  const bool spoken_es = w.ends_with("ses") || w.ends_with("ces") || w.ends_with("zes") ||
                         w.ends_with("xes") || w.ends_with("ches") || w.ends_with("shes") ||
                         w.ends_with("ges");
  const bool spoken_le = w.ends_with("le") && !is_in(w[w.size() - 3], "aeiouy");
  const bool silent_es = w.ends_with("es") && !spoken_es && !w.ends_with("les");
  if ((w.ends_with("ed") && !spoken_ed && !w.ends_with("eed")) || silent_es) {
    w.resize(w.size() - 2);
  } else if (w.ends_with("e") && !spoken_le && !w.ends_with("ee")) {
    w.pop_back();
  }
  int count = 0;
  for (std::size_t i = 0; i < w.size(); ++i)
    if (is_in(w[i], "aeiouy") && (i == 0 || !is_in(w[i - 1], "aeiouy"))) ++count;
  // Two vowels that are spoken apart.
  for (const std::string_view apart : {"ia", "ideo", "ua", "uou", "iou", "creat", "ying"})
    if (w.find(apart) != std::string::npos && w.find("tia") == std::string::npos &&
        w.find("cia") == std::string::npos && w.find("qua") == std::string::npos &&
        w.find("gua") == std::string::npos && w.find("cious") == std::string::npos &&
        w.find("tious") == std::string::npos)
      ++count;
  return std::max(1, count);
}

int spanish_syllables(std::string_view word) {
  std::string w = letters_of(word);
  if (w.ends_with('y')) w.back() = 'i';  // "hoy", "y"
  // The u of "que" and "guía" is silent; ü, here w, is not.
  for (std::size_t i = 1; i + 1 < w.size(); ++i)
    if (w[i] == 'u' && is_in(w[i - 1], "gq") && is_in(w[i + 1], "eiI")) w.erase(i, 1);
  int count = 0;
  char before = ' ';
  for (const char c : w) {
    const bool strong = is_in(c, "aeoIU"), weak = is_in(c, "iuw");
    const bool after_strong = is_in(before, "aeoIU"), after_weak = is_in(before, "iuw");
    // A diphthong holds at most one strong vowel; a stressed í or ú stands alone.
    const bool stressed = is_in(c, "IU") || is_in(before, "IU");
    const bool joins =
        (weak && (after_strong || after_weak) && !stressed) || (strong && after_weak && !stressed);
    if ((strong || weak) && !joins) ++count;
    before = c;
  }
  return std::max(1, count);
}

TextCount count_text(std::string_view text, CountedLanguage language) {
  TextCount count;
  const auto syllables =
      language == CountedLanguage::english ? english_syllables : spanish_syllables;
  for (const std::string_view sentence : sentences_of(text))
    if (words_of(sentence) > 0) ++count.sentences;
  each_word(text, [&](std::string_view word) {
    ++count.words;
    count.syllables += syllables_of(word, syllables);
  });
  return count;
}

int longest_sentence(std::string_view text) {
  int longest = 0;
  for (const std::string_view sentence : sentences_of(text))
    longest = std::max(longest, words_of(sentence));
  return longest;
}

double flesch_kincaid_grade(const TextCount& count) {
  if (count.words == 0) return 0;
  return 0.39 * count.words / count.sentences + 11.8 * count.syllables / count.words - 15.59;
}

double inflesz(const TextCount& count) {
  if (count.words == 0) return 100;
  return 206.835 - 62.3 * count.syllables / count.words -
         static_cast<double>(count.words) / count.sentences;
}

}  // namespace latchkey::tests
