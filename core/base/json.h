// JSON, read and written: answers of providers and account systems, --json outputs.
//
// Reading is total: a text is either one whole JSON value, at most 32 levels deep, or nothing. The
// only user of the JSON library; everybody else sees these values. Immutable; thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latchkey {

class Json {
 public:
  using Items = std::vector<Json>;
  using Members = std::map<std::string, Json, std::less<>>;

  // Empty if `text` is not one JSON value (UTF-8, nothing after it) or is nested too deep.
  static std::optional<Json> parse(std::string_view text);

  // The member of that name; null if there is none or this is no object. Of repeated names the
  // last counts.
  const Json* find(std::string_view name) const;

  // The text of a string; empty for anything else.
  std::optional<std::string> text() const;
  // A whole number, also one written as a string ("21610"): providers do both.
  std::optional<std::int64_t> integer() const;
  std::optional<double> number() const;
  std::optional<bool> truth() const;
  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  bool is_object() const { return std::holds_alternative<Members>(value_); }
  bool is_array() const { return std::holds_alternative<Items>(value_); }

  // An array's elements, or none. An object's members in the order of their names, or none.
  const Items& items() const;
  const Members& members() const;

  // find() and read in one step.
  std::optional<std::string> text_of(std::string_view name) const;
  std::optional<std::int64_t> integer_of(std::string_view name) const;

 private:
  friend struct JsonReading;
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Items, Members> value_;
};

// Writes one JSON value without blanks, member by member. What is begun must be ended; a member's
// name comes before its value; a broken order is a Bug.
//
//     JsonWriter json;
//     json.begin_object().name("sent").number(3).end_object();
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& name(std::string_view name);
  // Needs: UTF-8.
  JsonWriter& text(std::string_view value);
  JsonWriter& number(std::int64_t value);
  // Finite, or it is written as null.
  JsonWriter& number(double value);
  JsonWriter& truth(bool value);
  JsonWriter& null();

  // The whole text; everything begun must have been ended.
  std::string take();

 private:
  enum class Open { object, array };
  void before_value();
  void append_text(std::string_view value);
  std::string out_;
  std::vector<Open> open_;
  bool needs_comma_ = false;
  bool named_ = false;
};

}  // namespace latchkey
