#include "core/accounts/csv.h"

#include <utility>

namespace latchkey::accounts {

namespace {

constexpr int end = std::istream::traits_type::eof();

bool is_blank(const CsvRow& row) {
  return row.form == CsvRow::Form::good && row.cells.size() == 1 && row.cells.front().empty();
}

}  // namespace

CsvReader::CsvReader(std::istream& in, char separator) : in_(in), separator_(separator) {
  for (const char mark : {'\xEF', '\xBB', '\xBF'}) {
    if (in_.peek() != std::istream::traits_type::to_int_type(mark)) break;
    in_.get();
  }
}

std::optional<CsvRow> CsvReader::next() {
  for (;;) {
    auto row = read_row();
    if (!row || !is_blank(*row)) return row;
  }
}

// LF, CRLF by its LF, or the lone CR of very old programs.
bool CsvReader::ends_line(char c) const { return c == '\n' || (c == '\r' && in_.peek() != '\n'); }

void CsvReader::append(char c, CsvRow& row) {
  if (c == '\0' || cell_.size() >= cell_bytes_max || row.cells.size() >= cells_max)
    row.form = CsvRow::Form::broken;
  else
    cell_ += c;
}

CsvReader::Read CsvReader::end_of_line(CsvRow& row) {
  row.cells.push_back(std::exchange(cell_, {}));
  return Read::row_done;
}

CsvReader::Read CsvReader::take(char c, CsvRow& row, Where& where) {
  if (ends_line(c)) ++line_;
  if (where == Where::quoted) {
    if (c == '"')
      where = Where::quote_seen;
    else
      append(c, row);
    return Read::going_on;
  }
  if (ends_line(c)) return end_of_line(row);
  if (c == '\r') return Read::going_on;
  if (c == separator_) {
    if (row.cells.size() + 1 >= cells_max) row.form = CsvRow::Form::broken;
    if (row.cells.size() < cells_max) row.cells.push_back(std::exchange(cell_, {}));
    where = Where::cell_start;
  } else if (c == '"' && where != Where::plain) {
    // The first opens the cell; one right after a closing one stands for itself.
    if (where == Where::quote_seen) append(c, row);
    where = Where::quoted;
  } else {
    if (where == Where::quote_seen) row.form = CsvRow::Form::broken;
    where = Where::plain;
    append(c, row);
  }
  return Read::going_on;
}

void CsvReader::skip_line() {
  for (int c = in_.get(); c != end; c = in_.get())
    if (ends_line(static_cast<char>(c))) break;
  ++line_;
}

std::optional<CsvRow> CsvReader::read_row() {
  if (in_.peek() == end) return std::nullopt;
  CsvRow row{.line = line_, .cells = {}};
  cell_.clear();
  Where where = Where::cell_start;
  const std::istream::pos_type begin = in_.tellg();
  for (int c = in_.get(); c != end; c = in_.get()) {
    if (take(static_cast<char>(c), row, where) == Read::row_done) return row;
    // A quote that never ends would swallow the file: back to the line that opened it, and over it.
    if (row.form == CsvRow::Form::broken && where == Where::quoted) {
      in_.clear();
      in_.seekg(begin);
      line_ = row.line;
      skip_line();
      return row;
    }
  }
  if (where == Where::quoted) {
    row.form = CsvRow::Form::broken;
    in_.clear();
    in_.seekg(begin);
    line_ = row.line;
    skip_line();
    return row;
  }
  end_of_line(row);
  return row;
}

}  // namespace latchkey::accounts
