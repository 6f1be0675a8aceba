#include "kiosk/desk/report_pages.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "core/accounts/csv.h"
#include "kiosk/desk/chart.h"
#include "kiosk/desk/csv_file.h"
#include "kiosk/desk/report_table.h"
#include "tests/fakes/desk_room.h"

using namespace latchkey;
using namespace std::chrono_literals;
using calls::Outcome;
using fakes::DeskRoom;
using fakes::header;
using fakes::hill;
using fakes::lake;
using fakes::says;
using kiosk::csv_cell;
using staff::Role;

namespace {

struct Contacts {
  Outcome outcome = Outcome::recovered;
  std::optional<LocationId> office{};
  std::string language = "en";
  std::optional<calls::AgeBand> age{};
  std::string topic = "forgot_password";
};

// So many of them, each by somebody else, an hour ago.
void write(DeskRoom& room, int count, const Contacts& what) {
  room.store->write([&](storage::Transaction& tx) {
    for (int i = 0; i < count; ++i) {
      const calls::CallId id{room.dice.row_id()};
      const Time began = room.clock.now() - 1h;
      room.calls.begin(
          tx,
          {id, ConversationId{room.dice.row_id()}, calls::Channel::web, what.office, what.language},
          began);
      room.calls.about(tx, id, {std::to_string(id.value), what.age});
      room.calls.finish(tx, id, {what.outcome, what.topic, std::nullopt, std::nullopt},
                        began + 3min);
    }
  });
}

// The rows of a table that was taken away, without its heading.
std::vector<std::vector<std::string>> rows_of(const http::Response& file) {
  std::istringstream in(file.body);
  accounts::CsvReader reader(in);
  std::vector<std::vector<std::string>> out;
  for (auto row = reader.next(); row; row = reader.next()) {
    CHECK(row->form == accounts::CsvRow::Form::good);
    out.push_back(row->cells);
  }
  if (!out.empty()) out.erase(out.begin());
  return out;
}

std::string value_of(const http::Response& file, std::string_view row, std::size_t column = 1) {
  for (const auto& cells : rows_of(file))
    if (cells.at(0) == row) return cells.at(column);
  return "no such row";
}

}  // namespace

TEST_CASE("a manager opens the month: contained contacts, cost, and a picture beside each table") {
  DeskRoom room;
  write(room, 30, {Outcome::recovered, lake});
  write(room, 10, {Outcome::abandoned, hill});
  const auto max = room.signed_in("max", Role::manager, {});
  const auto page = room.get("/reports", max);
  CHECK(page.status == 200);
  CHECK(says(page, "75%"));
  CHECK(says(page, "$600.00"));  // 30 × 20.00
  CHECK(says(page, "Lake Office"));
  CHECK(says(page, "aria-current=\"page\">Reports"));
  CHECK(says(page, "<svg class=\"chart\" role=\"img\""));
  CHECK_FALSE(says(page, "<script>"));
  CHECK_FALSE(says(page, " style="));
  const auto done = room.audited(max.id).at(0);
  CHECK(done.action == "report.view");
  CHECK(done.answer == audit::Answer::allowed);
}

TEST_CASE(
    "the price of a call is the clinic's own, and costs of all are not set against one office") {
  DeskRoom room;
  room.config.cost = {
      .cost_per_call_cents = 1250, .setup_fee = 100, .monthly_fee = 10, .telephony_month = 7};
  write(room, 3, {Outcome::recovered, lake});
  write(room, 1, {Outcome::abandoned, lake});
  const auto max = room.signed_in("max", Role::manager, {});
  const auto whole = room.get("/reports?csv=cost", max);
  CHECK(value_of(whole, "Saved: contained contacts, times a call") == "37.50");
  CHECK(value_of(whole, "Saved this month") == "30.50");
  CHECK(value_of(whole, "An outsourced desk: this month") == "60.00");
  CHECK(value_of(whole, "An outsourced desk: a first year like this month, with its set-up") ==
        "820.00");
  CHECK(rows_of(room.get("/reports?csv=cost&office=1", max)).size() == 2);
}

TEST_CASE("an office reads its own offices only, and another one is not there") {
  DeskRoom room;
  write(room, 20, {Outcome::recovered, lake});
  write(room, 40, {Outcome::recovered, hill});
  write(room, 80, {Outcome::recovered, std::nullopt});
  const auto clara = room.signed_in("clara");
  CHECK(value_of(room.get("/reports?csv=summary", clara), "Contacts") == "20");
  const auto page = room.get("/reports", clara);
  CHECK_FALSE(says(page, "Hill Office"));
  CHECK_FALSE(says(page, "By language and age"));
  CHECK_FALSE(says(page, "id=\"desk\""));
  for (const char* target :
       {"/reports?office=2", "/reports?office=99", "/reports?office=2&csv=cost",
        "/reports?office=x", "/reports?office=1&office=2"}) {
    const auto answer = room.get(target, clara);
    if (std::string_view(target) == "/reports?office=1&office=2") {
      CHECK(answer.status == 200);  // given twice is not given: all of the member's own
      CHECK_FALSE(says(answer, "Hill Office"));
      continue;
    }
    CHECK(answer.status == 404);
    CHECK(room.audited(clara.id).at(0).answer == audit::Answer::refused);
  }
  CHECK(room.get("/reports?csv=desk", clara).status == 404);
  CHECK(room.get("/reports?csv=equity", clara).status == 404);
  const auto nobody = room.signed_in("nora", Role::office, {});
  CHECK(value_of(room.get("/reports?csv=summary", nobody), "Contacts") == "0");
}

