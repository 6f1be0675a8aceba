#include "core/reports/month_report.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "core/audit/audit.h"
#include "core/calls/calls.h"
#include "core/flow/words.h"
#include "core/reports/small_cells.h"
#include "core/tickets/tickets.h"
#include "tests/fakes/test_store.h"

using namespace latchkey;
using namespace latchkey::reports;
using namespace std::chrono_literals;
using calls::Outcome;
using storage::Transaction;

namespace {

constexpr LocationId york{1}, harbor{2}, angeles{3};

OfficeHours hours_in(const char* zone) {
  OfficeHours out;
  out.zone = zone;
  for (std::size_t day = 1; day <= 5; ++day) out.week[day] = {{480, 1020}};
  return out;
}

// A day's moment in New York, standard time: 2026-11-10 is a Tuesday.
Time at(int month, int day, int hour, int minute = 0) {
  return std::chrono::sys_days(std::chrono::year(2026) / month / day) +
         std::chrono::hours(hour + 5) + std::chrono::minutes(minute);
}

// One contact as a test thinks of it.
struct Told {
  Time began, ended;
  Outcome outcome = Outcome::recovered;
  std::string topic = "forgot_password", claim{}, caller{}, failure{}, language = "en";
  calls::Channel channel = calls::Channel::web;
  std::optional<LocationId> office{};
  std::optional<calls::AgeBand> age{};
  std::string left_at{};
};

struct Clinic {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  calls::Calls calls{sealer};
  tickets::Tickets tickets{sealer};
  audit::Audit audit{sealer, 1};
  fakes::TestStore store{calls::schema(), tickets::schema(), audit::schema()};
  Calendar calendar{{{york, hours_in("America/New_York")},
                     {harbor, hours_in("America/New_York")},
                     {angeles, hours_in("America/Los_Angeles")}}};

  void write(Transaction& tx, const Told& told) {
    const calls::CallId id{dice.row_id()};
    calls.begin(
        tx,
        {id, ConversationId{dice.row_id()}, told.channel, told.office, told.language, told.caller},
        told.began);
    if (!told.claim.empty()) calls.about(tx, id, {told.claim, told.age});
    if (!told.left_at.empty()) {
      calls.step(tx, {id, 2, "ask_name", "none", Millis(5)}, told.began);
      tx.run(
          "INSERT INTO call_step (call, ordinal, at, step, notice, duration_ms)"
          " VALUES ($1, 3, $2, $3, 'none', 5)",
          id, told.began, told.left_at);
    }
    calls.finish(tx, id, {told.outcome, told.topic, std::nullopt, std::nullopt, told.failure},
                 told.ended);
  }
  void write(const Told& told) {
    store->write([&](Transaction& tx) { write(tx, told); });
  }
  void write(const std::vector<Told>& all) {
    store->write([&](Transaction& tx) {
      for (const Told& each : all) write(tx, each);
    });
  }
  Asked asked(int month, std::optional<std::vector<LocationId>> offices = std::nullopt) const {
    return {calendar, york, std::chrono::year(2026) / month, at(12, 24, 0), std::move(offices)};
  }
  MonthReport report(const Asked& asked) {
    return store->read([&](Transaction& tx) { return month_report(tx, asked); });
  }
  MonthReport report(int month) { return report(asked(month)); }

  TicketId open(tickets::FailureCode code, LocationId office, Time when, Time promise) {
    tickets::NewTicket asked;
    asked.minted = tickets::mint(dice);
    asked.conversation = ConversationId{dice.row_id()};
    asked.code = code;
    asked.category = tickets::Category::password_reset;
    asked.location = office;
    asked.promised_by = promise;
    // Everybody leaves a number of their own: the same one would be the same ticket.
    asked.personal.callback = "+1401555" + std::to_string(1000 + opened_++);
    return store->write([&](Transaction& tx) {
      asked.number = tickets.free_number(tx, asked.minted.number_seed);
      return tickets.open_or_append(tx, asked, when).id;
    });
  }

 private:
  int opened_ = 0;
};

Told solved(Time began, const std::string& claim) {
  Told out{began, began + 3min};
  out.claim = claim;
  return out;
}

}  // namespace

TEST_CASE("a recovery counts as contained only if nobody comes back within 24 hours of its end") {
  Clinic clinic;
  const Time began = at(11, 10, 9);
  clinic.write(solved(began, "claim a"));
  CHECK(clinic.report(11).all.contained() == 1);
  Told again = solved(began + 3min + 24h + 1ms, "claim a");
  again.outcome = Outcome::abandoned;
  clinic.write(again);
  CHECK(clinic.report(11).all.contained() == 1);  // a millisecond too late
  again.began -= 1ms;
  clinic.write(again);
  const Count all = clinic.report(11).all;
  CHECK(all.solved == 1);
  CHECK(all.came_back == 1);
  CHECK(all.contained() == 0);
  CHECK(all.left == 2);
}

