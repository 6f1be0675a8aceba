#include "core/storage/store.h"

namespace latchkey::storage {

namespace {

template <class T>
const T& value_as(const std::vector<Value>& values, std::size_t column) {
  ensure(column < values.size(), "a row is asked for a column that it has");
  const T* value = std::get_if<T>(&values[column]);
  ensure(value != nullptr, "a column is read as the type that it holds");
  return *value;
}

}  // namespace

bool Row::is_null(std::size_t column) const {
  ensure(column < values_.size(), "a row is asked for a column that it has");
  return std::holds_alternative<std::monostate>(values_[column]);
}

std::int64_t Row::integer(std::size_t column) const {
  return value_as<std::int64_t>(values_, column);
}

const std::string& Row::text(std::size_t column) const {
  return value_as<std::string>(values_, column);
}

const std::string& Row::blob(std::size_t column) const {
  return value_as<Blob>(values_, column).bytes;
}

std::optional<std::int64_t> Row::maybe_integer(std::size_t column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<std::string> Row::maybe_text(std::size_t column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

std::optional<std::string> Row::maybe_blob(std::size_t column) const {
  if (is_null(column)) return std::nullopt;
  return blob(column);
}

const Row* Result::one() const {
  ensure(rows.size() <= 1, "a statement that finds one row finds no second");
  return rows.empty() ? nullptr : &rows.front();
}

}  // namespace latchkey::storage
