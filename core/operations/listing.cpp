#include "core/operations/listing.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/unicode.h"

namespace latchkey::operations {

namespace {

std::size_t width_of(const std::string& text) {
  const auto points = unicode::code_points(text);
  return points ? points->size() : text.size();
}

}  // namespace

void print_table(std::ostream& out, const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.empty() ? 0 : rows.front().size());
  for (const Row& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i)
      widths.at(i) = std::max(widths.at(i), width_of(row[i]));
  for (const Row& row : rows) {
    std::string text;
    for (std::size_t i = 0; i < row.size(); ++i)
      text += row[i] + std::string(widths[i] - width_of(row[i]) + 2, ' ');
    text.erase(text.find_last_not_of(' ') + 1);
    out << text << "\n";
  }
}

std::string Offices::name(LocationId id) const {
  const Location* location = config_.location(id);
  return location ? location->name : fmt::format("(location {}, closed)", id.value);
}

std::string Offices::local(LocationId id, Time at) {
  const Location* location = config_.location(id);
  const std::string zone = location ? location->hours.zone : "UTC";
  auto found = zones_.find(zone);
  if (found == zones_.end()) found = zones_.emplace(zone, Zone(zone)).first;
  const auto wall = found->second.local(at);
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  const std::chrono::year_month_day date(day);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(wall - day).count();
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     minutes / 60, minutes % 60);
}

}  // namespace latchkey::operations