TEST_CASE("the same number comes back whoever it is about, and on the last day of a month too") {
  Clinic clinic;
  Told first = solved(at(11, 30, 23), "claim a");
  first.caller = "number a";
  Told second = solved(at(12, 1, 10), "claim b");
  second.caller = "number a";
  clinic.write({first, second});
  CHECK(clinic.report(11).all.came_back == 1);
  CHECK(clinic.report(12).all.came_back == 0);
  CHECK(clinic.report(12).all.contained() == 1);
  CHECK(clinic.report(12).all.solved_once == 0);
}

TEST_CASE("those who name nobody and hide their number are not taken for one person") {
  Clinic clinic;
  Told guided{at(11, 10, 9), at(11, 10, 9, 4), Outcome::guided, "page_broken"};
  Told later = guided;
  later.began += 1h, later.ended += 1h;
  clinic.write({guided, later});
  CHECK(clinic.report(11).all.contained() == 2);
  const auto keys = clinic.store->read([&](Transaction& tx) {
    return tx.run("SELECT COUNT(DISTINCT number_key), COUNT(DISTINCT person_key) FROM call")
        .rows.front()
        .integer(1);
  });
  CHECK(keys == 2);
}

TEST_CASE("leaving, facts, outages, wrong numbers and legs that went on are no success") {
  Clinic clinic;
  for (const Outcome outcome :
       {Outcome::abandoned, Outcome::facts, Outcome::outage, Outcome::wrong_number,
        Outcome::handed_off, Outcome::throttled, Outcome::declined, Outcome::transferred})
    clinic.write({at(11, 10, 9), at(11, 10, 10), outcome});
  Told early{at(11, 10, 9), at(11, 10, 10), Outcome::abandoned, ""};
  clinic.write(early);
  const MonthReport report = clinic.report(11);
  CHECK(report.all.contacts == 7);
  CHECK(report.all.in_scope == 3);
  CHECK(report.all.solved == 0);
  CHECK(report.all.left == 1);
  CHECK(report.left_early == 1);
  CHECK(report.by_reason.at("").in_scope == 0);
}

TEST_CASE("T2, T4 and T7 stand apart from failures, and T9 from both") {
  Clinic clinic;
  for (const char* failure : {"no_match", "no_contact", "code_failed", "policy", "account_system",
                              "guidance_failed", "wants_person", "repudiated"}) {
    Told told{at(11, 10, 9), at(11, 10, 10), Outcome::ticket};
    told.failure = failure;
    clinic.write(told);
    const auto code = tickets::failure_code_names.read(failure);
    if (code != tickets::FailureCode::repudiated)
      clinic.open(code, york, at(11, 10, 9), at(11, 10, 13));
  }
  tickets::RepudiatedTicket repudiated;
  repudiated.minted = tickets::mint(clinic.dice);
  repudiated.conversation = ConversationId{clinic.dice.row_id()};
  repudiated.patient = PatientId{5};
  repudiated.location = york;
  clinic.store->write([&](Transaction& tx) {
    repudiated.number = clinic.tickets.free_number(tx, repudiated.minted.number_seed);
    clinic.tickets.open_repudiated(tx, repudiated, at(11, 10, 9));
  });
  const MonthReport report = clinic.report(11);
  CHECK(report.all.in_scope == 7);
  CHECK(report.all.failed == 4);
  CHECK(report.all.apart == 3);
  CHECK(report.tickets.failed == 4);
  CHECK(report.tickets.apart == 3);
  CHECK(report.tickets.repudiated == 1);
  CHECK(report.tickets.by_code.size() == 8);
}

TEST_CASE("staff's own tickets are in no figure of failures") {
  Clinic clinic;
  tickets::StaffTicket own;
  own.minted = tickets::mint(clinic.dice);
  own.opened_by = StaffId{7};
  own.location = york;
  own.promised_by = at(11, 11, 9);
  clinic.store->write([&](Transaction& tx) {
    own.number = clinic.tickets.free_number(tx, own.minted.number_seed);
    clinic.tickets.open_by_staff(tx, own, at(11, 10, 9));
  });
  const TicketFigures figures = clinic.report(11).tickets;
  CHECK(figures.of_staff == 1);
  CHECK(figures.total() == 0);
  CHECK(figures.by_office.empty());
}

