// Rows of comma-separated text, one at a time, however large the file.
//
// RFC 4180 as programs really write it: a byte order mark, CRLF, LF or a lone CR, quoted cells with
// doubled quotes and line breaks inside. What can't be read (a quote that never ends, text after a
// closing quote, a cell over 16 KiB, a zero byte) spoils its own row only and the reader goes on
// with the next line, so that one bad line does not hide ten thousand good ones. Not thread-safe.
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace latchkey::accounts {

struct CsvRow {
  std::size_t line = 0;  // where it begins, from 1
  std::vector<std::string> cells;
  enum class Form { good, broken } form = Form::good;  // broken: `cells` means nothing
};

class CsvReader {
 public:
  static constexpr std::size_t cell_bytes_max = std::size_t{16} << 10U;
  static constexpr std::size_t cells_max = 200;

  // `in` must outlive the reader, be opened in binary mode and be able to seek. `separator`: comma,
  // or semicolon where a locale writes it so.
  explicit CsvReader(std::istream& in, char separator = ',');

  // The next row that is not blank; empty at the end.
  std::optional<CsvRow> next();

 private:
  enum class Where { cell_start, plain, quoted, quote_seen };
  enum class Read { going_on, row_done };
  std::optional<CsvRow> read_row();
  Read take(char c, CsvRow& row, Where& where);
  bool ends_line(char c) const;
  void append(char c, CsvRow& row);
  Read end_of_line(CsvRow& row);
  void skip_line();

  std::istream& in_;
  char separator_;
  std::size_t line_ = 1;
  std::string cell_;
};

}  // namespace latchkey::accounts
