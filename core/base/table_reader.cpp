#include "core/base/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/base/fault.h"

namespace latchkey {

namespace {

// Levenshtein's distance: how many letters must change.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  std::size_t best = std::max<std::size_t>(2, word.size() / 3) + 1;
  std::string found;
  for (const std::string& candidate : known) {
    const std::size_t d = distance(word, candidate);
    if (d < best) {
      best = d;
      found = candidate;
    }
  }
  return found;
}

void Complaints::add(int line, std::string_view key, std::string_view value,
                     std::string_view what_is_right) {
  std::string place = line > 0 ? fmt::format("{}:{}", file_, line) : file_;
  std::string setting = value.empty() ? std::string(key) : fmt::format("{} = {}", key, value);
  lines_.push_back(fmt::format("{}: {}: {}", place, setting, what_is_right));
}

void Complaints::throw_if_any() const {
  if (!lines_.empty()) throw ConfigFault(fmt::format("{}", fmt::join(lines_, "\n")));
}

TableReader::TableReader(const TomlValue* table, std::string path, Complaints& complaints)
    : table_(table), path_(std::move(path)), complaints_(&complaints) {
  if (table_ && !table_->table()) {
    complaints.add(table_->line, path_, table_->shown(), "must be a table: [" + path_ + "]");
    table_ = nullptr;
  }
}

std::string TableReader::full(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

const TomlValue* TableReader::take(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  return table_ ? table_->find(key) : nullptr;
}

void TableReader::complain(std::string_view key, std::string_view what_is_right) {
  const TomlValue* value = table_ ? table_->find(key) : nullptr;
  const int line = value ? value->line : (table_ ? table_->line : 0);
  complaints_->add(line, full(key), value ? value->shown() : "", what_is_right);
}

void TableReader::complain_without_value(std::string_view key, std::string_view what_is_right) {
  const TomlValue* value = table_ ? table_->find(key) : nullptr;
  complaints_->add(value ? value->line : 0, full(key), "", what_is_right);
}

std::string TableReader::place(std::string_view key) const {
  const TomlValue* value = table_ ? table_->find(key) : nullptr;
  return value ? fmt::format("{}:{}", complaints_->file(), value->line) : complaints_->file();
}

std::string TableReader::text(std::string_view key, std::string_view fallback) {
  const TomlValue* value = take(key);
  if (!value) return std::string(fallback);
  if (value->text()) return *value->text();
  complain(key, "must be a text in quotes");
  return std::string(fallback);
}

std::string TableReader::required_text(std::string_view key, std::string_view why) {
  std::string value = text(key);
  const TomlValue* given = take(key);
  if (value.empty() && (!given || given->text())) complain(key, fmt::format("is missing: {}", why));
  return value;
}

std::string TableReader::one_of(std::string_view key,
                                std::initializer_list<std::string_view> allowed) {
  std::string value = text(key, *allowed.begin());
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return value;
  complain(key, fmt::format("must be one of: {}", fmt::join(allowed, ", ")));
  return std::string(*allowed.begin());
}

std::int64_t TableReader::number(std::string_view key, std::int64_t fallback, std::int64_t least,
                                 std::int64_t most) {
  const TomlValue* value = take(key);
  if (!value) return fallback;
  if (value->number() && *value->number() >= least && *value->number() <= most)
    return *value->number();
  complain(key, fmt::format("must be a whole number from {} to {}", least, most));
  return fallback;
}

std::optional<bool> TableReader::truth(std::string_view key) {
  const TomlValue* value = take(key);
  if (!value) return std::nullopt;
  if (const bool* given = std::get_if<bool>(&value->value)) return *given;
  complain(key, "must be true or false");
  return std::nullopt;
}

std::vector<std::string> TableReader::texts(std::string_view key,
                                            std::vector<std::string> fallback) {
  const TomlValue* value = take(key);
  if (!value) return fallback;
  if (value->text()) return {*value->text()};
  std::vector<std::string> out;
  if (value->array())
    for (const TomlValue& element : *value->array())
      if (element.text()) out.push_back(*element.text());
  if (value->array() && out.size() == value->array()->size()) return out;
  complain(key, "must be a list of texts: [\"one\", \"two\"]");
  return fallback;
}

std::vector<std::pair<std::string, std::string>> TableReader::pairs(std::string_view key) {
  const TomlValue* value = take(key);
  std::vector<std::pair<std::string, std::string>> out;
  if (!value) return out;
  const auto is_pair = [](const TomlValue& v) {
    return v.array() && v.array()->size() == 2 && v.array()->at(0).text() &&
           v.array()->at(1).text();
  };
  if (value->array() && std::ranges::all_of(*value->array(), is_pair)) {
    for (const TomlValue& pair : *value->array())
      out.emplace_back(*pair.array()->at(0).text(), *pair.array()->at(1).text());
    return out;
  }
  complain(key, "must be a list of pairs: [[\"one\", \"two\"], [\"three\", \"four\"]]");
  return out;
}

TableReader TableReader::table(std::string_view key) {
  return {take(key), full(key), *complaints_};
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
  const TomlValue* value = take(key);
  std::vector<TableReader> out;
  if (!value) return out;
  if (!value->array()) {
    complain(key, fmt::format("must be written as [[{}]], once for each", full(key)));
    return out;
  }
  for (const TomlValue& element : *value->array())
    out.emplace_back(&element, fmt::format("{}[{}]", full(key), out.size() + 1), *complaints_);
  return out;
}

std::vector<std::string> TableReader::keys() {
  std::vector<std::string> out;
  if (table_)
    for (const auto& [key, value] : *table_->table()) out.push_back(key);
  known_.insert(known_.end(), out.begin(), out.end());
  return out;
}

void TableReader::finish() {
  if (!table_) return;
  for (const auto& [key, value] : *table_->table()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    const std::string like = nearest(key, known_);
    complaints_->add(value.line, full(key), "",
                     like.empty()
                         ? "there is no such setting"
                         : fmt::format("there is no such setting; did you mean {}?", like));
  }
}

}  // namespace latchkey
