#include "ivr/spoken.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "ivr/spoken_text.h"

namespace latchkey::ivr {

namespace {

bool is_digit(std::string_view c) { return c.size() == 1 && c[0] >= '0' && c[0] <= '9'; }
bool is_upper(std::string_view c) { return c.size() == 1 && c[0] >= 'A' && c[0] <= 'Z'; }
bool is_lower(std::string_view c) { return c.size() == 1 && c[0] >= 'a' && c[0] <= 'z'; }

std::string replaced(std::string text, std::string_view name, std::string_view value) {
  const std::size_t at = text.find(name);
  if (at != std::string::npos) text.replace(at, name.size(), value);
  return text;
}

std::vector<std::size_t> digit_groups(std::size_t count) {
  if (count <= 4) return {count};
  if (count == 8) return {4, 4};
  std::vector<std::size_t> groups(count / 3, 3);
  if (count % 3 == 1) groups.back() = 4;
  if (count % 3 == 2) groups.push_back(2);
  return groups;
}

struct Breaks {
  std::string_view within, between;  // one group's items; the groups
};

Breaks digit_breaks(Pace pace) {
  return pace == Pace::slow ? Breaks{", ", ". "} : Breaks{" ", ", "};
}

Breaks letter_breaks(Pace pace) {
  return pace == Pace::slow ? Breaks{". ", ". "} : Breaks{", ", ". "};
}

using Items = std::vector<std::string>;

// `cuts`: the positions of `items` before which a new group begins.
std::string joined(const Items& items, const std::vector<std::size_t>& cuts, Breaks breaks) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool new_group = std::find(cuts.begin(), cuts.end(), i) != cuts.end();
    if (i > 0) out.append(new_group ? breaks.between : breaks.within);
    out.append(items[i]);
  }
  return out;
}

std::string grouped_digits(std::string_view digits, std::string_view first, Pace pace) {
  Items items;
  if (!first.empty()) items.emplace_back(first);
  std::vector<std::size_t> cuts;
  std::size_t at = 0;
  for (const std::size_t size : digit_groups(digits.size())) {
    cuts.push_back(items.size());
    for (std::size_t i = 0; i < size; ++i) items.emplace_back(1, digits[at++]);
  }
  if (!first.empty()) cuts.erase(cuts.begin());  // "plus" belongs to the first group
  return joined(items, cuts, digit_breaks(pace));
}

std::string only_digits(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return c >= '0' && c <= '9'; });
  return out;
}

std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length > 0) out.push_back(text.substr(at, length));
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::string_view word_for(const std::map<std::string, std::string, std::less<>>& table,
                          std::string_view name) {
  const auto found = table.find(name);
  return found == table.end() ? std::string_view() : std::string_view(found->second);
}

std::string named(std::string_view character, const SpellingWords& words) {
  if (is_digit(character)) return replaced(words.digit, "{digit}", character);
  std::string lower(character), upper(character);
  if (is_upper(character)) lower[0] = static_cast<char>(lower[0] - 'A' + 'a');
  if (is_lower(character)) upper[0] = static_cast<char>(upper[0] - 'a' + 'A');
  if (const auto word = word_for(words.letters, lower); !word.empty()) {
    const std::string& pattern = is_upper(character) ? words.capital : words.letter;
    // Capitals are read as a letter's name; a small "a" would be read as the article.
    return replaced(replaced(pattern, "{letter}", upper), "{word}", word);
  }
  const auto sign = word_for(words.signs, sign_name(character[0]));
  return std::string(sign.empty() ? character : sign);
}

int kind(std::string_view c) { return is_digit(c) ? 0 : is_upper(c) || is_lower(c) ? 1 : 2; }

std::size_t group_count(std::size_t characters) {
  if (characters <= 4) return 1;
  if (characters <= 8) return 2;
  if (characters <= 15) return 3;
  return (characters + 4) / 5;
}

// The place nearest to `wanted`, at most 2 away and after `last`, where letters, digits and signs
// meet; `wanted` itself if there is none.
std::size_t natural_cut(const std::vector<std::string_view>& all, std::size_t wanted,
                        std::size_t last) {
  for (const int step : {0, -1, 1, -2, 2}) {
    const auto at = static_cast<std::ptrdiff_t>(wanted) + step;
    if (at <= static_cast<std::ptrdiff_t>(last)) continue;
    if (at >= static_cast<std::ptrdiff_t>(all.size())) continue;
    const auto i = static_cast<std::size_t>(at);
    if (kind(all[i - 1]) != kind(all[i])) return i;
  }
  return wanted;
}

std::vector<std::size_t> name_cuts(const std::vector<std::string_view>& all) {
  std::vector<std::size_t> cuts;
  const std::size_t groups = group_count(all.size());
  std::size_t last = 0;
  for (std::size_t g = 1; g < groups; ++g) {
    last = natural_cut(all, std::max(g * all.size() / groups, last + 1), last);
    cuts.push_back(last);
  }
  return cuts;
}

}  // namespace

SpellingWords spelling_words(const Texts& texts, std::string_view language) {
  // Patterns keep their {letter} and {word}: they are filled in for each character.
  const auto pattern = [&](std::string_view key) {
    const std::string_view own = texts.raw(language, key);
    return std::string(own.empty() ? texts.raw("en", key) : own);
  };
  SpellingWords words;
  words.letter = pattern("spelling.letter");
  words.capital = pattern("spelling.capital");
  words.digit = pattern("spelling.digit");
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    const std::string name(1, letter);
    words.letters[name] = texts.text(language, {"spelling", "letters", name});
  }
  for (const char sign : std::string_view("._-@+' /:")) {
    const std::string name(sign_name(sign));
    words.signs[name] = texts.text(language, {"spelling", "signs", name});
  }
  return words;
}

std::string_view sign_name(char sign) {
  switch (sign) {
    case '.':
      return "dot";
    case '/':
      return "slash";
    case ':':
      return "colon";
    case '_':
      return "underscore";
    case '-':
      return "hyphen";
    case '@':
      return "at";
    case '+':
      return "plus";
    case '\'':
      return "apostrophe";
    case ' ':
      return "space";
    default:
      return {};
  }
}

std::string spoken_digits(std::string_view digits, Pace pace) {
  return grouped_digits(only_digits(digits), {}, pace);
}

std::string spoken_phone(std::string_view e164, const SpellingWords& words, Pace pace) {
  const std::string digits = only_digits(e164);
  if (digits.size() == 11 && digits[0] == '1') return spoken_digits(digits.substr(1), pace);
  return grouped_digits(digits, word_for(words.signs, sign_name('+')), pace);
}

std::string spelled(std::string_view user_name, const SpellingWords& words, Pace pace) {
  const std::vector<std::string_view> all = characters_of(user_name);
  Items items;
  for (const std::string_view character : all) items.push_back(named(character, words));
  return joined(items, name_cuts(all), letter_breaks(pace));
}

std::string spoken_address(std::string_view url, const SpellingWords& words) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos)
    url.remove_prefix(scheme + 3);
  std::string out;
  for (const char c : url) {
    const std::string_view name = sign_name(c);
    if (name.empty())
      out += c;
    else
      out.append(" ").append(word_for(words.signs, name)).append(" ");
  }
  return out;
}

}  // namespace latchkey::ivr
