#include "core/base/json.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/fault.h"

namespace latchkey {

namespace {
constexpr int depth_max = 32;
}

// Turns the library's values into ours.
struct JsonReading {
  static Json convert(const nlohmann::json& from) {
    Json to;
    switch (from.type()) {
      case nlohmann::json::value_t::boolean:
        to.value_ = from.get<bool>();
        break;
      case nlohmann::json::value_t::number_integer:
        to.value_ = from.get<std::int64_t>();
        break;
      case nlohmann::json::value_t::number_unsigned:
        to.value_ = whole(from);
        break;
      case nlohmann::json::value_t::number_float:
        to.value_ = from.get<double>();
        break;
      case nlohmann::json::value_t::string:
        to.value_ = from.get<std::string>();
        break;
      case nlohmann::json::value_t::array:
        to.value_ = items(from);
        break;
      case nlohmann::json::value_t::object:
        to.value_ = members(from);
        break;
      default:
        break;
    }
    return to;
  }

 private:
  using Value = decltype(Json::value_);

  static Value whole(const nlohmann::json& from) {
    const auto value = from.get<std::uint64_t>();
    if (value > INT64_MAX) return static_cast<double>(value);
    return static_cast<std::int64_t>(value);
  }
  static Json::Items items(const nlohmann::json& from) {
    Json::Items out;
    for (const auto& one : from) out.push_back(convert(one));
    return out;
  }
  static Json::Members members(const nlohmann::json& from) {
    Json::Members out;
    for (const auto& [name, value] : from.items()) out.insert_or_assign(name, convert(value));
    return out;
  }
};

std::optional<Json> Json::parse(std::string_view text) {
  // The library's parser does not recurse, but freeing and converting do: depth ends it early.
  bool too_deep = false;
  const auto watch = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    too_deep = too_deep || depth > depth_max;
    return !too_deep;
  };
  const auto parsed = nlohmann::json::parse(text.begin(), text.end(), watch, false);
  if (too_deep || parsed.is_discarded()) return std::nullopt;
  return JsonReading::convert(parsed);
}

const Json* Json::find(std::string_view name) const {
  const auto* object = std::get_if<Members>(&value_);
  if (object == nullptr) return nullptr;
  const auto found = object->find(name);
  return found == object->end() ? nullptr : &found->second;
}

std::optional<std::string> Json::text() const {
  const auto* value = std::get_if<std::string>(&value_);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::int64_t> Json::integer() const {
  if (const auto* value = std::get_if<std::int64_t>(&value_)) return *value;
  const auto* written = std::get_if<std::string>(&value_);
  if (written == nullptr || written->empty()) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = written->data() + written->size();
  const auto read = std::from_chars(written->data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

std::optional<double> Json::number() const {
  if (const auto* value = std::get_if<double>(&value_)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*value);
  return std::nullopt;
}

std::optional<bool> Json::truth() const {
  const auto* value = std::get_if<bool>(&value_);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

const Json::Items& Json::items() const {
  static const Items none;
  const auto* value = std::get_if<Items>(&value_);
  return value == nullptr ? none : *value;
}

const Json::Members& Json::members() const {
  static const Members none;
  const auto* value = std::get_if<Members>(&value_);
  return value == nullptr ? none : *value;
}

std::optional<std::string> Json::text_of(std::string_view name) const {
  const Json* found = find(name);
  return found == nullptr ? std::nullopt : found->text();
}

std::optional<std::int64_t> Json::integer_of(std::string_view name) const {
  const Json* found = find(name);
  return found == nullptr ? std::nullopt : found->integer();
}

void JsonWriter::before_value() {
  const bool in_object = !open_.empty() && open_.back() == Open::object;
  ensure(in_object == named_, "a JSON member has one name and one value");
  ensure(!(open_.empty() && !out_.empty()), "a JSON text is one value");
  if (needs_comma_ && !named_) out_ += ',';
  named_ = false;
  needs_comma_ = true;
}

void JsonWriter::append_text(std::string_view value) {
  out_ += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      fmt::format_to(std::back_inserter(out_), "\\u{:04x}", byte);
    } else {
      out_ += c;
    }
  }
  out_ += '"';
}

JsonWriter& JsonWriter::begin_object() {
  before_value();
  out_ += '{';
  open_.push_back(Open::object);
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  ensure(!open_.empty() && open_.back() == Open::object && !named_, "a JSON object was begun");
  out_ += '}';
  open_.pop_back();
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  before_value();
  out_ += '[';
  open_.push_back(Open::array);
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  ensure(!open_.empty() && open_.back() == Open::array, "a JSON array was begun");
  out_ += ']';
  open_.pop_back();
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::name(std::string_view name) {
  ensure(!open_.empty() && open_.back() == Open::object && !named_, "names belong to objects");
  if (needs_comma_) out_ += ',';
  append_text(name);
  out_ += ':';
  named_ = true;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  before_value();
  append_text(value);
  return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
  before_value();
  out_ += std::to_string(value);
  return *this;
}

JsonWriter& JsonWriter::number(double value) {
  if (!std::isfinite(value)) return null();
  before_value();
  fmt::format_to(std::back_inserter(out_), "{}", value);
  return *this;
}

JsonWriter& JsonWriter::truth(bool value) {
  before_value();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  before_value();
  out_ += "null";
  return *this;
}

std::string JsonWriter::take() {
  ensure(open_.empty() && !out_.empty(), "everything begun in a JSON text was ended");
  return std::move(out_);
}

}  // namespace latchkey
