#include "kiosk/desk/report_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "kiosk/desk/chart.h"
#include "kiosk/desk/step_up.h"

namespace latchkey::kiosk {

using audit::Answer;
using staff::Grant;
using staff::Permission;
using storage::Transaction;

namespace {

constexpr int months_offered = 24;

std::string iso_month(std::chrono::year_month month) {
  return fmt::format("{:04}-{:02}", static_cast<int>(month.year()),
                     static_cast<unsigned>(month.month()));
}

// "2026-10" of this century; empty for anything else.
std::optional<std::chrono::year_month> read_month(std::string_view text) {
  int year = 0;
  unsigned month = 0;
  const char* const end = text.data() + text.size();
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  if (std::from_chars(text.data(), text.data() + 4, year).ptr != text.data() + 4 ||
      std::from_chars(text.data() + 5, end, month).ptr != end)
    return std::nullopt;
  const std::chrono::year_month out{std::chrono::year(year), std::chrono::month(month)};
  const bool known = out.ok() && year >= 2000 && year < 2100;
  return known ? std::optional(out) : std::nullopt;
}

bool is_own(const staff::Member& member, LocationId office) {
  return std::ranges::find(member.locations, office) != member.locations.end();
}

bool may_take_away(const staff::Member& member) {
  const Grant grant = staff::allows(member.role, Permission::data_export);
  return grant == Grant::all || grant == Grant::own;
}

}  // namespace

struct ReportPages::Scope {
  enum class Sees { all, own } sees = Sees::own;
  enum class What { month, since } what = What::month;
  std::chrono::year_month month;
  std::optional<LocationId> office;                // the one that was picked
  std::optional<std::vector<LocationId>> offices;  // empty: all
  ReportSections::Of of() const {
    return offices ? ReportSections::Of::some_offices : ReportSections::Of::everything;
  }
  std::string query() const {
    return what == What::since ? "show=since" + picked() : "month=" + iso_month(month) + picked();
  }
  std::string picked() const {
    return office ? "&office=" + std::to_string(office->value) : std::string();
  }
};

struct ReportPages::Whole {
  std::vector<ReportTable> tables;
  std::optional<reports::MonthReport> month;
};

std::optional<ReportPages::Scope> ReportPages::scope_of(const Visit& visit) const {
  const staff::Member& member = visit.session.member;
  Scope out;
  if (staff::allows(member.role, Permission::reports) == Grant::all) out.sees = Scope::Sees::all;
  if (visit.field("show") == "since") out.what = Scope::What::since;
  const LocationId clock = parts_.config.clinic.default_location;
  const auto now = reports::month_of(parts_.calendar, clock, parts_.clock.now());
  out.month = read_month(visit.field("month")).value_or(now);
  if (out.sees == Scope::Sees::own) out.offices = member.locations;
  if (visit.field("office").empty()) return out;
  const LocationId office{visit.number("office")};
  const bool seen = out.sees == Scope::Sees::all || is_own(member, office);
  if (!seen || parts_.config.location(office) == nullptr) return std::nullopt;
  out.office = office;
  out.offices = std::vector{office};
  return out;
}

std::optional<http::Response> ReportPages::answer(const Visit& visit) const {
  if (visit.request.path != "/reports" || visit.request.method == "POST") return std::nullopt;
  const staff::Member& member = visit.session.member;
  const std::string_view key = visit.field("csv");
  const Grant grant = staff::allows(member.role, Permission::reports);
  const bool may =
      (grant == Grant::all || grant == Grant::own) && (key.empty() || may_take_away(member));
  const auto scope = may ? scope_of(visit) : std::nullopt;
  // What leaves the house needs fresh digits (standards.md section 3).
  auto asked = scope && !key.empty() ? StepUp(parts_, words_).needed(visit) : std::nullopt;
  parts_.store.write([&](Transaction& tx) {
    const bool allowed = scope && !asked;
    parts_.audit.append(tx, {audit::Actor::staff, member.id.value,
                             key.empty() ? Word("report.view") : Word("report.export"), "location",
                             visit.number("office"), allowed ? Answer::allowed : Answer::refused,
                             visit.request.query.substr(0, 200), parts_.clock.now()});
  });
  if (!may) return words_.message(403, key.empty() ? "no_reports" : "no_export", &visit.session);
  if (!scope) return words_.message(404, "no_page", &visit.session);
  if (asked) return *std::move(asked);
  return key.empty() ? show(visit, *scope) : file(visit, *scope, key);
}

ReportPages::Whole ReportPages::read(const Scope& scope) const {
  const reports::Asked asked{parts_.calendar, parts_.config.clinic.default_location, scope.month,
                             parts_.clock.now(), scope.offices};
  reports::GoLive go_live;
  for (const Location& location : parts_.config.locations)
    if (location.go_live) go_live[location.id] = *location.go_live;
  std::map<StaffId, std::string> names;
  for (const staff::Member& member : parts_.staff.list()) names[member.id] = member.display;
  return parts_.store.read([&](Transaction& tx) {
    Whole out;
    if (scope.what == Scope::What::since) {
      out.tables = {sections_.since(reports::since_go_live(tx, asked, go_live))};
      return out;
    }
    out.month = reports::month_report(tx, asked);
    out.tables = sections_.month(*out.month, scope.of());
    if (scope.of() == ReportSections::Of::some_offices) return out;
    out.tables.push_back(sections_.delivery(reports::deliveries(tx)));
    out.tables.push_back(sections_.desk(reports::desk_use(tx, asked), names));
    return out;
  });
}

CellWords ReportPages::cell_words() const {
  return {[this](std::int64_t value) {
            return parts_.words.number(parts_.config.clinic.default_language, value);
          },
          std::string(words_.text("report_rows.hidden")),
          std::string(words_.text("report_rows.nothing"))};
}

std::vector<std::string> ReportPages::headings(const ReportTable& table) const {
  std::vector<std::string> out;
  for (const std::string& column : table.columns)
    out.emplace_back(words_.text("report_columns." + column));
  return out;
}

std::string ReportPages::month_words(std::chrono::year_month month) const {
  const std::string key =
      "report_months.month_" + std::to_string(static_cast<unsigned>(month.month()));
  return words_.fill("report_filled.month",
                     {{"month", words_.text(key)},
                      {"year", std::string_view(std::to_string(static_cast<int>(month.year())))}});
}

// ---- The page ----------------------------------------------------------------------------------

void ReportPages::offer_choices(View& page, const Visit& visit, const Scope& scope) const {
  const LocationId clock = parts_.config.clinic.default_location;
  auto month = reports::month_of(parts_.calendar, clock, parts_.clock.now());
  bool offered = false;
  for (int i = 0; i < months_offered; ++i, month -= std::chrono::months(1)) {
    View& option = page.section("MONTH");
    option.set("VALUE", iso_month(month)).set("TEXT", month_words(month));
    if (month == scope.month) option.show("CHOSEN"), offered = true;
  }
  if (!offered)
    page.section("MONTH")
        .set("VALUE", iso_month(scope.month))
        .set("TEXT", month_words(scope.month))
        .show("CHOSEN");
  for (const Location& location : parts_.config.locations) {
    if (scope.sees == Scope::Sees::own && !is_own(visit.session.member, location.id)) continue;
    View& option = page.section("PLACE");
    option.set("ID", location.id.value).set("NAME", location.name);
    if (scope.office == location.id) option.show("CHOSEN");
  }
}

void ReportPages::show_figures(View& page, const Whole& whole) const {
  if (!whole.month) return;
  const reports::Count& all = whole.month->all;
  const CellWords words = cell_words();
  const auto add = [&](const char* key, const ReportCell& cell) {
    page.section("FIGURE")
        .set("LABEL", words_.text("report_rows." + std::string(key)))
        .set("VALUE", shown(cell, words));
  };
  add("containment", percent_cell(reports::percent(all.contained(), all.in_scope)));
  add("contained", count_cell(all.contained()));
  add("saved_calls", dollars_cell(all.contained() * parts_.config.cost.cost_per_call_cents));
  add("failed_tickets", count_cell(whole.month->tickets.failed));
}

void ReportPages::draw(View& section, const ReportTable& table) const {
  const CellWords words = cell_words();
  const std::vector<std::string> names = headings(table);
  const std::string id = "chart-" + table.key;
  const std::string title =
      words_.fill("report_filled.chart", {{"what", std::string_view(names.at(table.drawn.front()))},
                                          {"by", std::string_view(names.front())}});
  if (table.chart == ReportChart::bars) {
    std::vector<Bar> bars;
    double whole = 0;
    for (const auto& row : table.rows) {
      const ReportCell& cell = row[table.drawn.front()];
      if (cell.kind == ReportCell::Kind::percent) whole = 100;
      bars.push_back({row[0].text, static_cast<double>(std::max<std::int64_t>(cell.value, 0)),
                      shown(cell, words)});
    }
    return draw_bars(section, id, title, bars, whole);
  }
  std::vector<std::string> columns;
  for (const auto& row : table.rows) columns.push_back(row[0].text);
  if (table.chart == ReportChart::lines) {
    std::vector<Line> lines;
    for (const std::size_t column : table.drawn) {
      lines.push_back({names[column], {}});
      for (const auto& row : table.rows)
        lines.back().values.push_back(static_cast<double>(row[column].value));
    }
    return draw_lines(section, id, title, columns, lines);
  }
  Heat heat{{}, columns, {}};
  for (const std::size_t column : table.drawn) {
    heat.rows.push_back(names[column]);
    heat.values.emplace_back();
    for (const auto& row : table.rows) heat.values.back().push_back(row[column].value);
  }
  draw_heat(section, id, std::string(words_.text("report_rows.heat_title")), heat);
}

void ReportPages::show_table(View& page, const ReportTable& table, const Visit& visit,
                             const Scope& scope) const {
  const CellWords words = cell_words();
  View& section = page.section("REPORT");
  section.set("KEY", table.key).set("TITLE", words_.text("report_titles." + table.key));
  section.set("ABOUT", words_.text("report_about." + table.key));
  page.section("JUMP")
      .set("KEY", table.key)
      .set("TITLE", words_.text("report_titles." + table.key));
  if (table.rows.empty()) {
    section.show("NONE");
    return;
  }
  if (table.chart != ReportChart::none) draw(section, table);
  View& shown_table = section.section("TABLE");
  const auto names = headings(table);
  for (std::size_t i = 0; i < names.size(); ++i) {
    View& column = shown_table.section("COLUMN").set("HEADING", names[i]);
    if (table.rows.front()[i].kind != ReportCell::Kind::text) column.show("IS_NUMBER");
  }
  for (const auto& row : table.rows) {
    View& line = shown_table.section("ROW");
    line.set("NAME", row.front().text);
    for (std::size_t i = 1; i < row.size(); ++i) {
      View& cell = line.section("CELL");
      cell.set("VALUE", shown(row[i], words));
      if (row[i].kind != ReportCell::Kind::text) cell.show("IS_NUMBER");
    }
  }
  if (may_take_away(visit.session.member))
    section.section("FILE").set("LINK", "/reports?" + scope.query() + "&csv=" + table.key);
}

http::Response ReportPages::show(const Visit& visit, const Scope& scope) const {
  const Whole whole = read(scope);
  const bool since = scope.what == Scope::What::since;
  const std::string title =
      since ? std::string(words_.text("report_titles.since"))
            : words_.fill("report_filled.title",
                          {{"month", std::string_view(month_words(scope.month))}});
  View page = words_.page("reports", title, visit.session);
  View& reports = page.section("REPORTS");
  reports.section(since ? "SINCE" : "ONE_MONTH");
  if (scope.office) reports.section("OF").set("NAME", words_.office(*scope.office));
  offer_choices(reports, visit, scope);
  show_figures(reports, whole);
  for (const ReportTable& table : whole.tables) show_table(reports, table, visit, scope);
  return words_.answer(200, page);
}

http::Response ReportPages::file(const Visit& visit, const Scope& scope,
                                 std::string_view key) const {
  const Whole whole = read(scope);
  const auto table = std::ranges::find(whole.tables, key, &ReportTable::key);
  if (table == whole.tables.end()) return words_.message(404, "no_page", &visit.session);
  // With the mark of UTF-8 in front, without which spreadsheets spoil every accent.
  const std::string text =
      "\xEF\xBB\xBF" + csv_of(*table, headings(*table), words_.text("report_rows.hidden"));
  const std::string name = scope.what == Scope::What::since
                               ? "latchkey-since.csv"
                               : "latchkey-" + iso_month(scope.month) + "-" + table->key + ".csv";
  http::Response out = html_answer(200, text, words_.scheme());
  out.content_type = "text/csv; charset=utf-8";
  out.with("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return out;
}

}  // namespace latchkey::kiosk
