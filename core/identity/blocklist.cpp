#include "core/identity/blocklist.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "core/base/fault.h"
#include "core/base/unicode.h"
#include "core/identity/password_patterns.h"

namespace latchkey::identity {

namespace {

bool joins_words(char32_t c) {
  constexpr std::u32string_view joints = U"._,;:'\"`/\\*~";
  return unicode::is_space(c) || unicode::is_dash(c) || joints.find(c) != std::u32string_view::npos;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

// Digits and signs that stand for letters. One sign can stand for two letters.
bool stands_for(char32_t typed, char32_t letter) {
  if (typed == letter) return true;
  switch (typed) {
    case U'0':
      return letter == U'o';
    case U'1':
    case U'!':
    case U'|':
      return letter == U'i' || letter == U'l';
    case U'2':
      return letter == U'z';
    case U'3':
    case U'€':
      return letter == U'e';
    case U'4':
    case U'@':
      return letter == U'a';
    case U'5':
    case U'$':
      return letter == U's';
    case U'6':
    case U'9':
      return letter == U'g';
    case U'7':
    case U'+':
      return letter == U't';
    case U'8':
      return letter == U'b';
    default:
      return false;
  }
}

bool word_at(std::u32string_view password, std::size_t at, std::u32string_view word) {
  if (word.size() > password.size() - at) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (!stands_for(password[at + i], word[i])) return false;
  return true;
}

// How many digits from `at` on are counted up, down, or are one repeated.
std::size_t counted_digits(std::u32string_view password, std::size_t at) {
  std::size_t end = at;
  while (end < password.size() && is_digit(password[end]) &&
         (end == at || is_walk(password.substr(end - 1, 2), {})))
    ++end;
  return end - at;
}

bool year_at(std::u32string_view password, std::size_t at) {
  const std::u32string_view year = password.substr(at, 4);
  return year.size() == 4 && std::all_of(year.begin(), year.end(), is_digit) &&
         (year.substr(0, 2) == U"19" || year.substr(0, 2) == U"20");
}

constexpr std::size_t filler_max = 6;  // digits and signs that may be anything

struct Cell {
  bool reached = false;
  Reading reading;
};

bool better(const Reading& a, const Reading& b) {
  return a.words != b.words ? a.words < b.words : a.kinds > b.kinds;
}

// All readings of one password, from left to right: cells_[position][fillers used].
class Reader {
 public:
  explicit Reader(std::u32string_view password) : password_(password), cells_(password.size() + 1) {
    cells_[0][0].reached = true;
  }

  void step(std::size_t at, std::span<const ListedWord> listed) {
    for (const ListedWord& word : listed)
      if (!word.text.empty() && word_at(password_, at, word.text)) take_word(at, word);
  }

  void fill(std::size_t at) {
    if (year_at(password_, at)) move(at, at + 4, 0, 0, 0);
    for (std::size_t run = counted_digits(password_, at); run >= 3; --run)
      move(at, at + run, 0, 0, 0);
    const char32_t c = password_[at];
    if (is_digit(c) || !unicode::is_letter_or_digit(c)) move(at, at + 1, 1, 0, 0);
  }

  // Two words carry less filler than one; a person's own words may be three.
  std::optional<Reading> best() const {
    constexpr std::size_t filler_with_two = 4;
    constexpr int common_words_max = 2, own_words_max = 3;
    std::optional<Reading> found;
    for (std::size_t filler = 0; filler <= filler_max; ++filler) {
      const Cell& cell = cells_.back()[filler];
      if (!cell.reached) continue;
      const bool own = cell.reading.kinds > static_cast<unsigned>(WordKind::common);
      if (cell.reading.words > (own ? own_words_max : common_words_max)) continue;
      if (cell.reading.words > 1 && filler > filler_with_two) continue;
      if (!found || better(cell.reading, *found)) found = cell.reading;
    }
    return found;
  }

 private:
  // A word again and again is still one word.
  void take_word(std::size_t at, const ListedWord& word) {
    for (std::size_t end = at + word.text.size();; end += word.text.size()) {
      move(at, end, 0, 1, static_cast<unsigned>(word.kind));
      if (!word_at(password_, end, word.text)) return;
    }
  }

  void move(std::size_t from, std::size_t to, std::size_t filler, int words, unsigned kinds) {
    for (std::size_t used = 0; used + filler <= filler_max; ++used) {
      const Cell& before = cells_[from][used];
      if (!before.reached) continue;
      const Reading reading{before.reading.words + words, before.reading.kinds | kinds};
      Cell& after = cells_[to][used + filler];
      if (!after.reached || better(reading, after.reading)) after = {true, reading};
    }
  }

  std::u32string_view password_;
  std::vector<std::array<Cell, filler_max + 1>> cells_;
};

std::optional<Reading> read_forwards(std::u32string_view password,
                                     std::span<const ListedWord> listed,
                                     std::span<const ListedWord> own) {
  Reader reader(password);
  for (std::size_t at = 0; at < password.size(); ++at) {
    reader.step(at, own);
    reader.step(at, listed);
    reader.fill(at);
  }
  return reader.best();
}

[[noreturn]] void refuse_line(int line, const char* why) {
  throw ConfigFault("blocked_passwords.txt line " + std::to_string(line) + ": " + why);
}

}  // namespace

std::u32string in_list_form(std::string_view text) {
  const auto points = unicode::code_points(text);
  if (!points) return {};
  std::u32string out;
  for (const char32_t c : unicode::decomposed(unicode::folded(*points)))
    if (!unicode::is_accent(c) && !joins_words(c)) out += c;
  return unicode::composed(out);
}

Blocklist Blocklist::parse(std::string_view text) {
  enum class Section { none, words, phrases, keyboards } section = Section::none;
  Blocklist list;
  const auto add = [&](std::string_view word, int line) {
    std::u32string form = in_list_form(word);
    if (form.empty()) refuse_line(line, "is not text in UTF-8");
    list.words_.push_back({std::move(form), WordKind::common});
  };
  std::istringstream lines{std::string(text)};
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line == "#" || line.rfind("# ", 0) == 0) continue;
    if (line == "[words]") {
      section = Section::words;
    } else if (line == "[phrases]") {
      section = Section::phrases;
    } else if (line == "[keyboards]") {
      section = Section::keyboards;
    } else if (section == Section::words) {
      std::istringstream words(line);
      for (std::string word; words >> word;) add(word, number);
    } else if (section == Section::phrases) {
      add(line, number);
    } else if (section == Section::keyboards) {
      const auto row = unicode::code_points(line);
      if (!row) refuse_line(number, "is not text in UTF-8");
      list.rows_.push_back(unicode::folded(*row));
    } else {
      refuse_line(number, "stands before [words], [phrases] or [keyboards]");
    }
  }
  const auto by_text = [](const auto& a, const auto& b) { return a.text < b.text; };
  const auto same_text = [](const auto& a, const auto& b) { return a.text == b.text; };
  std::sort(list.words_.begin(), list.words_.end(), by_text);
  list.words_.erase(std::unique(list.words_.begin(), list.words_.end(), same_text),
                    list.words_.end());
  if (const std::size_t usable = list.entries(15); usable < 3000)
    throw ConfigFault("blocked_passwords.txt bars " + std::to_string(usable) +
                      " passwords of 15 characters or more: at least 3000 are needed (ASVS 6.2.4)");
  return list;
}

Blocklist Blocklist::load(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw ConfigFault("the list of blocked passwords can't be read: " + file.string());
  return parse(text.str());
}

std::optional<Reading> Blocklist::reading(std::u32string_view password,
                                          std::span<const ListedWord> own) const {
  const auto forwards = read_forwards(password, words_, own);
  const std::u32string turned(password.rbegin(), password.rend());
  const auto backwards = read_forwards(turned, words_, own);
  if (!forwards) return backwards;
  return backwards && better(*backwards, *forwards) ? backwards : forwards;
}

std::size_t Blocklist::entries(std::size_t length) const {
  std::size_t count = 0;
  for (const ListedWord& first : words_) {
    if (first.text.size() >= length) ++count;
    for (const ListedWord& second : words_)
      if (first.text.size() + second.text.size() >= length) ++count;
  }
  return count;
}

}  // namespace latchkey::identity
