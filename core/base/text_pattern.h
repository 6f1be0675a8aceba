// One text with named values: "You have {tries, plural, one{# try} other{# tries}} left."
//
// Parsed once when content is loaded, so that a translator's slip is found at the start and not in
// the middle of somebody's call. The plural form is ICU's syntax, but apostrophes are plain: a
// writer need not know ICU's quoting. ICU's own MessageFormat is not used because it fills caches
// lazily and is not safe to share between threads. Immutable; thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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

  // A form that this language gives to some number of a size that people are told (0 to 1000), with
  // the first two such numbers; the second is empty if there is only one.
  struct Form {
    std::string name;
    std::int64_t first = 0;
    std::optional<std::int64_t> second;
  };
  // Found once, for every text of a language is held to them.
  const std::vector<Form>& forms_needed() const;
  // Whether it gives this form to any number at all (Spanish has `many` for millions).
  bool knows(std::string_view form) const;

 private:
  std::vector<Form> find_forms() const;

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Whether values that may run the other way than the text around them are kept apart from it. Left
// alone, "482 1934" stands in an Arabic sentence with its halves exchanged (Unicode UAX #9).
enum class Isolation { none, values };

class TextPattern {
 public:
  // ConfigFault says what is wrong with the braces, without naming a file.
  static TextPattern parse(std::string_view text);

  // The text with its values; those it does not use are ignored. A missing value, or a text where
  // a plural needs a number, is a Bug. What a value holds is never read as a pattern.
  // Isolation::values puts U+2068 and U+2069 around each text value, but in a line that holds
  // values alone ("@{host} #{code}", a link): a phone or a mail program reads such a line itself.
  std::string fill(std::span<const TextValue> values, const Counting& counting,
                   Isolation isolation = Isolation::none) const;

  // The names of the values it uses, sorted, each once.
  std::vector<std::string> names() const;
  bool plain() const { return names().empty(); }

  // What is wrong with the forms of its plurals in a language that counts so; empty if nothing is.
  // Each form that the language needs must be there; a form for one number may be `=N` instead.
  std::string flaw_of_plurals(const Counting& counting) const;

 private:
  struct Case;
  struct Piece {
    enum class Kind { literal, value, plural, number_sign } kind = Kind::literal;
    std::string text;         // the literal, or the value's name
    std::vector<Case> cases;  // of a plural
    enum class Line { has_words, values_alone } line = Line::has_words;
  };
  struct Case {
    std::string form;  // "one", or "=0" for exactly that number
    std::vector<Piece> pieces;
  };
  class Parser;
  class Filler;

  static void mark_lines(std::vector<Piece>& pieces);
  static void collect(const std::vector<Piece>& pieces, std::vector<std::string>& names);
  std::vector<Piece> pieces_;
};

}  // namespace latchkey
