#include <doctest/doctest.h>

#include <thread>

#include "tests/fakes/ticket_maker.h"

using namespace latchkey;
using namespace latchkey::tickets;
using fakes::TicketMaker;
using storage::Transaction;

namespace {

constexpr StaffId clerk{21};
constexpr StaffId colleague{22};

struct Desk : TicketMaker {
  TicketId one = open(ask(1, PatientId{11})).id;

  Claimed claim(StaffId by) {
    return with([&](Transaction& tx) { return tickets.claim(tx, one, by, now); });
  }
  Moved release(StaffId by) {
    return with([&](Transaction& tx) { return tickets.release(tx, one, by, now); });
  }
  Moved move(State to) {
    return with([&](Transaction& tx) { return tickets.move(tx, one, to, clerk, now); });
  }
  Moved attempt(std::int64_t day) {
    return with([&](Transaction& tx) {
      return tickets.attempt(tx, one, clerk, Reached::no_answer, day, now);
    });
  }
  Ended end(Outcome outcome, std::string note = "") {
    return with([&](Transaction& tx) {
      return tickets.end(tx, one, {outcome, 7, note}, clerk, now);
    });
  }
  std::vector<Ticket> list(const Filter& filter) {
    return with([&](Transaction& tx) { return tickets.list(tx, filter); });
  }
};

}  // namespace

TEST_CASE("a ticket belongs to who claims it first, and goes back only by its owner") {
  Desk desk;
  CHECK(desk.claim(clerk) == Claimed::claimed);
  CHECK(desk.claim(clerk) == Claimed::already_yours);
  CHECK(desk.claim(colleague) == Claimed::taken);
  CHECK(desk.release(colleague) == Moved::not_allowed);
  CHECK(desk.release(clerk) == Moved::moved);
  CHECK(desk.detail(desk.one).ticket.state == State::created);
  CHECK(desk.detail(desk.one).ticket.last_owner == clerk);
  CHECK(desk.claim(colleague) == Claimed::claimed);
  CHECK(desk.end(Outcome::no_action) == Ended::ended);
  CHECK(desk.claim(clerk) == Claimed::ended);
  desk.one = TicketId{999};
  CHECK(desk.claim(clerk) == Claimed::unknown);
}

TEST_CASE("a patient's next ticket names who had the last one") {
  Desk desk;
  desk.claim(clerk);
  desk.end(Outcome::resolved_reset);
  desk.now += std::chrono::hours(1);
  const Opened next = desk.open(desk.ask(2, PatientId{11}));
  CHECK(desk.detail(next.id).ticket.last_owner == clerk);
}

TEST_CASE("states follow one another as product.md says and ended tickets stay ended") {
  Desk desk;
  CHECK(desk.move(State::waiting_patient) == Moved::not_allowed);  // nobody has claimed it
  CHECK(desk.move(State::resolved) == Moved::not_allowed);         // only end() ends
  desk.claim(clerk);
  CHECK(desk.move(State::waiting_patient) == Moved::moved);
  CHECK(desk.move(State::relayed_it) == Moved::moved);
  CHECK(desk.detail(desk.one).ticket.queue == Queue::it);
  CHECK_FALSE(desk.detail(desk.one).ticket.owner.has_value());
  CHECK(desk.claim(colleague) == Claimed::claimed);
  CHECK(desk.detail(desk.one).ticket.state == State::relayed_it);
  CHECK(desk.end(Outcome::vendor_case) == Ended::ended);
  CHECK(desk.detail(desk.one).ticket.state == State::closed);
  CHECK(desk.move(State::claimed) == Moved::not_allowed);
  CHECK(desk.end(Outcome::no_action) == Ended::not_allowed);
}

TEST_CASE("a patient who was waited for and calls again is waited for no more") {
  Desk desk;
  desk.claim(clerk);
  desk.move(State::waiting_patient);
  desk.open(desk.ask(2, PatientId{11}));
  CHECK(desk.detail(desk.one).ticket.state == State::claimed);
}

