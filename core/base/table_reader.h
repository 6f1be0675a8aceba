// Reading settings strictly, and telling everything that is wrong at once.
//
// A TableReader takes the values of one TOML table by name, with their defaults and bounds. What
// it is not asked for it does not know: finish() complains about such keys and suggests the
// nearest known one, so that a misspelt limit can't silently fall back to its default. A bad value
// is never used: the default stands in for it only until Complaints throws. One thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/toml.h"

namespace latchkey {

// What is wrong with one file.
class Complaints {
 public:
  explicit Complaints(std::string file) : file_(std::move(file)) {}

  // "latchkey.toml:12: limits.code_minutes = 30: must be 1 to 10"
  void add(int line, std::string_view key, std::string_view value, std::string_view what_is_right);
  // Throws one ConfigFault with all lines if there is any.
  void throw_if_any() const;
  const std::string& file() const { return file_; }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::string file_;
  std::vector<std::string> lines_;
};

class TableReader {
 public:
  // Needs: `table`, if given, and `complaints` outlive the reader. A null table is an absent one:
  // every key gives its default. `path` is how keys are named: "limits" for "limits.code_minutes".
  TableReader(const TomlValue* table, std::string path, Complaints& complaints);

  bool has(std::string_view key) const { return table_ && table_->find(key); }

  // The text of `key`, or `fallback`.
  std::string text(std::string_view key, std::string_view fallback = "");
  // A complaint if it is missing or empty; `why` says what it is for.
  std::string required_text(std::string_view key, std::string_view why);
  // One of `allowed`; the first is the default.
  std::string one_of(std::string_view key, std::initializer_list<std::string_view> allowed);
  // Whole number in [least, most].
  std::int64_t number(std::string_view key, std::int64_t fallback, std::int64_t least,
                      std::int64_t most);
  // An enumeration of two: the first if true, the second if false.
  template <class Enum>
  Enum yes_or_no(std::string_view key, Enum yes, Enum no, Enum fallback) {
    const auto given = truth(key);
    return given ? (*given ? yes : no) : fallback;
  }
  // A list of texts; one text alone is a list of one.
  std::vector<std::string> texts(std::string_view key, std::vector<std::string> fallback = {});
  // A list of pairs: [["one", "two"], …].
  std::vector<std::pair<std::string, std::string>> pairs(std::string_view key);
  // The table under `key`, or an absent one.
  TableReader table(std::string_view key);
  // The tables of the list under `key` ([[key]]).
  std::vector<TableReader> tables(std::string_view key);
  // The names of this table's keys, in file order; each counts as known.
  std::vector<std::string> keys();

  // Adds a complaint about the value of `key` (or its absence).
  void complain(std::string_view key, std::string_view what_is_right);
  // The same for a value that must not be repeated: a secret.
  void complain_without_value(std::string_view key, std::string_view what_is_right);
  // "latchkey.toml:12", for complaints made later by somebody else.
  std::string place(std::string_view key) const;
  // Complains about every key that was not asked for.
  void finish();

  const std::string& path() const { return path_; }
  bool present() const { return table_ != nullptr; }

 private:
  const TomlValue* take(std::string_view key);
  std::optional<bool> truth(std::string_view key);
  std::string full(std::string_view key) const;

  const TomlValue* table_;
  std::string path_;
  Complaints* complaints_;
  std::vector<std::string> known_;
};

// The entry of `known` most like `word`, or empty if none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace latchkey
