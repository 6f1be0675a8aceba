#include "kiosk/desk/report_sections.h"

#include <algorithm>

#include "core/reports/small_cells.h"

namespace latchkey::kiosk {

using reports::Cell;
using reports::Count;
using reports::MonthReport;
using reports::percent;

namespace {

using Row = std::vector<ReportCell>;

Row row_of(std::string_view name, const Count& count) {
  return {text_cell(name),
          count_cell(count.contacts),
          count_cell(count.in_scope),
          count_cell(count.contained()),
          count_cell(count.came_back),
          percent_cell(percent(count.contained(), count.in_scope)),
          count_cell(count.left),
          count_cell(count.failed),
          count_cell(count.apart)};
}

// A hidden group is named, and nothing more.
Row hidden_row(std::string_view name, std::size_t columns) {
  Row out(columns, hidden_cell());
  out.front() = text_cell(name);
  return out;
}

void by_size(ReportTable& table, std::size_t column) {
  std::ranges::stable_sort(table.rows, [column](const Row& a, const Row& b) {
    return a[column].value > b[column].value;
  });
}

// The whole is told in other tables: one hidden language must not be the whole less the others.
// Every table hides the same ones, or one of them would give away what another hides.
std::map<std::string, Cell> cells_of_languages(const MonthReport& report) {
  std::vector<std::int64_t> sizes;
  for (const auto& [code, count] : report.by_language) sizes.push_back(count.contacts);
  const auto cells = reports::hide_small(sizes);
  std::map<std::string, Cell> out;
  std::size_t at = 0;
  for (const auto& [code, count] : report.by_language) out[code] = cells[at++];
  return out;
}

std::string two_digits(std::size_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string ReportSections::office(LocationId id) const {
  return id.value == 0 ? label("no_office") : words_.office(id);
}

std::string ReportSections::label(const std::string& key) const {
  return std::string(words_.text("report_rows." + key));
}

// As the person read it, where that holds no {values}.
std::string ReportSections::question(const std::string& step) const {
  return step.empty() ? label("first_question") : words_.question(step);
}

ReportTable ReportSections::groups(const std::string& key, const std::string& heading,
                                   const Counts& counts) const {
  ReportTable out{key,
                  {heading, "contacts", "in_scope", "contained", "came_back", "containment", "left",
                   "failed", "apart"},
                  {},
                  ReportChart::bars,
                  {5}};
  for (const auto& [name, count] : counts) out.rows.push_back(row_of(name, count));
  return out;
}

ReportTable ReportSections::summary(const MonthReport& report) const {
  ReportTable out{"summary", {"figure", "value"}, {}};
  const auto add = [&](const char* key, ReportCell cell) {
    out.rows.push_back({text_cell(label(key)), std::move(cell)});
  };
  const Count& all = report.all;
  add("contacts", count_cell(all.contacts));
  add("in_scope", count_cell(all.in_scope));
  add("solved", count_cell(all.solved));
  add("came_back", count_cell(all.came_back));
  add("contained", count_cell(all.contained()));
  add("containment", percent_cell(percent(all.contained(), all.in_scope)));
  add("first_contact", percent_cell(percent(all.solved_once, all.solved)));
  add("failed", count_cell(all.failed));
  add("apart", count_cell(all.apart));
  add("left", count_cell(all.left));
  add("left_early", count_cell(report.left_early));
  add("sign_in", percent_cell(percent(report.sign_in, all.in_scope)));
  add("closed_hours", count_cell(report.closed_hours.contained()));
  add("kept", percent_cell(percent(report.tickets.kept, report.tickets.promised)));
  return out;
}

ReportTable ReportSections::languages(const MonthReport& report) const {
  ReportTable out = groups("languages", "language", {});
  const auto cells = cells_of_languages(report);
  for (const auto& [code, count] : report.by_language)
    out.rows.push_back(cells.at(code) == Cell::shown
                           ? row_of(words_.language(code), count)
                           : hidden_row(words_.language(code), out.columns.size()));
  return out;
}

ReportTable ReportSections::heat(const MonthReport& report) const {
  ReportTable out{
      "heat",
      {"hour", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
      {},
      ReportChart::heat,
      {1, 2, 3, 4, 5, 6, 7}};
  for (std::size_t hour = 0; hour < 24; ++hour) {
    Row row{text_cell(two_digits(hour))};
    for (const auto& day : report.heat) row.push_back(count_cell(day.at(hour)));
    out.rows.push_back(std::move(row));
  }
  return out;
}

ReportTable ReportSections::times(const MonthReport& report) const {
  ReportTable out{"times", {"figure", "count", "p50", "p90", "most"}, {}};
  const auto add = [&](const char* key, const reports::Spread& spread) {
    if (spread.count == 0)
      out.rows.push_back({text_cell(label(key)), count_cell(0), {}, {}, {}});
    else
      out.rows.push_back({text_cell(label(key)), count_cell(spread.count), minutes_cell(spread.p50),
                          minutes_cell(spread.p90), minutes_cell(spread.most)});
  };
  add("handle", report.handle);
  add("first_attempt", report.tickets.first_attempt);
  add("ended", report.tickets.ended);
  return out;
}

ReportTable ReportSections::buckets(const MonthReport& report) const {
  ReportTable out{"buckets", {"minutes", "contacts", "share"}, {}, ReportChart::bars, {1}};
  for (std::size_t i = 0; i < reports::bucket_minutes.size(); ++i) {
    const std::int64_t from = reports::bucket_minutes.at(i);
    const bool last = i + 1 == reports::bucket_minutes.size();
    const std::string name =
        last ? words_.fill("report_filled.from", {{"from", from}})
             : words_.fill(
                   "report_filled.between",
                   {{"from", from}, {"to", std::int64_t{reports::bucket_minutes.at(i + 1)}}});
    const std::int64_t count = report.handle.buckets.at(i);
    out.rows.push_back(
        {text_cell(name), count_cell(count), percent_cell(percent(count, report.handle.count))});
  }
  return out;
}

ReportTable ReportSections::left_at(const MonthReport& report) const {
  ReportTable out{"left_at", {"question", "left", "share"}, {}, ReportChart::bars, {1}};
  std::int64_t all = 0;
  for (const auto& [step, count] : report.left_at) all += count;
  for (const auto& [step, count] : report.left_at)
    out.rows.push_back(
        {text_cell(question(step)), count_cell(count), percent_cell(percent(count, all))});
  by_size(out, 1);
  return out;
}

ReportTable ReportSections::cost(const MonthReport& report, Of of) const {
  const CostSettings& cost = parts_.config.cost;
  const std::int64_t call = cost.cost_per_call_cents;
  const std::int64_t saved = report.all.contained() * call;
  ReportTable out{"cost", {"figure", "dollars"}, {}};
  const auto add = [&](const char* key, std::int64_t cents) {
    out.rows.push_back({text_cell(label(key)), dollars_cell(cents)});
  };
  add("cost_per_call", call);
  add("saved_calls", saved);
  if (of == Of::some_offices) return out;
  const std::int64_t phone = std::int64_t{cost.telephony_month} * 100;
  const std::int64_t monthly = std::int64_t{cost.monthly_fee} * 100;
  const std::int64_t answered = report.all.in_scope * call;
  add("telephony", phone);
  add("saved", saved - phone);
  add("outsourced_month", monthly + answered);
  add("outsourced_year", std::int64_t{cost.setup_fee} * 100 + 12 * (monthly + answered));
  return out;
}

// Within a language the bands' sum is told by the table of languages.
ReportTable ReportSections::equity(const MonthReport& report) const {
  ReportTable out{"equity", {"language", "age", "in_scope", "containment"}, {}};
  const auto languages = cells_of_languages(report);
  for (const auto& [language, bands] : report.by_language_and_age) {
    std::vector<std::int64_t> sizes;
    for (const auto& [band, count] : bands) sizes.push_back(count.in_scope);
    auto cells = reports::hide_small(sizes);
    if (languages.at(language) == Cell::hidden) std::ranges::fill(cells, Cell::hidden);
    std::size_t at = 0;
    for (const auto& [band, count] : bands) {
      Row row{text_cell(words_.language(language)),
              text_cell(band.empty() ? label("no_age") : words_.word("age_bands", band)),
              count_cell(count.in_scope), percent_cell(percent(count.contained(), count.in_scope))};
      if (cells[at++] == Cell::hidden) row[2] = row[3] = hidden_cell();
      out.rows.push_back(std::move(row));
    }
  }
  return out;
}

// Name → tickets, and contacts in scope.
ReportTable ReportSections::rates(
    const std::string& key, const std::string& heading,
    const std::map<std::string, std::pair<std::int64_t, std::int64_t>>& of) const {
  ReportTable out{key, {heading, "tickets", "in_scope", "per_100"}, {}, ReportChart::bars, {1}};
  for (const auto& [name, figures] : of) {
    const auto& [tickets, in_scope] = figures;
    out.rows.push_back({text_cell(name), count_cell(tickets), count_cell(in_scope),
                        percent_cell(percent(tickets, in_scope))});
    if (out.rows.back()[3].kind == ReportCell::Kind::percent)
      out.rows.back()[3].kind = ReportCell::Kind::count;
  }
  by_size(out, 1);
  return out;
}

void ReportSections::add_tickets(const MonthReport& report, std::vector<ReportTable>& into) const {
  const reports::TicketFigures& tickets = report.tickets;
  const auto counted = [&](const char* key, const char* heading, const char* table,
                           const std::map<std::string, std::int64_t>& of) {
    ReportTable out{key, {heading, "tickets", "per_100"}, {}, ReportChart::bars, {1}};
    for (const auto& [name, count] : of) {
      ReportCell rate = percent_cell(percent(count, report.all.in_scope));
      if (rate.kind == ReportCell::Kind::percent) rate.kind = ReportCell::Kind::count;
      out.rows.push_back({text_cell(words_.word(table, name)), count_cell(count), rate});
    }
    by_size(out, 1);
    into.push_back(std::move(out));
  };
  counted("ticket_codes", "failure", "failures", tickets.by_code);
  counted("ticket_categories", "category", "categories", tickets.by_category);
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> offices, channels, languages;
  for (const auto& [id, count] : tickets.by_office) offices[office(id)].first += count;
  for (const auto& [id, count] : report.by_office) offices[office(id)].second += count.in_scope;
  for (const auto& [word, count] : tickets.by_channel)
    channels[words_.word("channels", word)].first += count;
  for (const auto& [word, count] : report.by_channel)
    channels[words_.word("channels", word)].second += count.in_scope;
  into.push_back(rates("ticket_offices", "office", offices));
  into.push_back(rates("ticket_channels", "channel", channels));
  for (const auto& [code, cell] : cells_of_languages(report)) {
    if (cell == Cell::hidden) continue;
    const auto found = tickets.by_language.find(code);
    languages[words_.language(code)] = {found == tickets.by_language.end() ? 0 : found->second,
                                        report.by_language.at(code).in_scope};
  }
  into.push_back(rates("ticket_languages", "language", languages));
}

std::vector<ReportTable> ReportSections::month(const MonthReport& report, Of of) const {
  Counts reasons, offices, channels, hours, days;
  for (const auto& [word, count] : report.by_reason)
    reasons.emplace_back(word.empty() ? label("no_reason") : words_.word("results", word), count);
  for (const auto& [id, count] : report.by_office) offices.emplace_back(office(id), count);
  for (const auto& [word, count] : report.by_channel)
    channels.emplace_back(words_.word("channels", word), count);
  for (std::size_t hour = 0; hour < report.by_hour.size(); ++hour)
    hours.emplace_back(two_digits(hour), report.by_hour.at(hour));
  const auto last = static_cast<unsigned>((report.month / std::chrono::last).day());
  for (std::size_t day = 0; day < last; ++day)
    days.emplace_back(std::to_string(day + 1), report.by_day.at(day));
  std::vector<ReportTable> out{summary(report),
                               groups("reasons", "reason", reasons),
                               groups("offices", "office", offices),
                               groups("channels", "channel", channels),
                               groups("days", "day", days),
                               groups("hours", "hour", hours)};
  for (std::size_t i = 1; i < 4; ++i) by_size(out[i], 1);
  for (std::size_t i = 4; i < 6; ++i) out[i].chart = ReportChart::lines, out[i].drawn = {2, 3};
  out.push_back(heat(report));
  out.push_back(times(report));
  out.push_back(buckets(report));
  add_tickets(report, out);
  out.push_back(left_at(report));
  out.push_back(cost(report, of));
  // One office's shares beside the whole's would tell those of another by subtraction.
  if (of == Of::everything) out.insert(out.begin() + 4, languages(report));
  if (of == Of::everything) out.push_back(equity(report));
  return out;
}

ReportTable ReportSections::desk(const std::vector<reports::DeskUse>& use,
                                 const std::map<StaffId, std::string>& names) const {
  ReportTable out{"desk",
                  {"member", "actions", "refused", "notes", "calls_back", "ended", "staff_minutes"},
                  {}};
  for (const reports::DeskUse& each : use) {
    const auto name = names.find(each.staff);
    out.rows.push_back({text_cell(name == names.end() ? label("former_member") : name->second),
                        count_cell(each.actions), count_cell(each.refused), count_cell(each.notes),
                        count_cell(each.calls_back), count_cell(each.ended),
                        count_cell(each.minutes)});
  }
  return out;
}

ReportTable ReportSections::delivery(const std::vector<reports::Delivery>& lanes) const {
  ReportTable out{"delivery", {"way", "asked", "sent", "delivered", "undelivered"}, {}};
  for (const reports::Delivery& each : lanes)
    out.rows.push_back({text_cell(label(each.lane == 1 ? "mail" : "phone")), count_cell(each.asked),
                        count_cell(each.sent),
                        each.lane == 1 ? ReportCell{} : count_cell(each.delivered),
                        count_cell(each.failed)});
  return out;
}

ReportTable ReportSections::since(const std::map<LocationId, Count>& counts) const {
  ReportTable out{"since",
                  {"office", "go_live", "contacts", "in_scope", "contained", "containment",
                   "failed", "apart", "saved"},
                  {},
                  ReportChart::bars,
                  {5}};
  for (const auto& [id, count] : counts) {
    const Location* location = parts_.config.location(id);
    if (location == nullptr || !location->go_live) continue;
    const Time day = parts_.calendar.zone(id).moment(*location->go_live);
    const LocalTime local = parts_.calendar.local(id, day);
    out.rows.push_back({text_cell(location->name), text_cell(iso_date(local.date)),
                        count_cell(count.contacts), count_cell(count.in_scope),
                        count_cell(count.contained()),
                        percent_cell(percent(count.contained(), count.in_scope)),
                        count_cell(count.failed), count_cell(count.apart),
                        dollars_cell(count.contained() * parts_.config.cost.cost_per_call_cents)});
  }
  return out;
}

}  // namespace latchkey::kiosk
