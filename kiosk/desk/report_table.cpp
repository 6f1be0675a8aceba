#include "kiosk/desk/report_table.h"

#include <fmt/format.h>

#include "core/base/fault.h"
#include "kiosk/desk/csv_file.h"

namespace latchkey::kiosk {

using Kind = ReportCell::Kind;

namespace {

// Tenths of a minute, rounded: "3.4".
std::string minutes_text(std::int64_t milliseconds) {
  const std::int64_t tenths = (milliseconds + 3'000) / 6'000;
  return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

std::string cents_text(std::int64_t cents, const NumberWords& dollars) {
  const std::int64_t whole = cents < 0 ? -cents : cents;
  return fmt::format("{}{}.{:02}", cents < 0 ? "-" : "", dollars(whole / 100), whole % 100);
}

std::string plain(std::int64_t value) { return std::to_string(value); }

std::string csv_of_cell(const ReportCell& cell, std::string_view hidden) {
  switch (cell.kind) {
    case Kind::text:
      return csv_cell(cell.text);
    case Kind::count:
    case Kind::percent:
      return plain(cell.value);
    case Kind::minutes:
      return minutes_text(cell.value);
    case Kind::dollars:
      return cents_text(cell.value, plain);
    case Kind::hidden:
      return csv_cell(hidden);
    case Kind::nothing:
      break;
  }
  return "";
}

}  // namespace

ReportCell text_cell(std::string_view text) { return {Kind::text, std::string(text)}; }
ReportCell count_cell(std::int64_t value) { return {Kind::count, {}, value}; }
ReportCell percent_cell(std::optional<std::int64_t> percent) {
  return percent ? ReportCell{Kind::percent, {}, *percent} : ReportCell{};
}
ReportCell minutes_cell(Millis time) { return {Kind::minutes, {}, time.count()}; }
ReportCell dollars_cell(std::int64_t cents) { return {Kind::dollars, {}, cents}; }
ReportCell hidden_cell() { return {Kind::hidden}; }

std::string shown(const ReportCell& cell, const CellWords& words) {
  switch (cell.kind) {
    case Kind::text:
      return cell.text;
    case Kind::count:
      return words.number(cell.value);
    case Kind::percent:
      return plain(cell.value) + "%";
    case Kind::minutes:
      return minutes_text(cell.value);
    case Kind::dollars:
      return (cell.value < 0 ? "-$" : "$") +
             cents_text(cell.value < 0 ? -cell.value : cell.value, words.number);
    case Kind::hidden:
      return words.hidden;
    case Kind::nothing:
      break;
  }
  return words.nothing;
}

std::string csv_of(const ReportTable& table, const std::vector<std::string>& headings,
                   std::string_view hidden) {
  std::string out;
  for (const std::string& heading : headings) out += (out.empty() ? "" : ",") + csv_cell(heading);
  out += "\r\n";
  for (const auto& row : table.rows) {
    ensure(row.size() == headings.size(), "a report's rows are as wide as its heading");
    for (std::size_t i = 0; i < row.size(); ++i)
      out += (i == 0 ? "" : ",") + csv_of_cell(row[i], hidden);
    out += "\r\n";
  }
  return out;
}

}  // namespace latchkey::kiosk
