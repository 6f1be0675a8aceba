// TOML files as a tree of our own, each value with the file and line it came from.
//
// Configuration and content are TOML; this is the only place that knows the parser. The tree
// keeps lines so that every complaint can name the place that a person must mend. Values are
// immutable once read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latchkey {

struct TomlValue;
struct TomlEntry;

// Both keep the order of the file.
using TomlArray = std::vector<TomlValue>;
using TomlTable = std::vector<TomlEntry>;

struct TomlValue {
  int line = 0;  // counted from 1; 0 for a table that no line opens (the file's root)
  // Dates come as strings in their ISO form: nothing here computes with them.
  std::variant<std::string, std::int64_t, double, bool, TomlArray, TomlTable> value;

  // Null if it is something else.
  const TomlTable* table() const;
  const TomlArray* array() const;
  const std::string* text() const;
  const std::int64_t* number() const;

  // The value under `key` of a table; null if this is no table or has no such key.
  const TomlValue* find(std::string_view key) const;

  // "a text", "a whole number", "a list" …: for complaints.
  std::string_view kind() const;
  // As an operator would write it: "quoted text", 12, a list, a table.
  std::string shown() const;
};

struct TomlEntry {
  std::string key;
  TomlValue value;
};

// Parses `text`. `name` is the file named in complaints. ConfigFault if it is not TOML.
TomlValue parse_toml(std::string_view text, std::string_view name);

// Reads and parses a file of at most 4 MiB. ConfigFault if it can't be read or is not TOML.
TomlValue load_toml(const std::filesystem::path& path);

// The whole of a file of at most 4 MiB, as it is. ConfigFault if it can't be read or is larger.
std::string read_text_file(const std::filesystem::path& path);

}  // namespace latchkey
