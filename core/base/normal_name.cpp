// Names: how they are folded, cut into words, and under which forms they are found.
#include <algorithm>
#include <array>

#include "core/base/normal.h"
#include "core/base/unicode.h"

namespace latchkey {

namespace {

using Words = std::vector<std::u32string>;

bool is_apostrophe(char32_t c) {
  constexpr std::u32string_view marks = U"'`\u00B4\u2018\u2019\u201B\u02B9\u02BB\u02BC\u02BD\u2032";
  return marks.find(c) != std::u32string_view::npos;
}

// Latin letters which Unicode does not take apart into a letter and an accent.
std::u32string_view plain(char32_t c) {
  struct Letter {
    char32_t from;
    std::u32string_view to;
  };
  static constexpr std::array<Letter, 12> letters{{{U'\u00F8', U"o"},
                                                   {U'\u0111', U"d"},
                                                   {U'\u00F0', U"d"},
                                                   {U'\u00FE', U"th"},
                                                   {U'\u0142', U"l"},
                                                   {U'\u0127', U"h"},
                                                   {U'\u00E6', U"ae"},
                                                   {U'\u0153', U"oe"},
                                                   {U'\u0131', U"i"},
                                                   {U'\u0167', U"t"},
                                                   {U'\u014B', U"n"},
                                                   {U'\u0259', U"e"}}};
  for (const Letter& letter : letters)
    if (letter.from == c) return letter.to;
  return {};
}

// The words of a name, folded, without accents and apostrophes, cut at everything else that is not
// part of a word. Invalid text has no words.
Words words(std::string_view text) {
  if (text.size() > typed_bytes_max) return {};
  auto points = unicode::code_points(text);
  if (!points) return {};
  std::erase_if(*points, is_apostrophe);  // before folding, which turns ´ into a space
  Words out(1);
  for (const char32_t c : unicode::decomposed(unicode::folded(*points))) {
    if (unicode::is_accent(c)) continue;
    if (!unicode::is_letter_or_digit(c) && !unicode::is_vowel_sign(c)) {
      if (!out.back().empty()) out.emplace_back();
    } else if (const auto letters = plain(c); !letters.empty()) {
      out.back() += letters;
    } else {
      out.back() += c;
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

template <std::size_t N>
bool one_of(const std::u32string& word, const std::array<std::u32string_view, N>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_suffix(const std::u32string& word) {
  static constexpr std::array<std::u32string_view, 7> suffixes{U"jr", U"sr",  U"ii", U"iii",
                                                               U"iv", U"2nd", U"3rd"};
  return one_of(word, suffixes);
}

// Words that belong to the one after them, which can also stand alone ("de la Cruz", "Cruz").
bool is_particle(const std::u32string& word) {
  static constexpr std::array<std::u32string_view, 22> particles{
      U"de", U"del", U"la",  U"las", U"los", U"el",  U"da",  U"das", U"do", U"dos", U"di",
      U"du", U"le",  U"van", U"von", U"der", U"den", U"ter", U"ten", U"al", U"bin", U"y"};
  return one_of(word, particles);
}

// Words that are nothing without the next one: "Mc Donald" is never looked up as "Donald".
bool is_glue(const std::u32string& word) {
  static constexpr std::array<std::u32string_view, 5> glue{U"mc", U"mac", U"o", U"st", U"saint"};
  return one_of(word, glue);
}

std::u32string joined(const Words& parts) {
  std::u32string out;
  for (const auto& part : parts) out += part;
  return out;
}

Words surname_words(std::string_view text) {
  Words parts = words(text);
  while (parts.size() > 1 && is_suffix(parts.back())) parts.pop_back();
  return parts;
}

// Letters, not digits alone; otherwise there is no name.
bool is_name(const std::u32string& name) {
  return std::any_of(name.begin(), name.end(), [](char32_t c) { return !unicode::digit(c); });
}

std::string stored(std::u32string_view name) { return unicode::to_utf8(unicode::composed(name)); }

void add(std::vector<std::string>& forms, std::u32string_view name) {
  constexpr std::size_t forms_max = 8;
  if (name.size() < 2 || forms.size() >= forms_max) return;
  std::string form = stored(name);
  if (std::find(forms.begin(), forms.end(), form) == forms.end()) forms.push_back(std::move(form));
}

}  // namespace

std::optional<std::string> normal_name(std::string_view text) {
  const std::u32string name = joined(surname_words(text));
  if (!is_name(name)) return std::nullopt;
  return stored(name);
}

std::vector<std::string> name_forms(std::string_view surname) {
  const Words parts = surname_words(surname);
  const std::u32string whole = joined(parts);
  if (!is_name(whole)) return {};
  std::vector<std::string> forms{stored(whole)};
  std::u32string before;  // particles and glue waiting for their word
  bool alone = true;      // whether that word can also stand without them
  for (const auto& part : parts) {
    before += part;
    if (is_glue(part)) alone = false;
    if (is_glue(part) || is_particle(part)) continue;
    add(forms, before);
    if (alone) add(forms, part);
    before.clear();
    alone = true;
  }
  return forms;
}

bool same_given_name(std::string_view a, std::string_view b) {
  const Words first = words(a);
  const Words second = words(b);
  if (first.empty() || second.empty()) return false;
  return first.front() == second.front() || joined(first) == joined(second);
}

}  // namespace latchkey
