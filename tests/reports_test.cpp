#include "core/reports/month_report.h"

#include <doctest/doctest.h>

#include "core/courier/outbox.h"
#include "core/flow/words.h"
#include "core/reports/small_cells.h"
#include "tests/fakes/report_clinic.h"

using namespace latchkey;
using namespace latchkey::reports;
using namespace std::chrono_literals;
using calls::Outcome;
using fakes::angeles;
using fakes::at;
using fakes::harbor;
using fakes::solved;
using fakes::Told;
using fakes::york;
using storage::Transaction;
using Clinic = fakes::ReportClinic;

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

TEST_CASE("codes are counted by the way that they went, and decoys are none") {
  Clinic clinic;
  const courier::Outbox outbox{clinic.sealer};
  const Time now = at(11, 10, 9);
  const auto put = [&](Transaction& tx, courier::Kind kind, courier::Lane lane) {
    courier::Errand errand;
    errand.id = ErrandId{clinic.dice.row_id()};
    errand.origin = {courier::OriginKind::conversation, errand.id.value, 1, 1};
    errand.kind = kind;
    errand.lane = lane;
    errand.created_at = errand.due_at = now;
    errand.expires_at = now + 10min;
    outbox.put(tx, errand);
    return errand.id;
  };
  clinic.store->write([&](Transaction& tx) {
    using courier::Kind, courier::Lane, courier::ProviderStatus;
    const auto arrived = put(tx, Kind::send_code, Lane::phone);
    const auto lost = put(tx, Kind::send_code, Lane::phone);
    put(tx, Kind::send_code, Lane::phone);
    put(tx, Kind::nothing, Lane::phone);
    put(tx, Kind::notice, Lane::phone);
    put(tx, Kind::send_code, Lane::mail);
    outbox.settle_by_callback(tx, arrived, {ProviderStatus::delivered, "SM1"}, now);
    outbox.settle_by_callback(tx, lost, {ProviderStatus::undelivered, "SM2", 30003}, now);
  });
  const auto lanes = clinic.store->read([](Transaction& tx) { return deliveries(tx); });
  REQUIRE(lanes.size() == 2);
  CHECK(lanes[0].lane == static_cast<std::int64_t>(courier::Lane::phone));
  CHECK(lanes[0].asked == 3);
  CHECK(lanes[0].sent == 1);
  CHECK(lanes[0].delivered == 1);
  CHECK(lanes[0].failed == 1);
  CHECK(lanes[1].asked == 1);
  CHECK(lanes[1].failed == 0);
}

TEST_CASE("every column and every word that reports read is still there") {
  Clinic clinic;
  clinic.store->read([](Transaction& tx) {
    tx.run(
        "SELECT id, started_at, ended_at, channel, location, language, topic, outcome, failure,"
        " number_key, person_key, age_band, way FROM call");
    tx.run("SELECT call, ordinal, step FROM call_step");
    tx.run(
        "SELECT id, code, category, location, channel, language, created_at, promised_by,"
        " opened_by, minutes FROM ticket");
    tx.run("SELECT ticket, what, staff, at FROM ticket_event");
    tx.run("SELECT actor, actor_id, at, answer FROM audit_row");
    tx.run("SELECT lane, kind, state, provider_status FROM outbox");
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