TEST_CASE("notes are kept in order, also after the end, and bound to their place") {
  Desk desk;
  const auto note = [&](std::string_view text) {
    return desk.with(
        [&](Transaction& tx) { return desk.tickets.note(tx, desk.one, clerk, text, desk.now); });
  };
  CHECK(note("first words") == Moved::moved);
  desk.end(Outcome::no_action);
  CHECK(note("second words") == Moved::moved);
  CHECK(note("") == Moved::not_allowed);
  const auto timeline = desk.detail(desk.one).timeline;
  REQUIRE(timeline.size() == 4);
  CHECK(timeline[1].text == "first words");
  CHECK(timeline[1].by == clerk);
  CHECK(timeline[3].text == "second words");
  desk.with([&](Transaction& tx) {
    tx.run(
        "UPDATE ticket_event SET note = (SELECT note FROM ticket_event WHERE ordinal = 2)"
        " WHERE ordinal = 4");
  });
  CHECK_THROWS_AS(desk.detail(desk.one), Fault);
}

TEST_CASE("unreachable needs seven days and attempts on three of them") {
  Desk desk;
  desk.claim(clerk);
  for (int i = 0; i < 5; ++i) desk.attempt(100);
  desk.now += std::chrono::hours(24 * 8);
  CHECK(desk.end(Outcome::unreachable) == Ended::too_early);  // five calls, one day
  desk.attempt(103);
  CHECK(desk.end(Outcome::unreachable) == Ended::too_early);
  desk.attempt(105);
  desk.now -= std::chrono::hours(24 * 2);
  CHECK(desk.end(Outcome::unreachable) == Ended::too_early);  // three days, sixth day
  desk.now += std::chrono::hours(24);
  CHECK(desk.end(Outcome::unreachable) == Ended::ended);
  CHECK(desk.detail(desk.one).ticket.minutes == 7);
}

TEST_CASE("a suspected fraud is never unreachable, and a grave outcome needs words") {
  Desk desk;
  NewTicket not_me = desk.ask(2, PatientId{11});
  not_me.code = FailureCode::repudiated;
  desk.open(not_me);
  desk.claim(clerk);
  for (int day = 1; day <= 3; ++day) desk.attempt(day);
  desk.now += std::chrono::hours(24 * 30);
  CHECK(desk.end(Outcome::unreachable) == Ended::not_allowed);
  CHECK(desk.end(Outcome::self_resolved) == Ended::not_allowed);  // not staff's to say
  for (const Outcome quick :
       {Outcome::fraud_suspected, Outcome::resolved_reset, Outcome::duplicate})
    CHECK(desk.end(quick) == Ended::note_needed);
  CHECK(desk.end(Outcome::fraud_suspected, "called from two numbers") == Ended::ended);
}

TEST_CASE("a list is by pressure, then by promise, and pages without gaps or repeats") {
  Desk desk;
  std::vector<TicketId> all{desk.one};
  for (int i = 0; i < 25; ++i) {
    NewTicket asked = desk.ask(10 + i, PatientId{100 + i});
    asked.promised_by = desk.now + std::chrono::minutes((i * 7) % 5);
    if (i % 6 == 0) asked.code = FailureCode::repudiated;
    all.push_back(desk.open(asked).id);
  }
  Filter filter;
  filter.limit = 4;
  std::vector<Ticket> seen;
  for (;;) {
    const auto page = desk.list(filter);
    if (page.empty()) break;
    seen.insert(seen.end(), page.begin(), page.end());
    filter.after = page.back();
  }
  CHECK(seen.size() == all.size());
  for (std::size_t i = 1; i < seen.size(); ++i)
    CHECK(std::tie(seen[i - 1].priority, seen[i - 1].promised_by, seen[i - 1].id) <
          std::tie(seen[i].priority, seen[i].promised_by, seen[i].id));
}

