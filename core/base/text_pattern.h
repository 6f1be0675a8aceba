// One text with named values: "You have {tries, plural, one{# try} other{# tries}} left."
//
// Parsed once when content is loaded, so that a translator's slip is found at the start and not in
// the middle of somebody's call. The plural form is ICU's syntax, but apostrophes are plain: a
// writer need not know ICU's quoting. ICU's own MessageFormat is not used because it fills caches
// lazily and is not safe to share between threads. Immutable; thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latchkey {

// A value to fill in. The views must live through the call.
struct TextValue {
  std::string_view name;
  std::variant<std::string_view, std::int64_t> value;
};

// How a language counts: which plural form a number takes, and how it is written.
class Counting {
 public:
  // `locale`: "en-US". ConfigFault if ICU does not know the language.
  explicit Counting(const std::string& locale);
  ~Counting();
  Counting(Counting&&) noexcept;
  Counting& operator=(Counting&&) noexcept;

  // "zero", "one", "two", "few", "many" or "other".
  std::string form(std::int64_t number) const;
  // "1,234" in English.
  std::string written(std::int64_t number) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class TextPattern {
 public:
  // ConfigFault says what is wrong with the braces, without naming a file.
  static TextPattern parse(std::string_view text);

  // The text with its values; those it does not use are ignored. A missing value, or a text where
  // a plural needs a number, is a Bug. What a value holds is never read as a pattern.
  std::string fill(std::span<const TextValue> values, const Counting& counting) const;

  // The names of the values it uses, sorted, each once.
  std::vector<std::string> names() const;
  bool plain() const { return names().empty(); }

 private:
  struct Case;
  struct Piece {
    enum class Kind { literal, value, plural, number_sign } kind = Kind::literal;
    std::string text;         // the literal, or the value's name
    std::vector<Case> cases;  // of a plural
  };
  struct Case {
    std::string form;  // "one", or "=0" for exactly that number
    std::vector<Piece> pieces;
  };
  class Parser;
  class Filler;

  static void collect(const std::vector<Piece>& pieces, std::vector<std::string>& names);
  std::vector<Piece> pieces_;
};

}  // namespace latchkey
