#include <doctest/doctest.h>

#include "core/base/fault.h"
#include "core/courier/courier.h"
#include "core/courier/messenger.h"
#include "core/courier/rules.h"
#include "tests/fakes/courier_desk.h"

using namespace latchkey;
using namespace latchkey::courier;
using fakes::CourierDesk;
using fakes::ProviderPeer;
using storage::Transaction;

TEST_CASE("a due code reaches the phone once and its errand is done") {
  CourierDesk desk;
  const ErrandId id = desk.put_text("+14015550123", "Your code is 123456.");
  CHECK(desk.courier.run_due() == 1);
  CHECK(desk.courier.run_due() == 0);
  REQUIRE(desk.peer.created().size() == 1);
  CHECK(desk.peer.created()[0].value("Body") == "Your code is 123456.");
  CHECK(desk.peer.complaints() == std::vector<std::string>{});
  CHECK(desk.state(id) == "done");
}

TEST_CASE("a decoy's errand ends without a word to anybody") {
  CourierDesk desk;
  const ErrandId id = desk.put(Kind::nothing, CourierDesk::text("+14015550123", "x"));
  CHECK(desk.courier.run_due() == 1);
  CHECK(desk.state(id) == "done");
  CHECK(desk.peer.requests() == 0);
}

TEST_CASE("nothing is delivered after its time") {
  CourierDesk desk;
  const ErrandId id = desk.put_text("+14015550123", "late");
  desk.clock.pass(Millis(600'000));
  CHECK(desk.courier.run_due() == 1);
  CHECK(desk.state(id) == "failed");
  CHECK(desk.result(id) == Result::expired);
  CHECK(desk.peer.requests() == 0);
}

TEST_CASE("a throttled text waits as long as asked and is then sent") {
  CourierDesk desk;
  const ErrandId id = desk.put_text("+14015550123", "code");
  desk.peer.next(ProviderPeer::Fate::throttled);
  desk.courier.run_due();
  CHECK(desk.state(id) == "waiting");
  desk.clock.pass(Millis(6999));
  CHECK(desk.courier.run_due() == 0);
  desk.clock.pass(Millis(1));
  CHECK(desk.courier.run_due() == 1);
  CHECK(desk.state(id) == "done");
  CHECK(desk.peer.created().size() == 1);
}

TEST_CASE("a text whose answer was lost is healed by its report and not sent again") {
  CourierDesk desk;
  const ErrandId id = desk.put_text("+14015550123", "code");
  desk.peer.next(ProviderPeer::Fate::hangs_up_after);
  desk.courier.run_due();
  CHECK(desk.state(id) == "waiting");
  desk.store->write([&](Transaction& tx) {
    desk.outbox.settle_by_callback(tx, id, {ProviderStatus::sent, "SM9", 0}, desk.clock.now());
  });
  desk.clock.pass(Millis(60'000));
  CHECK(desk.courier.run_due() == 0);
  CHECK(desk.peer.created().size() == 1);
}

TEST_CASE("without a report the same code goes again, three times in all and no more") {
  CourierDesk desk;
  const ErrandId id = desk.put_text("+14015550123", "Your code is 123456.");
  for (int i = 0; i < 5; ++i) desk.peer.next(ProviderPeer::Fate::hangs_up_after);
  for (int i = 0; i < 10; ++i) {
    desk.courier.run_due();
    desk.clock.pass(Millis(20'000));
  }
  const auto created = desk.peer.created();
  CHECK(created.size() == 3);
  for (const auto& one : created) CHECK(one.value("Body") == "Your code is 123456.");
  CHECK(desk.state(id) == "unknown");
}

TEST_CASE("a call back that may have rung is never repeated") {
  CourierDesk desk;
  Delivery call;
  call.channel = Channel::call;
  call.to = "+14015550123";
  call.voice_path = "/phone/back/1";
  SUBCASE("because its answer was lost") {
    const ErrandId id = desk.put(Kind::call_back, call);
    desk.peer.next(ProviderPeer::Fate::hangs_up_after);
    desk.courier.run_due();
    CHECK(desk.state(id) == "unknown");
  }
  SUBCASE("because the courier died with it") {
    const ErrandId id = desk.put(Kind::call_back, call);
    desk.store->write(
        [&](Transaction& tx) { desk.outbox.claim(tx, Lane::phone, desk.clock.now(), 1); });
    desk.clock.pass(lease_length);
    CHECK(desk.courier.run_due() == 1);
    CHECK(desk.state(id) == "unknown");
    CHECK(desk.peer.requests() == 0);
  }
}

TEST_CASE("a courier that died with a code gives it back to the next one") {
  CourierDesk desk;
  const ErrandId id = desk.put_text("+14015550123", "code");
  desk.store->write(
      [&](Transaction& tx) { desk.outbox.claim(tx, Lane::phone, desk.clock.now(), 1); });
  desk.store.reopen();
  CourierDesk::Second second(desk);
  CHECK(second.courier.run_due() == 0);
  desk.clock.pass(lease_length);
  CHECK(second.courier.run_due() == 1);
  CHECK(desk.state(id) == "done");
}

TEST_CASE("refused numbers end at once and tell why") {
  CourierDesk desk;
  const ErrandId stopped = desk.put_text("+14015550123", "code");
  desk.peer.refuse_next(21610);
  desk.courier.run_due();
  CHECK(desk.reason(stopped) == Reason::opted_out);
  const int requests = desk.peer.requests();
  const ErrandId abroad = desk.put_text("+18765550123", "code");
  const ErrandId broken = desk.put_text("5550123", "code");
  desk.courier.run_due();
  CHECK(desk.reason(abroad) == Reason::destination_refused);
  CHECK(desk.reason(broken) == Reason::bad_number);
  CHECK(desk.peer.requests() == requests);
}

TEST_CASE("wrong credentials rest the channel, and everything is sent when they are right") {
  CourierDesk desk;
  desk.peer.refuse_next(20003);
  const ErrandId first = desk.put_text("+14015550123", "one");
  const ErrandId second = desk.put_text("+14015550124", "two");
  desk.courier.run_due();
  CHECK(desk.peer.requests() == 1);
  CHECK(desk.messenger.is_resting(Channel::text));
  CHECK_FALSE(desk.messenger.is_resting(Channel::mail));
  CHECK(desk.state(second) == "waiting");
  desk.clock.pass(Millis(70'000));
  desk.courier.run_due();
  CHECK(desk.state(first) == "done");
  CHECK(desk.state(second) == "done");
}

TEST_CASE("whoever asked is told of the end once, and ends the row in the same write") {
  CourierDesk desk;
  std::vector<Result> told;
  desk.ended = [&](const Claimed& claimed, const Outcome& outcome) {
    desk.store->write([&](Transaction& tx) {
      if (desk.outbox.finish(tx, claimed, outcome, desk.clock.now()) == Outbox::Finish::finished)
        told.push_back(outcome.result);
    });
  };
  desk.put_text("+14015550123", "code");
  desk.peer.next(ProviderPeer::Fate::throttled);
  desk.courier.run_due();
  CHECK(told.empty());
  desk.clock.pass(Millis(7000));
  desk.courier.run_due();
  CHECK(told == std::vector<Result>{Result::done});
}

// A bug in what an errand leads to must not turn into a code every half minute.
TEST_CASE("an end that nobody can take is still an end") {
  CourierDesk desk;
  desk.ended = [](const Claimed&, const Outcome&) { throw Bug("broken elsewhere"); };
  const ErrandId id = desk.put_text("+14015550123", "code");
  desk.courier.run_due();
  CHECK(desk.state(id) == "done");
  desk.clock.pass(lease_length + lease_length);
  CHECK(desk.courier.run_due() == 0);
  CHECK(desk.peer.created().size() == 1);
  CHECK(desk.courier.counts().faults == 1);
}

TEST_CASE("a performer that breaks leaves its end unknown") {
  CourierDesk desk;
  const ErrandId once = desk.put(Kind::account_act, {});
  desk.act = [](const Claimed&) -> Outcome { throw Fault("the directory is gone"); };
  desk.courier.run_due();
  CHECK(desk.state(once) == "unknown");
}

TEST_CASE("an errand that can't be read or that nobody performs ends without harm") {
  CourierDesk desk;
  const ErrandId nobody = desk.put(Kind::check_account, {});
  desk.courier.run_due();
  CHECK(desk.state(nobody) == "waiting");
  CHECK(desk.result(nobody) == Result::configuration);
  const ErrandId sealed = desk.put_text("+14015550123", "code");
  desk.store->write([&](Transaction& tx) {
    tx.run("UPDATE outbox SET body = $1 WHERE id = $2", storage::Blob{"damaged"}, sealed);
  });
  desk.courier.run_due();
  CHECK(desk.reason(sealed) == Reason::unreadable);
}

TEST_CASE("delays double at most, never grow past their bound, and differ by chance") {
  fakes::FixedDice fixed(0xFF);
  Outcome gone;
  gone.result = Result::not_sent;
  Claimed claimed;
  claimed.kind = Kind::send_code;
  std::int64_t bound = 500;
  for (claimed.tries = 1; claimed.tries < 12; ++claimed.tries) {
    const std::int64_t thrown = 0xFFFFFFFFLL % (std::min<std::int64_t>(bound, 30'000) + 1);
    CHECK(again_after(claimed, gone, fixed) == Millis(std::max<std::int64_t>(50, thrown)));
    bound *= 2;
  }
  CHECK_FALSE(again_after(claimed, gone, fixed).has_value());
  SystemDice dice;
  claimed.tries = 5;
  Millis least{100'000}, most{0};
  for (int i = 0; i < 500; ++i) {
    const Millis delay = *again_after(claimed, gone, dice);
    CHECK(delay <= Millis(8000));
    least = std::min(least, delay);
    most = std::max(most, delay);
  }
  CHECK(least < Millis(1000));
  CHECK(most > Millis(7000));
}

TEST_CASE("what may have happened is repeated only where repeating is harmless") {
  SystemDice dice;
  Outcome unknown;
  unknown.result = Result::unknown;
  const auto repeats = [&](Kind kind) {
    Claimed claimed;
    claimed.kind = kind;
    return again_after(claimed, unknown, dice).has_value();
  };
  for (const Kind kind :
       {Kind::send_code, Kind::notice, Kind::message, Kind::set_password, Kind::check_account})
    CHECK(repeats(kind));
  for (const Kind kind : {Kind::call_back, Kind::account_act}) CHECK_FALSE(repeats(kind));
}

TEST_CASE("a notice outlives a mail server that is gone for a day") {
  CourierDesk desk;
  Delivery notice;
  notice.channel = Channel::mail;
  notice.to = "ann@example.org";
  notice.subject = "Your password was changed";
  notice.text = Secret("If this was not you, call us.");
  const ErrandId id = desk.put(Kind::notice, notice, Millis(48LL * 3'600'000));
  for (int i = 0; i < 24 * 12; ++i) {
    desk.courier.run_due();
    desk.clock.pass(Millis(300'000));
  }
  CHECK(desk.state(id) == "waiting");
  desk.mails_lost = false;
  desk.clock.pass(Millis(900'000));
  desk.courier.run_due();
  CHECK(desk.state(id) == "done");
  REQUIRE(desk.mails.size() == 1);
  CHECK(desk.mails[0].to == "ann@example.org");
  CHECK(desk.mails[0].message_id == std::to_string(id.value) + "@clinic.example.org");
}
