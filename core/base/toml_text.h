// TOML trees as text again: what a form on the desk has changed, written for the parser.
//
// parse_toml(toml_text(tree)) is the same tree but for lines; comments are gone. Texts of several
// lines stay so, keys keep their order, so that two versions can be compared by eye. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/base/toml.h"

namespace latchkey {

// Needs: `root` is a table.
std::string toml_text(const TomlValue& root);

// The value under `key` of a table, made if it is missing. Needs: `table` is a table.
TomlValue& toml_entry(TomlValue& table, std::string_view key);
void toml_erase(TomlValue& table, std::string_view key);

TomlValue toml_of(std::string text);
TomlValue toml_of(const std::vector<std::string>& texts);

}  // namespace latchkey
