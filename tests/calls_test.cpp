#include "core/calls/calls.h"

#include <doctest/doctest.h>

#include "tests/fakes/test_store.h"

using namespace latchkey;
using namespace latchkey::calls;
using storage::Transaction;

namespace {

struct Book {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  Calls calls{sealer};
  fakes::TestStore store{calls::schema()};
  Time now = from_millis(1'760'000'000'000);

  CallId begin(Channel channel, std::optional<LocationId> location, std::int64_t conversation = 1) {
    NewCall call{CallId{dice.row_id()}, ConversationId{conversation}, channel, location, "en"};
    store->write([&](Transaction& tx) { calls.begin(tx, call, now); });
    return call.id;
  }
  void step(CallId call, std::int64_t ordinal) {
    store->write([&](Transaction& tx) {
      calls.step(tx, {call, ordinal, "ask_code", "code_wrong", Millis(1500)}, now);
    });
  }
  void finish(CallId call, const Ending& ending) {
    store->write([&](Transaction& tx) { calls.finish(tx, call, ending, now); });
  }
  Call get(CallId call) {
    return store->read([&](Transaction& tx) { return calls.get(tx, call).value(); });
  }
  std::vector<Call> list(const Filter& filter) {
    return store->read([&](Transaction& tx) { return calls.list(tx, filter); });
  }
};

}  // namespace

TEST_CASE("a call is logged from its beginning over its steps to its end") {
  Book log;
  const CallId call = log.begin(Channel::phone, LocationId{2});
  CHECK_FALSE(log.get(call).outcome.has_value());
  log.step(call, 1);
  log.step(call, 2);
  log.now += std::chrono::minutes(3);
  log.finish(call, {Outcome::ticket, "password_reset", std::nullopt, TicketId{9}});
  const Call found = log.get(call);
  CHECK(found.outcome == Outcome::ticket);
  CHECK(found.topic == "password_reset");
  CHECK(found.location == LocationId{2});
  CHECK(found.ticket == TicketId{9});
  CHECK(found.steps == 2);
  CHECK(found.ended_at.value() - found.started_at == std::chrono::minutes(3));
  const auto steps = log.store->read([&](Transaction& tx) { return log.calls.steps_of(tx, call); });
  REQUIRE(steps.size() == 2);
  CHECK(steps[1].ordinal == 2);
  CHECK(steps[1].step == "ask_code");
  CHECK(steps[1].notice == "code_wrong");
  CHECK(steps[1].duration == Millis(1500));
}

TEST_CASE("a retried turn is one step, and the first ending of a call stays") {
  Book log;
  const CallId call = log.begin(Channel::web, std::nullopt);
  log.step(call, 1);
  log.step(call, 1);
  log.finish(call, {Outcome::recovered, "user_id", LocationId{4}, std::nullopt});
  log.finish(call, {Outcome::abandoned, "", std::nullopt, std::nullopt});
  const Call found = log.get(call);
  CHECK(found.steps == 1);
  CHECK(found.outcome == Outcome::recovered);
  CHECK(found.location == LocationId{4});
}

TEST_CASE("all legs of one conversation are found together") {
  Book log;
  const CallId phone = log.begin(Channel::phone, std::nullopt, 5);
  log.now += std::chrono::seconds(1);
  const CallId web = log.begin(Channel::web, std::nullopt, 5);
  log.begin(Channel::web, std::nullopt, 6);
  const auto legs = log.store->read(
      [&](Transaction& tx) { return log.calls.of_conversation(tx, ConversationId{5}); });
  REQUIRE(legs.size() == 2);
  CHECK(legs[0].id == phone);
  CHECK(legs[1].id == web);
}

TEST_CASE("the call log lists by office, channel and outcome, newest first, in pages") {
  Book log;
  for (int i = 0; i < 10; ++i) {
    log.begin(i % 2 ? Channel::phone : Channel::web, LocationId{i % 3});
    log.now += std::chrono::seconds(i % 4);  // some begin at the same moment
  }
  Filter filter;
  filter.limit = 3;
  std::vector<Call> seen;
  for (auto page = log.list(filter); !page.empty(); page = log.list(filter)) {
    seen.insert(seen.end(), page.begin(), page.end());
    filter.before = {page.back().started_at, page.back().id};
  }
  REQUIRE(seen.size() == 10);
  for (std::size_t i = 1; i < seen.size(); ++i)
    CHECK(std::tie(seen[i].started_at, seen[i].id) <
          std::tie(seen[i - 1].started_at, seen[i - 1].id));
  filter = {};
  filter.channel = Channel::phone;
  CHECK(log.list(filter).size() == 5);
  filter.locations = std::vector<LocationId>{LocationId{1}};
  CHECK(log.list(filter).size() == 2);
  filter.locations = std::vector<LocationId>{};
  CHECK(log.list(filter).empty());
  filter = {};
  filter.outcome = Outcome::recovered;
  CHECK(log.list(filter).empty());
  log.finish(seen[0].id, {Outcome::recovered, "", std::nullopt, std::nullopt});
  CHECK(log.list(filter).size() == 1);
}

