// One table of a report: what the page shows, what the chart beside it draws and what the CSV file
// holds, made once, so that the three can't disagree.
//
// A cell keeps its number until it is written: the page writes "1,234" and "97%", the file 1234 and
// 97. A file is opened by a spreadsheet, which runs what looks like a formula: a text that begins
// with = + - @, a tab or a line break gets an apostrophe in front (OWASP, CSV injection). Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace latchkey::kiosk {

struct ReportCell {
  enum class Kind { text, count, percent, minutes, dollars, nothing, hidden } kind = Kind::nothing;
  std::string text{};
  std::int64_t value = 0;  // of a count; whole percent; milliseconds; cents
};
ReportCell text_cell(std::string_view text);
ReportCell count_cell(std::int64_t value);
ReportCell percent_cell(std::optional<std::int64_t> percent);
ReportCell minutes_cell(Millis time);
ReportCell dollars_cell(std::int64_t cents);
ReportCell hidden_cell();

enum class ReportChart { none, bars, lines, heat };

struct ReportTable {
  std::string key;                   // names its texts and its file: "reasons"
  std::vector<std::string> columns;  // keys of "desk.report_columns", the rows' heading first
  // As many cells as columns, the first of them a text.
  std::vector<std::vector<ReportCell>> rows;
  ReportChart chart = ReportChart::none;
  std::vector<std::size_t> drawn{};  // columns that the chart draws
};

// "1,234"
using NumberWords = std::function<std::string(std::int64_t)>;

// For people. `hidden` and `nothing` have words of their own.
struct CellWords {
  NumberWords number;
  std::string hidden, nothing;
};
std::string shown(const ReportCell& cell, const CellWords& words);

// RFC 4180 in UTF-8: comma, CRLF, every text quoted where it must be. Minutes have one decimal,
// dollars two; hidden cells hold the word `hidden`, empty ones nothing.
std::string csv_of(const ReportTable& table, const std::vector<std::string>& headings,
                   std::string_view hidden);

}  // namespace latchkey::kiosk