TEST_CASE(
    "a ticket's first call back and its end are timed from its opening; promises are judged") {
  Clinic clinic;
  const Time opened = at(11, 10, 9);
  const auto kept = clinic.open(tickets::FailureCode::code_failed, york, opened, opened + 4h);
  const auto late = clinic.open(tickets::FailureCode::code_failed, york, opened, opened + 4h);
  clinic.open(tickets::FailureCode::code_failed, york, opened, at(12, 30, 0));  // not due yet
  clinic.store->write([&](Transaction& tx) {
    clinic.tickets.attempt(tx, kept, StaffId{7}, tickets::Reached::no_answer, 1, opened + 1h);
    clinic.tickets.attempt(tx, kept, StaffId{7}, tickets::Reached::reached, 1, opened + 2h);
    clinic.tickets.end(tx, kept, {tickets::Outcome::resolved_reset, 12, ""}, StaffId{7},
                       opened + 3h);
    clinic.tickets.attempt(tx, late, StaffId{8}, tickets::Reached::reached, 1, opened + 5h);
    clinic.audit.append(tx, {audit::Actor::staff, 7, "ticket.view", "ticket", late.value,
                             audit::Answer::refused, "", opened});
  });
  const TicketFigures figures = clinic.report(11).tickets;
  CHECK(figures.promised == 2);
  CHECK(figures.kept == 1);
  CHECK(figures.first_attempt.count == 2);
  CHECK(figures.first_attempt.p50 == 1h);
  CHECK(figures.first_attempt.most == 5h);
  CHECK(figures.ended.p90 == 3h);
  const auto use =
      clinic.store->read([&](Transaction& tx) { return desk_use(tx, clinic.asked(11)); });
  REQUIRE(use.size() == 2);
  CHECK(use[0].staff == StaffId{7});
  CHECK(use[0].refused == 1);
  CHECK(use[0].calls_back == 2);
  CHECK(use[0].minutes == 12);
  CHECK(use[1].calls_back == 1);
  CHECK(use[1].ended == 0);
}

