#include "kiosk/desk/setting_fields.h"

#include <algorithm>

#include "core/base/toml_text.h"

namespace latchkey::kiosk {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const auto begin = text.find_first_not_of(spaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(spaces) - begin + 1);
}

}  // namespace

std::string typed(const http::Fields& fields, std::string_view name) {
  std::string out(trimmed(http::only(fields, name).value_or("")));
  std::erase(out, '\r');
  return out;
}

std::vector<std::string> all_typed(const http::Fields& fields, std::string_view name) {
  std::vector<std::string> out;
  for (const auto& [key, value] : fields)
    if (key == name && !value.empty()) out.push_back(value);
  return out;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(",\n"), text.size());
    const std::string_view one = trimmed(text.substr(0, end));
    if (!one.empty()) out.emplace_back(one);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::vector<std::string> list_value(const TomlValue& table, std::string_view key) {
  std::vector<std::string> out;
  const TomlValue* value = table.find(key);
  if (value == nullptr) return out;
  if (value->text()) out.push_back(*value->text());
  if (value->array())
    for (const TomlValue& one : *value->array())
      out.push_back(one.text() ? *one.text() : one.shown());
  return out;
}

std::string shown_value(const TomlValue& table, std::string_view key) {
  const TomlValue* value = table.find(key);
  if (value == nullptr) return {};
  if (!value->text() && !value->array()) return value->shown();
  std::string out;
  for (const std::string& one : list_value(table, key)) out += (out.empty() ? "" : ", ") + one;
  return out;
}

void set_or_erase(TomlValue& table, std::string_view key, const std::string& text) {
  if (text.empty())
    toml_erase(table, key);
  else
    toml_entry(table, key) = toml_of(text);
}

void set_or_erase(TomlValue& table, std::string_view key, const std::vector<std::string>& texts) {
  if (texts.empty())
    toml_erase(table, key);
  else
    toml_entry(table, key) = toml_of(texts);
}

TomlValue& table_under(TomlValue& table, std::string_view key) {
  TomlValue& found = toml_entry(table, key);
  if (!found.table()) found = {0, TomlTable{}};
  return found;
}

const TomlValue* office_of(const TomlValue& tree, std::string_view part) {
  const TomlValue* all = tree.find("location");
  if (all == nullptr || !all->array()) return nullptr;
  for (const TomlValue& one : *all->array())
    if (shown_value(one, "id") == part) return &one;
  return nullptr;
}

}  // namespace latchkey::kiosk