TEST_CASE("notes on a call are kept in order, sealed, and only on calls that exist") {
  Book log;
  const CallId call = log.begin(Channel::desk, LocationId{1});
  log.store->write([&](Transaction& tx) {
    CHECK(log.calls.note(tx, call, StaffId{3}, "one", log.now) == Calls::Noted::noted);
    CHECK(log.calls.note(tx, call, StaffId{4}, "two", log.now) == Calls::Noted::noted);
    CHECK(log.calls.note(tx, CallId{1}, StaffId{4}, "x", log.now) == Calls::Noted::unknown);
    CHECK(tx.run("SELECT note FROM call_note").rows.front().blob(0).find("one") ==
          std::string::npos);
  });
  const auto notes = log.store->read([&](Transaction& tx) { return log.calls.notes_of(tx, call); });
  REQUIRE(notes.size() == 2);
  CHECK(notes[0].text == "one");
  CHECK(notes[1].by == StaffId{4});
}

namespace {

NewEntry entry_of(Book& log, const std::string& claim = "") {
  NewEntry out;
  out.id = CallId{log.dice.row_id()};
  out.way = Way::portal;
  out.by = StaffId{3};
  out.location = LocationId{2};
  out.topic = "locked";
  out.length = std::chrono::minutes(9);
  out.claim = claim;
  out.note = "Wrote in the portal.";
  return out;
}

}  // namespace

TEST_CASE("an entry is whole at once, and the first of two with the same id stays") {
  Book log;
  NewEntry entry = entry_of(log);
  log.store->write([&](Transaction& tx) {
    CHECK(log.calls.enter(tx, entry, log.now) == Calls::Entered::entered);
    entry.length = std::chrono::minutes(60);
    CHECK(log.calls.enter(tx, entry, log.now) == Calls::Entered::already);
  });
  const Call found = log.get(entry.id);
  CHECK(found.channel == Channel::entry);
  REQUIRE(found.entry.has_value());
  CHECK(found.entry->way == Way::portal);
  CHECK(found.entry->staff == StaffId{3});
  CHECK(found.outcome == Outcome::helped);
  CHECK(found.ended_at.value() - found.started_at == std::chrono::minutes(9));
  log.store->read([&](Transaction& tx) {
    const auto notes = log.calls.notes_of(tx, entry.id);
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].text == "Wrote in the portal.");
  });
  Filter filter;
  filter.channel = Channel::entry;
  CHECK(log.list(filter).size() == 1);
  filter.channel = Channel::desk;  // under which it lies
  CHECK(log.list(filter).empty());
}

TEST_CASE("contacts are found by day, by ticket and by whom they claim to be") {
  Book log;
  const CallId web = log.begin(Channel::web, LocationId{1});
  log.finish(web, {Outcome::ticket, "", std::nullopt, TicketId{9}});
  log.store->write([&](Transaction& tx) {
    log.calls.about(tx, web, {"claim of one"});
    log.calls.enter(tx, entry_of(log, "claim of one"), log.now + std::chrono::hours(1));
    log.calls.enter(tx, entry_of(log, "claim of another"), log.now + std::chrono::hours(1));
    log.calls.enter(tx, entry_of(log), log.now + std::chrono::hours(1));
  });
  log.store->read([&](Transaction& tx) {
    CHECK(log.calls.of_person(tx, "claim of one", 10).size() == 2);
    CHECK(log.calls.of_person(tx, "claim of nobody", 10).empty());
    REQUIRE(log.calls.of_ticket(tx, TicketId{9}, 10).size() == 1);
    CHECK(log.calls.of_ticket(tx, TicketId{9}, 10)[0].id == web);
  });
  Filter filter;
  filter.until = log.now;
  CHECK(log.list(filter).empty());  // until: not at that very moment
  filter.until = log.now + Millis(1);
  CHECK(log.list(filter).size() == 1);
  filter.from = log.now + Millis(1);
  filter.until.reset();
  CHECK(log.list(filter).size() == 3);
}

TEST_CASE("lists of contacts walk an index, however many there are") {
  Book log;
  log.store->read([&](Transaction& tx) {
    const auto plan = [](const storage::Result& found) {
      std::string out;
      for (const auto& row : found.rows) out += row.text(3) + "; ";
      return out;
    };
    CHECK(plan(tx.run("EXPLAIN QUERY PLAN SELECT id FROM call WHERE person_key = 1"
                      " ORDER BY started_at DESC, id DESC LIMIT 9"))
              .find("call_person") != std::string::npos);
    CHECK(plan(tx.run("EXPLAIN QUERY PLAN SELECT id FROM call WHERE ticket = 1"))
              .find("call_ticket") != std::string::npos);
    CHECK(plan(tx.run("EXPLAIN QUERY PLAN SELECT id FROM call WHERE (started_at, id) < (5, 5)"
                      " AND started_at >= 1 ORDER BY started_at DESC, id DESC LIMIT 9"))
              .find("call_started") != std::string::npos);
  });
}
