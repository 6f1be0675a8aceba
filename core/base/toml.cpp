#include "core/base/toml.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/base/fault.h"

namespace latchkey {

namespace {

constexpr std::uintmax_t file_bytes_max = 4 << 20;

int line_of(const ::toml::node& node) { return static_cast<int>(node.source().begin.line); }

template <class DateOrTime>
std::string iso(const DateOrTime& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

TomlValue convert(const ::toml::node& node);

// toml++ sorts tables by key; the lines give the order of the file back.
TomlTable convert_table(const ::toml::table& from) {
  TomlTable out;
  for (const auto& [key, node] : from) out.push_back({std::string(key.str()), convert(node)});
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.value.line < b.value.line; });
  return out;
}

TomlValue convert(const ::toml::node& node) {
  TomlValue out;
  out.line = line_of(node);
  node.visit([&](const auto& v) {
    using Node = std::decay_t<decltype(v)>;
    if constexpr (std::is_same_v<Node, ::toml::table>) {
      out.value = convert_table(v);
    } else if constexpr (std::is_same_v<Node, ::toml::array>) {
      TomlArray list;
      for (const auto& element : v) list.push_back(convert(element));
      out.value = std::move(list);
    } else if constexpr (::toml::is_date<Node> || ::toml::is_time<Node> ||
                         ::toml::is_date_time<Node>) {
      out.value = iso(v.get());
    } else {
      out.value = v.get();
    }
  });
  return out;
}

}  // namespace

const TomlTable* TomlValue::table() const { return std::get_if<TomlTable>(&value); }
const TomlArray* TomlValue::array() const { return std::get_if<TomlArray>(&value); }
const std::string* TomlValue::text() const { return std::get_if<std::string>(&value); }
const std::int64_t* TomlValue::number() const { return std::get_if<std::int64_t>(&value); }

const TomlValue* TomlValue::find(std::string_view key) const {
  const TomlTable* entries = table();
  if (!entries) return nullptr;
  for (const auto& [name, entry] : *entries)
    if (name == key) return &entry;
  return nullptr;
}

std::string_view TomlValue::kind() const {
  static constexpr std::string_view kinds[] = {"a text",        "a whole number", "a fraction",
                                               "true or false", "a list",         "a table"};
  return kinds[value.index()];
}

std::string TomlValue::shown() const {
  if (text()) return fmt::format("\"{}\"", *text());
  if (number()) return std::to_string(*number());
  if (const auto* fraction = std::get_if<double>(&value)) return fmt::format("{}", *fraction);
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  return std::string(kind());
}

TomlValue parse_toml(std::string_view text, std::string_view name) {
  try {
    return convert(::toml::parse(text, name));
  } catch (const ::toml::parse_error& error) {
    throw ConfigFault(fmt::format("{}:{}: this is not TOML: {}", name, error.source().begin.line,
                                  error.description()));
  }
}

std::string read_text_file(const std::filesystem::path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) throw ConfigFault(fmt::format("{}: {}", path.string(), error.message()));
  if (size > file_bytes_max)
    throw ConfigFault(fmt::format("{}: larger than 4 MiB, this can't be right", path.string()));
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf()))
    if (size > 0) throw ConfigFault(fmt::format("{}: can't be read", path.string()));
  return text.str();
}

TomlValue load_toml(const std::filesystem::path& path) {
  return parse_toml(read_text_file(path), path.string());
}

}  // namespace latchkey
