#include "core/base/toml_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/fault.h"

namespace latchkey {

namespace {

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

enum class Breaks { escaped, kept };

std::string escaped(std::string_view text, Breaks breaks) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n' && breaks == Breaks::kept) {
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out;
}

std::string in_quotes(std::string_view text) {
  if (text.find('\n') == std::string_view::npos)
    return "\"" + escaped(text, Breaks::escaped) + "\"";
  return "\"\"\"\n" + escaped(text, Breaks::kept) + "\"\"\"";
}

std::string key_text(std::string_view key) {
  if (!key.empty() && std::all_of(key.begin(), key.end(), is_bare)) return std::string(key);
  return "\"" + escaped(key, Breaks::escaped) + "\"";
}

bool is_list_of_tables(const TomlValue& value) {
  const TomlArray* array = value.array();
  return array && !array->empty() &&
         std::all_of(array->begin(), array->end(), [](const auto& one) { return one.table(); });
}

// Within a line.
std::string in_line(const TomlValue& value) {
  if (value.text()) return in_quotes(*value.text());
  std::string out;
  if (value.array()) {
    for (const TomlValue& one : *value.array()) out += (out.empty() ? "" : ", ") + in_line(one);
    return "[" + out + "]";
  }
  if (value.table()) {
    for (const auto& [key, entry] : *value.table())
      out += (out.empty() ? "" : ", ") + key_text(key) + " = " + in_line(entry);
    return "{" + out + "}";
  }
  return value.shown();
}

void write_table(std::string& out, const std::string& path, const TomlTable& table) {
  for (const auto& [key, value] : table)
    if (!value.table() && !is_list_of_tables(value))
      out += key_text(key) + " = " + in_line(value) + "\n";
  const auto open = [&](const std::string& head, const TomlValue& value, const std::string& below) {
    out += (out.empty() ? "" : "\n") + head + "\n";
    write_table(out, below, *value.table());
  };
  for (const auto& [key, value] : table) {
    const std::string below = path.empty() ? key_text(key) : path + "." + key_text(key);
    if (value.table()) open("[" + below + "]", value, below);
    if (is_list_of_tables(value))
      for (const TomlValue& one : *value.array()) open("[[" + below + "]]", one, below);
  }
}

}  // namespace

std::string toml_text(const TomlValue& root) {
  ensure(root.table(), "a TOML text is written from a table");
  std::string out;
  write_table(out, "", *root.table());
  return out;
}

TomlValue& toml_entry(TomlValue& table, std::string_view key) {
  auto* entries = std::get_if<TomlTable>(&table.value);
  ensure(entries, "entries are set in a table");
  for (auto& [name, entry] : *entries)
    if (name == key) return entry;
  return entries->emplace_back(TomlEntry{std::string(key), {}}).value;
}

void toml_erase(TomlValue& table, std::string_view key) {
  if (auto* entries = std::get_if<TomlTable>(&table.value))
    std::erase_if(*entries, [&](const TomlEntry& entry) { return entry.key == key; });
}

TomlValue toml_of(std::string text) { return {0, std::move(text)}; }

TomlValue toml_of(const std::vector<std::string>& texts) {
  TomlArray list;
  for (const std::string& text : texts) list.push_back(toml_of(text));
  return {0, std::move(list)};
}

}  // namespace latchkey