TEST_CASE("a list shows only the offices, queue, owner and code that were asked for") {
  Desk desk;  // its one ticket: location 3, office, no_contact
  const auto shows = [&](const Filter& filter) { return !desk.list(filter).empty(); };
  Filter filter;
  filter.locations = std::vector<LocationId>{LocationId{2}, LocationId{3}};
  CHECK(shows(filter));
  filter.locations = std::vector<LocationId>{LocationId{33}, LocationId{2}};
  CHECK_FALSE(shows(filter));
  filter.locations = std::vector<LocationId>{};
  CHECK_FALSE(shows(filter));  // belonging nowhere is not belonging everywhere
  filter.locations.reset();
  filter.queue = Queue::it;
  CHECK_FALSE(shows(filter));
  filter.queue = Queue::office;
  filter.owner = clerk;
  CHECK_FALSE(shows(filter));
  desk.claim(clerk);
  CHECK(shows(filter));
  filter.code = FailureCode::policy;
  CHECK_FALSE(shows(filter));
  filter.code = FailureCode::no_contact;
  CHECK(shows(filter));
  desk.end(Outcome::duplicate);
  CHECK_FALSE(shows(filter));
  filter.which = Filter::Which::ended;
  CHECK(shows(filter));
}

TEST_CASE("tickets nobody took up by the promised time are overdue") {
  Desk desk;
  const auto overdue = [&] {
    return desk.with([&](Transaction& tx) { return desk.tickets.overdue(tx, desk.now, 10); });
  };
  CHECK(overdue().empty());
  desk.now += std::chrono::hours(5);
  REQUIRE(overdue().size() == 1);
  CHECK(desk.with([&](Transaction& tx) {
    return desk.tickets.relocate(tx, desk.one, LocationId{1}, std::nullopt, desk.now);
  }) == Moved::moved);
  CHECK(overdue().front().location == LocationId{1});
  desk.claim(clerk);
  CHECK(overdue().empty());
}

TEST_CASE("an overdue ticket goes to the office above once, with its promise as it was spoken") {
  Desk desk;
  const auto escalate = [&](LocationId from, LocationId to) {
    return desk.with(
        [&](Transaction& tx) { return desk.tickets.escalate(tx, from, to, desk.now); });
  };
  const Time promised = desk.detail(desk.one).ticket.promised_by;
  CHECK(escalate(LocationId{3}, LocationId{1}) == 0);
  desk.now = promised + std::chrono::minutes(1);
  CHECK(escalate(LocationId{4}, LocationId{1}) == 0);
  CHECK(escalate(LocationId{3}, LocationId{1}) == 1);
  CHECK(escalate(LocationId{1}, LocationId{9}) == 0);
  const auto moved = desk.detail(desk.one);
  CHECK(moved.ticket.location == LocationId{1});
  CHECK(moved.ticket.promised_by == promised);
  CHECK(moved.timeline.back().what == Happening::relocated);
  CHECK_FALSE(moved.timeline.back().by);
}

TEST_CASE("a ticket that somebody has taken up stays with its office however late it is") {
  Desk desk;
  desk.claim(clerk);
  desk.now += std::chrono::hours(500);
  CHECK(desk.with([&](Transaction& tx) {
    return desk.tickets.escalate(tx, LocationId{3}, LocationId{1}, desk.now);
  }) == 0);
}

TEST_CASE("of twenty clerks who claim at once exactly one gets the ticket" *
          doctest::test_suite("concurrent tickets")) {
  Desk desk;
  std::vector<Claimed> results(20);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < results.size(); ++i)
    threads.emplace_back([&, i] { results[i] = desk.claim(StaffId{100 + static_cast<int>(i)}); });
  for (std::thread& thread : threads) thread.join();
  CHECK(std::count(results.begin(), results.end(), Claimed::claimed) == 1);
  CHECK(std::count(results.begin(), results.end(), Claimed::taken) == 19);
}
