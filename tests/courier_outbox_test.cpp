#include <doctest/doctest.h>

#include "core/courier/outbox.h"
#include "core/courier/provider_advice.h"
#include "core/courier/provider_codes.h"
#include "core/courier/rules.h"
#include "tests/fakes/test_store.h"

using namespace latchkey;
using namespace latchkey::courier;
using storage::Transaction;

namespace {

constexpr Time start = from_millis(1'790'000'000'000);

struct Desk {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  Outbox outbox{sealer};
  fakes::TestStore store{schema()};

  Errand errand(std::int64_t ordinal, Kind kind = Kind::send_code, std::string body = "body") {
    Errand one;
    one.id = ErrandId{dice.row_id()};
    one.origin = {OriginKind::conversation, 7, 1, ordinal};
    one.kind = kind;
    one.body = Secret(std::move(body));
    one.created_at = one.due_at = start;
    one.expires_at = start + Millis(600'000);
    return one;
  }
  void put(const Errand& one) {
    store->write([&](Transaction& tx) { outbox.put(tx, one); });
  }
  std::vector<Claimed> claim(Time now, int max = 10, Lane lane = Lane::phone) {
    return store->write([&](Transaction& tx) { return outbox.claim(tx, lane, now, max); });
  }
  Outbox::Finish finish(const Claimed& claimed, Outcome outcome, Time now = start) {
    return store->write([&](Transaction& tx) { return outbox.finish(tx, claimed, outcome, now); });
  }
  void postpone(const Claimed& claimed, Outcome outcome, Time due) {
    store->write([&](Transaction& tx) { outbox.postpone(tx, claimed, outcome, due); });
  }
  std::optional<Settled> report(ErrandId id, ProviderStatus status, int code = 0) {
    return store->write([&](Transaction& tx) {
      return outbox.settle_by_callback(tx, id, {status, "SM1", code}, start);
    });
  }
  std::string state(ErrandId id) {
    return store->read([&](Transaction& tx) {
      return tx.run("SELECT state FROM outbox WHERE id = $1", id).rows.at(0).text(0);
    });
  }
  std::size_t body_size(ErrandId id) {
    return store->read([&](Transaction& tx) {
      return tx.run("SELECT body FROM outbox WHERE id = $1", id).rows.at(0).blob(0).size();
    });
  }
};

Outcome outcome(Result result) {
  Outcome made;
  made.result = result;
  return made;
}

}  // namespace

TEST_CASE("asking twice for the same errand is asking once") {
  Desk desk;
  const Errand first = desk.errand(0, Kind::send_code, "first");
  const Errand again = desk.errand(0, Kind::send_code, "again");
  desk.put(first);
  desk.put(again);
  desk.put(desk.errand(1));
  const auto claimed = desk.claim(start);
  REQUIRE(claimed.size() == 2);
  for (const Claimed& one : claimed) CHECK(one.body != Secret("again"));
}

TEST_CASE("a turn that fails leaves no errand behind") {
  Desk desk;
  CHECK_THROWS_AS(desk.store->write([&](Transaction& tx) {
    desk.outbox.put(tx, desk.errand(0));
    throw Fault("the turn failed");
  }),
                  Fault);
  CHECK(desk.claim(start).empty());
}

TEST_CASE("an errand is claimed once, when it is due, oldest first, in its own lane") {
  Desk desk;
  Errand late = desk.errand(0);
  late.due_at = start + Millis(5000);
  Errand early = desk.errand(1);
  desk.put(late);
  desk.put(early);
  desk.put(desk.errand(2, Kind::set_password));
  CHECK(desk.claim(start - Millis(1)).empty());
  auto claimed = desk.claim(start);
  REQUIRE(claimed.size() == 1);
  CHECK(claimed[0].id == early.id);
  CHECK(claimed[0].body == Secret("body"));
  CHECK(claimed[0].origin == early.origin);
  CHECK(claimed[0].tries == 1);
  CHECK(desk.claim(start).empty());
  CHECK(desk.claim(start + Millis(5000)).size() == 1);
  CHECK(desk.claim(start, 10, Lane::hashing).size() == 1);
}

TEST_CASE("a lease that ran out gives the errand back and counts the try as unknown") {
  Desk desk;
  desk.put(desk.errand(0));
  const auto lost = desk.claim(start).at(0);
  CHECK(desk.claim(start + lease_length - Millis(1)).empty());
  const auto again = desk.claim(start + lease_length).at(0);
  CHECK(again.tries == 2);
  CHECK(again.unknowns == 1);
  SUBCASE("the late first try may not postpone or fail what the second holds") {
    desk.postpone(lost, outcome(Result::not_sent), start);
    CHECK(desk.state(lost.id) == "leased");
    CHECK(desk.finish(lost, outcome(Result::not_sent)) == Outbox::Finish::already);
    CHECK(desk.state(lost.id) == "leased");
  }
  SUBCASE("but its success is believed, and ends the errand once") {
    CHECK(desk.finish(lost, outcome(Result::done)) == Outbox::Finish::finished);
    CHECK(desk.finish(again, outcome(Result::done)) == Outbox::Finish::already);
    CHECK(desk.state(lost.id) == "done");
  }
}

TEST_CASE("what a dead server had leased comes back at once where a repeat is harmless") {
  Desk desk;
  const auto give_back = [&](Time now) {
    return desk.store->write(
        [&](Transaction& tx) { return desk.outbox.give_back_leases(tx, now); });
  };
  const Time restart = start + Millis(4000);
  desk.put(desk.errand(0, Kind::nothing));
  desk.put(desk.errand(1, Kind::send_code));
  desk.put(desk.errand(2, Kind::notice));
  desk.put(desk.errand(3, Kind::account_act));
  Errand later = desk.errand(4);
  later.due_at = start + Millis(60'000);
  desk.put(later);
  CHECK(desk.claim(start).size() == 3);
  CHECK(desk.claim(start, 10, Lane::accounts).size() == 1);
  CHECK(give_back(restart) == 4);

  const auto at_once = desk.claim(restart);
  REQUIRE(at_once.size() == 1);
  CHECK(at_once[0].kind == Kind::nothing);
  CHECK(at_once[0].tries == 2);
  // What is never repeated can end as unknown at once.
  const auto act = desk.claim(restart, 10, Lane::accounts);
  REQUIRE(act.size() == 1);
  CHECK(must_not_repeat(act[0]));
  // A code that may have gone out gives the provider's report its time, as any unknown end does.
  const Millis report = rule_of(Kind::send_code).repeat_after;
  CHECK(desk.claim(restart + report - Millis(1)).empty());
  const auto code = desk.claim(restart + report);
  REQUIRE(code.size() == 1);
  CHECK(code[0].kind == Kind::send_code);
  CHECK(code[0].unknowns == 1);
  // A notice's report may take longer than its lease, which then is the end of waiting.
  const auto notice = desk.claim(start + lease_length);
  REQUIRE(notice.size() == 1);
  CHECK(notice[0].kind == Kind::notice);
}

TEST_CASE("claims survive a restart of the program") {
  Desk desk;
  desk.put(desk.errand(0));
  REQUIRE(desk.claim(start).size() == 1);
  desk.store.reopen();
  CHECK(desk.claim(start).empty());
  CHECK(desk.claim(start + lease_length).size() == 1);
}

TEST_CASE("an ended errand keeps no body, whatever its end") {
  for (const Result result : {Result::done, Result::refused_permanent, Result::unknown,
                              Result::expired, Result::configuration}) {
    CAPTURE(name_of(result));
    Desk desk;
    desk.put(desk.errand(0));
    const auto claimed = desk.claim(start).at(0);
    CHECK(desk.body_size(claimed.id) > 0);
    CHECK(desk.finish(claimed, outcome(result)) == Outbox::Finish::finished);
    CHECK(desk.body_size(claimed.id) == 0);
    CHECK(desk.claim(start + Millis(900'000)).empty());
  }
}

TEST_CASE("a decoy's row is as long as a real one") {
  Desk desk;
  const Errand real = desk.errand(0, Kind::send_code, std::string(180, 'x'));
  const Errand decoy = desk.errand(1, Kind::nothing, "");
  const Errand mail = desk.errand(2, Kind::notice, std::string(3000, 'x'));
  const Errand shorter = desk.errand(3, Kind::notice, std::string(2100, 'x'));
  for (const Errand& one : {real, decoy, mail, shorter}) desk.put(one);
  CHECK(desk.body_size(real.id) == desk.body_size(decoy.id));
  CHECK(desk.body_size(mail.id) == desk.body_size(shorter.id));
}

TEST_CASE("a postponed errand comes back at its time, at its expiry at the latest") {
  Desk desk;
  desk.put(desk.errand(0));
  auto claimed = desk.claim(start).at(0);
  desk.postpone(claimed, outcome(Result::throttled), start + Millis(2000));
  CHECK(desk.claim(start + Millis(1999)).empty());
  claimed = desk.claim(start + Millis(2000)).at(0);
  CHECK(claimed.unknowns == 0);
  desk.postpone(claimed, outcome(Result::unknown), start + Millis(9'000'000));
  claimed = desk.claim(start + Millis(600'000)).at(0);
  CHECK(claimed.unknowns == 1);
  CHECK(claimed.expires_at == start + Millis(600'000));
}

TEST_CASE("reports in any order never move an errand back") {
  Desk desk;
  const Errand one = desk.errand(0);
  desk.put(one);
  const auto claimed = desk.claim(start).at(0);
  CHECK(desk.report(one.id, ProviderStatus::sent).has_value());
  CHECK(desk.state(one.id) == "done");  // the answer is still under way, the message is not
  CHECK(desk.finish(claimed, outcome(Result::done)) == Outbox::Finish::already);
  CHECK_FALSE(desk.report(one.id, ProviderStatus::queued).has_value());
  const auto settled = desk.report(one.id, ProviderStatus::undelivered, 30006);
  REQUIRE(settled.has_value());
  CHECK(settled->origin == one.origin);
  CHECK(settled->outcome.result == Result::refused_permanent);
  CHECK(settled->outcome.reason == Reason::cannot_be_texted);
  CHECK_FALSE(desk.report(one.id, ProviderStatus::delivered).has_value());
  CHECK_FALSE(desk.report(ErrandId{999}, ProviderStatus::delivered).has_value());
}

TEST_CASE("a report heals an errand whose answer was lost") {
  Desk desk;
  const Errand one = desk.errand(0);
  desk.put(one);
  desk.postpone(desk.claim(start).at(0), outcome(Result::unknown), start + Millis(20'000));
  REQUIRE(desk.report(one.id, ProviderStatus::queued).has_value());
  CHECK(desk.state(one.id) == "done");
  CHECK(desk.body_size(one.id) == 0);
  CHECK(desk.claim(start + Millis(20'000)).empty());
}

TEST_CASE("cancelling takes what still waits and leaves what is under way") {
  Desk desk;
  const Errand running = desk.errand(0);
  Errand waiting = desk.errand(1);
  desk.put(running);
  REQUIRE(desk.claim(start).size() == 1);
  desk.put(waiting);
  const auto cancelled = desk.store->write([&](Transaction& tx) {
    return desk.outbox.cancel_waiting(tx, OriginKind::conversation, 7, Kind::send_code, start);
  });
  CHECK(cancelled == 1);
  CHECK(desk.state(running.id) == "leased");
  CHECK(desk.state(waiting.id) == "cancelled");
  CHECK(desk.body_size(waiting.id) == 0);
}

TEST_CASE("an errand sealed with lost keys can be claimed, but not read") {
  Desk desk;
  desk.put(desk.errand(0));
  const Sealer other(Secret(std::string(32, 'x')), 1, desk.dice);
  const Outbox stranger(other);
  const auto claimed = desk.store->write(
      [&](Transaction& tx) { return stranger.claim(tx, Lane::phone, start, 10); });
  REQUIRE(claimed.size() == 1);
  CHECK_FALSE(claimed[0].body.has_value());
}

TEST_CASE("health sees how long the oldest errand has been due, and old ends are forgotten") {
  Desk desk;
  desk.put(desk.errand(0));
  const auto backlog_at = [&](Time now) {
    return desk.store->read([&](Transaction& tx) { return desk.outbox.backlog(tx, now); });
  };
  CHECK(backlog_at(start - Millis(1)).due == 0);
  CHECK(backlog_at(start + Millis(5)).oldest_due == start);
  const auto claimed = desk.claim(start).at(0);
  CHECK(backlog_at(start + Millis(5)).due == 0);
  desk.finish(claimed, outcome(Result::done), start);
  const auto forget = [&](Time before) {
    return desk.store->write([&](Transaction& tx) { return desk.outbox.forget_ended(tx, before); });
  };
  CHECK(forget(start) == 0);
  CHECK(forget(start + Millis(1)) == 1);
}

TEST_CASE("the provider's words have one rank each, and unknown words none") {
  CHECK(provider_status("no-answer") == ProviderStatus::undelivered);
  CHECK(provider_status("completed") == ProviderStatus::delivered);
  CHECK_FALSE(provider_status("Delivered").has_value());
  CHECK(rank_of(ProviderStatus::delivered) == rank_of(ProviderStatus::cancelled));
  CHECK(rank_of(ProviderStatus::queued) < rank_of(ProviderStatus::sent));
}

TEST_CASE("what an operator can mend is told by number, and what people's telephones do is not") {
  Desk desk;
  const auto refused = [&](std::int64_t ordinal, Result result, int code) {
    desk.put(desk.errand(ordinal));
    Outcome ended = outcome(result);
    ended.code = code;
    desk.finish(desk.claim(start).at(0), ended);
  };
  refused(1, Result::configuration, 30034);
  refused(2, Result::configuration, 30034);
  refused(3, Result::configuration, 535);  // a mail server's: no advice, but ours
  refused(4, Result::refused_permanent, 30007);
  refused(5, Result::refused_permanent, 21610);  // somebody's STOP
  refused(6, Result::refused_permanent, 30003);  // somebody's telephone is off
  const auto since = [&](Time moment) {
    return desk.store->read([&](Transaction& tx) { return desk.outbox.complaints(tx, moment); });
  };
  const auto all = since(start);
  REQUIRE(all.size() == 3);
  CHECK(all[0].code == 30034);
  CHECK(all[0].errands == 2);
  CHECK(all[1].code == 535);
  CHECK(all[2].code == 30007);
  CHECK(since(start + Millis(1)).empty());
}

TEST_CASE("every number that our configuration is blamed for has advice") {
  for (int code = 10'000; code < 70'000; ++code) {
    const auto meaning = outcome_of_code(code);
    if (!meaning || meaning->result != Result::configuration) continue;
    CAPTURE(code);
    CHECK_FALSE(advice_for(code).empty());
  }
}
