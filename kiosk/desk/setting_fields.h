// Small readings of form fields and TOML trees that the setting forms share. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/toml.h"
#include "core/http/message.h"

namespace latchkey::kiosk {

// Without spaces around it; lines end with \n alone.
std::string typed(const http::Fields& fields, std::string_view name);
// Everything that is ticked or typed under that name.
std::vector<std::string> all_typed(const http::Fields& fields, std::string_view name);
// "a, b" or lines → each part that is not empty.
std::vector<std::string> split_list(std::string_view text);

// "" unless it is there; a list is joined by ", ".
std::string shown_value(const TomlValue& table, std::string_view key);
std::vector<std::string> list_value(const TomlValue& table, std::string_view key);
// The text under `key`, or no such key if it is empty.
void set_or_erase(TomlValue& table, std::string_view key, const std::string& text);
void set_or_erase(TomlValue& table, std::string_view key, const std::vector<std::string>& texts);
// The table under `key`, made if there is none.
TomlValue& table_under(TomlValue& table, std::string_view key);

// The office of that number in a tree of locations; null if there is none.
const TomlValue* office_of(const TomlValue& tree, std::string_view part);

}  // namespace latchkey::kiosk
