// The passwords that are tried first, worked out from words instead of stored.
//
// NIST 800-63B-4 §3.1.1.2 and ASVS 6.2.4 ask that a new password be compared, as a whole, with what
// an attacker would try; most published lists hold hardly anything of 15 characters and are vacuous
// here. So the list is content/policy/blocked_passwords.txt, words and phrases that people choose,
// and a password is on it when *all* of it can be read as listed words: one or two of them, one of
// them repeated, forwards or backwards, with digits for letters (l33t), with a few digits or signs,
// a year, or a counted row of digits around or between. That covers some 800,000 pairs of 15
// characters and more. A sentence that merely contains a listed word is not on the list.
//
// The person's own words (names, birth date, user name) and the clinic's are read the same way.
// Immutable; thread-safe.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey::identity {

// Whose word it is. Values are bits; the higher explains a refusal better.
enum class WordKind : unsigned { common = 1, clinic = 2, person = 4, user_name = 8 };

struct ListedWord {
  std::u32string text;  // as in_list_form() gives it
  WordKind kind;
};

// How words and passwords are compared: folded, without accents, spaces, hyphens, dots and the
// like. Empty for text that is not UTF-8.
std::u32string in_list_form(std::string_view text);

// What a password is made of when it is made of listed words alone.
struct Reading {
  int words = 0;       // different ones side by side; 0 if digits and signs are all there is
  unsigned kinds = 0;  // of WordKind
};

class Blocklist {
 public:
  // `text` in the form the file itself explains. Throws ConfigFault naming the line that can't be
  // read, or if fewer than 3,000 entries of 15 characters and more follow from it (ASVS 6.2.4).
  static Blocklist parse(std::string_view text);
  static Blocklist load(const std::filesystem::path& file);

  // How `password` (in list form) can be read, with `own` words added; empty if it can't be.
  std::optional<Reading> reading(std::u32string_view password,
                                 std::span<const ListedWord> own) const;

  std::span<const ListedWord> words() const { return words_; }
  std::span<const std::u32string> keyboard_rows() const { return rows_; }

  // How many different pairs and single entries of at least `length` characters the list bars,
  // before any digits, signs or repetition.
  std::size_t entries(std::size_t length) const;

 private:
  std::vector<ListedWord> words_;
  std::vector<std::u32string> rows_;
};

}  // namespace latchkey::identity