TEST_CASE("who may read and who may take away is the role table's, and each is audited") {
  DeskRoom room;
  struct Expected {
    const char* name;
    Role role;
    int reads, takes;
  };
  for (const Expected& each : {Expected{"clara", Role::office, 200, 200},
                               {"ivan", Role::it, 200, 403},
                               {"olga", Role::outsourced_desk, 403, 403},
                               {"max", Role::manager, 200, 200},
                               {"ada", Role::admin, 200, 403}}) {
    const auto member = room.signed_in(each.name, each.role, {lake});
    const auto page = room.get("/reports", member);
    CHECK(page.status == each.reads);
    CHECK(room.audited(member.id).at(0).action == "report.view");
    CHECK(says(page, "csv=summary") == (each.takes == 200));
    CHECK(says(room.get("/kiosks", member), "href=\"/reports\"") == (each.reads == 200));
    CHECK(room.get("/reports?csv=summary", member).status == each.takes);
    const auto taken = room.audited(member.id).at(0);
    CHECK(taken.action == "report.export");
    CHECK((taken.answer == audit::Answer::allowed) == (each.takes == 200));
  }
  CHECK(room.get("/reports").status == 303);
  const auto max = room.signed_in("max2", Role::manager, {});
  CHECK(room.post("/reports", max, {}).status == 404);
}

TEST_CASE("a file is a file: named, of text, never shown by the browser, and free of formulas") {
  DeskRoom room;
  room.config.locations[0].name = "=HYPERLINK(\"http://198.51.100.9\",\"a, b\")";
  write(room, 1, {Outcome::recovered, lake});
  const auto max = room.signed_in("max", Role::manager, {});
  const auto file = room.get("/reports?csv=offices", max);
  CHECK(file.content_type == "text/csv; charset=utf-8");
  CHECK(header(file, "Content-Disposition").starts_with("attachment; filename=\"latchkey-"));
  CHECK(header(file, "X-Content-Type-Options") == "nosniff");
  CHECK(header(file, "Cache-Control") == "no-store");
  CHECK(file.body.find("\n=") == std::string::npos);
  CHECK(rows_of(file).at(0).at(0) == "'=HYPERLINK(\"http://198.51.100.9\",\"a, b\")");
  CHECK(room.get("/reports?csv=../offices", max).status == 404);
  CHECK(room.get("/reports?csv=since", max).status == 404);
}

TEST_CASE("cells of a file are quoted as RFC 4180 says, and no text begins a formula") {
  for (const char* bad : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"})
    CHECK(csv_cell(bad).find('\'') <= 1);
  CHECK(csv_cell("plain – words") == "plain – words");
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(csv_cell("two\r\nlines") == "\"two\r\nlines\"");
  CHECK(csv_cell("=1,\"2\"") == "\"'=1,\"\"2\"\"\"");
  CHECK(csv_cell("").empty());
}

TEST_CASE("an office's name is words on the page, whatever it holds") {
  DeskRoom room;
  room.config.locations[0].name = "<script>alert(1)</script>\"'><img src=x>";
  write(room, 1, {Outcome::recovered, lake});
  const auto max = room.signed_in("max", Role::manager, {});
  for (const char* target : {"/reports", "/reports?office=1"}) {
    const auto page = room.get(target, max);
    CHECK_FALSE(says(page, "<script>"));
    CHECK_FALSE(says(page, "<img"));
    CHECK(says(page, "&lt;script&gt;"));
  }
  CHECK_FALSE(says(room.get("/reports?month=<script>&show=<script>", max), "<script>"));
}

TEST_CASE("groups under eleven are hidden on page and file, with one more if they could be found") {
  DeskRoom room;
  using enum calls::AgeBand;
  write(room, 40, {Outcome::recovered, lake, "en", from_40});
  write(room, 7, {Outcome::recovered, lake, "en", from_80});
  write(room, 25, {Outcome::recovered, lake, "en", from_18});
  write(room, 12, {Outcome::recovered, lake, "es", from_40});
  const auto max = room.signed_in("max", Role::manager, {});
  const auto rows = rows_of(room.get("/reports?csv=equity", max));
  REQUIRE(rows.size() == 4);
  for (const auto& row : rows) {
    const bool hidden = row.at(1) == "80 and over" || row.at(1) == "18 to 39";
    CHECK((row.at(2) == "Hidden") == hidden);
    CHECK((row.at(3) == "Hidden") == hidden);
  }
  CHECK(value_of(room.get("/reports?csv=languages", max), "Español") == "12");
  // A third language of three people hides the next smallest, in every table that tells of it.
  write(room, 3, {Outcome::recovered, lake, "vi", from_40});
  for (const char* table : {"languages", "ticket_languages", "equity"}) {
    const auto file = room.get(std::string("/reports?csv=") + table, max);
    for (const auto& row : rows_of(file))
      if (row.at(0) != "English") CHECK(row.at(2) == "Hidden");
  }
  CHECK(room.get("/reports?csv=equity&office=1", max).status == 404);
}

TEST_CASE("a month is picked by its name; anything else is the month that is") {
  DeskRoom room;
  write(room, 5, {Outcome::recovered, lake});
  const auto max = room.signed_in("max", Role::manager, {});
  const auto now =
      std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(room.clock.now()));
  const std::string year = std::to_string(static_cast<int>(now.year()));
  for (const char* bad :
       {"", "2026-13", "2026-00", "x", "1999-01", "2026-1", "2026-010", "-026-01"})
    CHECK(value_of(room.get("/reports?csv=summary&month=" + std::string(bad), max), "Contacts") ==
          "5");
  const auto empty = room.get("/reports?month=2001-02", max);
  CHECK(says(empty, "Report for February 2001"));
  CHECK(says(empty, "Nothing was counted here."));
  CHECK(value_of(room.get("/reports?month=2001-02&csv=summary", max), "Contacts") == "0");
  CHECK(value_of(room.get("/reports?month=2001-02&csv=summary", max),
                 "Contained, of all in scope") == "");
  CHECK(says(room.get("/reports", max), year));
}