TEST_CASE("percentiles are nearest ranks, and buckets begin where they say") {
  const Spread spread =
      spread_of({Millis(119'999), 2min, 5min, 10min - 1ms, 10min, 20min, 44min, 45min, 46min, 50h});
  CHECK(spread.p50 == 10min);
  CHECK(spread.p90 == 46min);
  CHECK(spread.most == 50h);
  CHECK(spread.buckets == std::array<std::int64_t, 6>{1, 1, 2, 1, 2, 3});
  CHECK(spread_of({}).count == 0);
  CHECK(spread_of({1ms}).p90 == 1ms);
  CHECK(percent(1, 0) == std::nullopt);
  CHECK(percent(1, 3) == 33);
  CHECK(percent(2, 3) == 67);
  CHECK(percent(1, 200) == 1);
}

TEST_CASE("a month is the office's own: its clock, its change to winter time, its coast") {
  Clinic clinic;
  // Clocks go back on November 1, 2026, at 2 in the morning: half past one comes twice.
  const Time first = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1) + 5h + 30min;
  Told told{first, first + 1min};
  told.office = york;
  clinic.write(told);
  told.began += 1h, told.ended += 1h;
  clinic.write(told);
  told.began = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1) + 4h - 1ms;  // 11:59 pm
  clinic.write(told);
  told.began += 1ms;
  clinic.write(told);
  told.office = angeles;  // there it is nine in the evening of October
  clinic.write(told);
  const MonthReport november = clinic.report(11), october = clinic.report(10);
  CHECK(november.all.contacts == 3);
  CHECK(november.by_hour[1].contacts == 2);
  CHECK(november.heat[6][1] == 2);  // a Sunday
  CHECK(october.all.contacts == 2);
  CHECK(october.by_office.at(angeles).contacts == 1);
  CHECK(october.by_hour[21].contacts == 1);
}

TEST_CASE("an empty month is zeros, not a fault") {
  Clinic clinic;
  const MonthReport report = clinic.report(3);
  CHECK(report.all == Count{});
  CHECK(report.handle == Spread{});
  CHECK(report.by_reason.empty());
  CHECK(report.tickets.total() == 0);
  CHECK(percent(report.all.contained(), report.all.in_scope) == std::nullopt);
}

TEST_CASE("whoever leaves is counted at the last question that was open") {
  Clinic clinic;
  Told left{at(11, 10, 9), at(11, 10, 10), Outcome::abandoned};
  left.left_at = "ask_code";
  clinic.write({left, left});
  left.left_at = "";
  clinic.write(left);
  left.outcome = Outcome::recovered, left.left_at = "ask_code";
  clinic.write(left);
  const auto at_step = clinic.report(11).left_at;
  CHECK(at_step == std::map<std::string, std::int64_t>{{"", 1}, {"ask_code", 2}});
}

TEST_CASE("an office is counted since its own day, by its own clock") {
  Clinic clinic;
  Told told{at(11, 9, 23, 59), at(11, 10, 0)};
  told.office = york;
  clinic.write(told);
  told.began += 1min;
  clinic.write(told);
  told.office = harbor;
  clinic.write(told);
  const std::chrono::local_days day{std::chrono::year(2026) / 11 / 10};
  const auto since = clinic.store->read([&](Transaction& tx) {
    return since_go_live(tx, clinic.asked(11), {{york, day}, {angeles, day}});
  });
  CHECK(since.at(york).contacts == 1);
  CHECK(since.at(angeles).contacts == 0);
  CHECK_FALSE(since.contains(harbor));
}

TEST_CASE("small groups are hidden, and those that would give them away") {
  using C = Cell;
  CHECK(hide_small({50, 11, 0}) == std::vector{C::shown, C::shown, C::shown});
  CHECK(hide_small({50, 10, 20}) == std::vector{C::shown, C::hidden, C::hidden});
  CHECK(hide_small({50, 1, 2, 30}) == std::vector{C::shown, C::hidden, C::hidden, C::hidden});
  CHECK(hide_small({50, 6, 5, 30}) == std::vector{C::shown, C::hidden, C::hidden, C::shown});
  CHECK(hide_small({50, 3}) == std::vector{C::hidden, C::hidden});
  CHECK(hide_small({3}) == std::vector{C::hidden});
  CHECK(hide_small({}).empty());
}

// ---- The report's numbers are those of the raw rows ---------------------------------------------

namespace {

struct Raw {
  Time began, ended;
  std::int64_t office;
  std::string outcome, topic, failure, channel, language;
  std::int64_t number, person;
};

// Every row, as it lies in the table.
std::vector<Raw> raw_rows(Clinic& clinic) {
  return clinic.store->read([](Transaction& tx) {
    std::vector<Raw> out;
    for (const auto& row :
         tx.run("SELECT started_at, ended_at, location, outcome, topic, failure, channel, language,"
                " number_key, person_key FROM call")
             .rows)
      out.push_back({row.time(0), row.time(1), row.maybe_integer(2).value_or(0), row.text(3),
                     row.maybe_text(4).value_or(""), row.maybe_text(5).value_or(""), row.text(6),
                     row.text(7), row.integer(8), row.integer(9)});
    return out;
  });
}

bool is_contact(const Raw& raw) {
  return raw.outcome != "handed_off" && raw.outcome != "wrong_number";
}

bool same_person(const Raw& a, const Raw& b) {
  return a.number == b.number || a.person == b.person;
}

// Everything again, each contact held against every other: slow, and by another road.
Count by_hand(const std::vector<Raw>& rows, const Raw& one) {
  Count out;
  out.contacts = 1;
  const bool told = one.outcome == "facts" || one.outcome == "outage" || one.outcome == "throttled";
  if (one.topic.empty() || one.topic == "hours" || told || one.failure == "repudiated") return out;
  out.in_scope = 1;
  const bool well = one.outcome == "recovered" || one.outcome == "guided";
  bool back = false, near = false;
  for (const Raw& other : rows) {
    if (&other == &one || !is_contact(other) || !same_person(one, other)) continue;
    const Millis after = other.began - one.ended, before = one.began - other.began;
    back = back || (after > 0ms && after <= 24h);
    near = near || (after > 0ms && after <= 168h) || (before > 0ms && before <= 168h);
  }
  out.solved = well;
  out.came_back = well && back;
  out.solved_once = well && !near;
  out.left = one.outcome == "abandoned";
  const bool apart =
      one.failure == "no_contact" || one.failure == "policy" || one.failure == "wants_person";
  out.apart = one.outcome == "ticket" && apart;
  out.failed = one.outcome == "ticket" && !apart;
  return out;
}

std::vector<Told> random_contacts(std::size_t count) {
  std::mt19937 dice(20261101);
  const auto draw = [&](int sides) {
    return static_cast<int>(dice() % static_cast<unsigned>(sides));
  };
  constexpr std::array topics{"forgot_password", "forgot_user_name", "page_broken", "hours", ""};
  constexpr std::array failures{"no_match", "no_contact", "code_failed", "policy", "wants_person"};
  std::vector<Told> out;
  for (std::size_t i = 0; i < count; ++i) {
    Told one;
    one.began = at(10, 20, 0) + Millis(draw(50 * 24 * 60)) * 60'000 + Millis(draw(60'000));
    one.ended = one.began + Millis(draw(60 * 60'000));
    one.outcome = static_cast<Outcome>(draw(static_cast<int>(calls::outcome_names.words.size())));
    if (draw(2) == 0) one.outcome = Outcome::recovered;
    one.topic = topics.at(static_cast<std::size_t>(draw(5)));
    if (one.outcome == Outcome::ticket)
      one.failure = failures.at(static_cast<std::size_t>(draw(5)));
    if (draw(3) > 0) one.claim = "claim " + std::to_string(draw(900));
    one.channel = static_cast<calls::Channel>(draw(3));
    if (one.channel == calls::Channel::phone) one.caller = "number " + std::to_string(draw(500));
    if (draw(4) > 0) one.office = LocationId{1 + draw(3)};
    one.language = draw(4) > 0 ? "en" : "es";
    out.push_back(one);
  }
  return out;
}

}  // namespace

TEST_CASE("the report's numbers are those of the raw rows") {
  Clinic clinic;
  clinic.write(random_contacts(3000));
  const auto rows = raw_rows(clinic);
  const auto month = std::chrono::year(2026) / 11;
  MonthReport expected;
  std::vector<Millis> handled;
  for (const Raw& raw : rows) {
    const LocationId clock{raw.office == 0 ? york.value : raw.office};
    const LocalTime local = clinic.calendar.local(clock, raw.began);
    if (!is_contact(raw) || local.date.year() / local.date.month() != month) continue;
    const Count one = by_hand(rows, raw);
    expected.all += one;
    expected.by_reason[raw.topic] += one;
    expected.by_channel[raw.channel] += one;
    expected.by_language[raw.language] += one;
    expected.by_office[LocationId{raw.office}] += one;
    expected.by_hour.at(static_cast<std::size_t>(local.hour)) += one;
    expected.by_day.at(static_cast<unsigned>(local.date.day()) - 1) += one;
    if (raw.outcome != "abandoned") handled.push_back(raw.ended - raw.began);
  }
  const MonthReport report = clinic.report(11);
  CHECK(expected.all.contacts > 1000);
  CHECK(expected.all.came_back > 20);
  CHECK(expected.all.solved_once > 20);
  CHECK(report.all == expected.all);
  CHECK(report.by_reason == expected.by_reason);
  CHECK(report.by_channel == expected.by_channel);
  CHECK(report.by_language == expected.by_language);
  CHECK(report.by_office == expected.by_office);
  CHECK(report.by_hour == expected.by_hour);
  CHECK(report.by_day == expected.by_day);
  CHECK(report.handle == spread_of(handled));
  std::int64_t heat = 0;
  for (const auto& day : report.heat)
    for (const std::int64_t hour : day) heat += hour;
  CHECK(heat == expected.all.contacts);

  const MonthReport own = clinic.report(clinic.asked(11, std::vector{harbor}));
  CHECK(own.all == expected.by_office.at(harbor));
  CHECK(clinic.report(clinic.asked(11, std::vector<LocationId>{})).all == Count{});
}

TEST_CASE("every column and every word that reports read is still there") {
  Clinic clinic;
  clinic.store->read([](Transaction& tx) {
    tx.run(
        "SELECT id, started_at, ended_at, channel, location, language, topic, outcome, failure,"
        " number_key, person_key, age_band FROM call");
    tx.run("SELECT call, ordinal, step FROM call_step");
    tx.run(
        "SELECT id, code, category, location, channel, language, created_at, promised_by,"
        " opened_by, minutes FROM ticket");
    tx.run("SELECT ticket, what, staff, at FROM ticket_event");
    tx.run("SELECT actor, actor_id, at, answer FROM audit_row");
  });
  for (const char* word : {"recovered", "guided", "facts", "handed_off", "ticket", "abandoned",
                           "throttled", "outage", "wrong_number"})
    CHECK(calls::outcome_names.find(word));
  for (const char* word : {"no_contact", "policy", "wants_person", "repudiated"})
    CHECK(tickets::failure_code_names.find(word));
  for (const char* word : {"attempt", "ended", "note"}) CHECK(tickets::happening_names.find(word));
  for (const char* word :
       {"hours", "forgot_password", "forgot_user_name", "have_code", "locked", "first_sign_in"})
    CHECK(flow::topic_of(word));
}