TEST_CASE("all time is counted from each office's own first day") {
  DeskRoom room;
  room.config.locations[0].go_live =
      std::chrono::local_days(
          std::chrono::floor<std::chrono::days>(room.clock.now()).time_since_epoch()) -
      std::chrono::days(40);
  write(room, 6, {Outcome::recovered, lake});
  write(room, 9, {Outcome::recovered, hill});
  const auto max = room.signed_in("max", Role::manager, {});
  const auto page = room.get("/reports?show=since", max);
  CHECK(page.status == 200);
  const auto rows = rows_of(room.get("/reports?show=since&csv=since", max));
  REQUIRE(rows.size() == 1);
  CHECK(rows.at(0).at(2) == "6");
  CHECK(rows.at(0).at(8) == "120.00");
}

TEST_CASE("the desk speaks Spanish in reports too") {
  DeskRoom room("es");
  write(room, 12, {Outcome::recovered, lake});
  const auto max = room.signed_in("max", Role::manager, {});
  const auto page = room.get("/reports", max);
  CHECK(says(page, "Informe de "));
  CHECK(says(page, "Costo ahorrado"));
  CHECK_FALSE(says(page, "Contained"));
}

TEST_CASE("a chart draws what it is given, nothing of nothing, and stays in its frame") {
  kiosk::View view;
  kiosk::draw_bars(view, "a", "Bars", {{"one", 0, "0"}, {"two", 50, "50"}, {"three", 100, "100"}});
  kiosk::draw_bars(view, "b", "No bars", {});
  kiosk::draw_lines(view, "c", "Lines", {"1", "2"}, {{"x", {0, 0}}, {"y", {0, 7}}});
  kiosk::draw_lines(view, "d", "No lines", {}, {{"x", {}}});
  kiosk::draw_heat(view, "e", "Heat", {{"Monday"}, {"00", "01"}, {{0, 12}}});
  static const std::regex number("-?[0-9]+\\.[0-9]");
  for (const auto& [name, chart] : view.sections()) {
    CHECK(name == "CHART");
    for (const auto& [kind, shape] : chart.sections())
      for (const auto& [key, value] : shape.values())
        if (key == "X" || key == "W") {
          CHECK(std::regex_match(value, number));
          CHECK(std::stod(value) >= 0);
          CHECK(std::stod(value) <= 760);
        }
  }
  const auto& bars = view.sections().front().second.sections();
  std::vector<std::string> widths;
  for (const auto& [kind, shape] : bars)
    for (const auto& [key, value] : shape.values())
      if (kind == "BOX" && key == "W") widths.push_back(value);
  CHECK(widths == std::vector<std::string>{"0.0", "180.0", "360.0"});
  kiosk::View shares;
  kiosk::draw_bars(shares, "f", "Shares", {{"half", 50, "50%"}}, 100);
  const auto& half = shares.sections().front().second.sections();
  CHECK(std::ranges::any_of(half, [](const auto& shape) {
    const auto& values = shape.second.values();
    return shape.first == "BOX" && std::ranges::find(values, std::pair<std::string, std::string>(
                                                                 "W", "180.0")) != values.end();
  }));
}
