#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/fakes/comes_true.h"
#include "tests/fakes/courier_desk.h"

using namespace latchkey;
using namespace latchkey::courier;
using fakes::comes_true;
using fakes::CourierDesk;
using fakes::ProviderPeer;
using storage::Transaction;

TEST_CASE("running threads deliver every errand once" * doctest::test_suite("concurrent courier")) {
  CourierDesk desk;
  desk.courier.start();
  std::vector<std::thread> askers;
  for (int asker = 0; asker < 3; ++asker) {
    askers.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        desk.put_text("+14015550123", "code");
        desk.courier.wake();
      }
    });
  }
  for (std::thread& one : askers) one.join();
  CHECK(comes_true([&] { return desk.courier.counts().ended == 30; }));
  desk.courier.stop();
  CHECK(desk.peer.created().size() == 30);
  CHECK(desk.courier.counts().faults == 0);
}

TEST_CASE("two couriers on one store never perform the same errand together" *
          doctest::test_suite("concurrent courier")) {
  CourierDesk desk;
  CourierDesk::Second second(desk);
  for (int i = 0; i < 30; ++i) desk.put_text("+14015550123", "code");
  desk.courier.start();
  second.courier.start();
  CHECK(comes_true(
      [&] { return desk.courier.counts().ended + second.courier.counts().ended == 30; }));
  desk.courier.stop();
  second.courier.stop();
  CHECK(desk.peer.created().size() == 30);
}

TEST_CASE("hashing runs on no more threads than there are cores, the rest waits on disk" *
          doctest::test_suite("concurrent courier")) {
  CourierDesk desk;
  std::atomic<int> running{0}, most{0}, ended{0};
  Performers performers = {{Kind::set_password, [&](const Claimed&) {
                              const int now_running = ++running;
                              int seen = most.load();
                              while (seen < now_running &&
                                     !most.compare_exchange_weak(seen, now_running)) {
                              }
                              desk.sealer.seal(std::string(64 << 10, 'x'), 1, "work");
                              --running;
                              ++ended;
                              return Outcome{};
                            }}};
  Courier courier(*desk.store, desk.outbox, performers, desk.clock, desk.dice, desk.log, {},
                  Pace{1, 1, 1, 64, Millis(1000)});
  for (int i = 0; i < 40; ++i) desk.put(Kind::set_password, {});
  courier.start();
  CHECK(comes_true([&] { return ended == 40; }));
  courier.stop();
  CHECK(most >= 1);
  CHECK(most <= static_cast<int>(std::thread::hardware_concurrency()));
}

TEST_CASE("a silent mail server holds up no text" * doctest::test_suite("concurrent courier")) {
  CourierDesk desk;
  std::atomic<bool> silent{true};
  Performers performers = desk.performers();
  performers[Kind::message] = [&](const Claimed&) {
    comes_true([&] { return !silent; });
    return Outcome{};
  };
  Courier courier(*desk.store, desk.outbox, performers, desk.clock, desk.dice, desk.log);
  Delivery mail;
  mail.channel = Channel::mail;
  mail.to = "ann@example.org";
  for (int i = 0; i < 10; ++i) desk.put(Kind::message, mail);
  desk.put_text("+14015550123", "code");
  courier.start();
  CHECK(comes_true([&] { return desk.peer.created().size() == 1; }));
  CHECK(silent);
  silent = false;
  CHECK(comes_true([&] { return courier.counts().ended == 11; }));
}

TEST_CASE("leaving ends a call to a silent provider soon" *
          doctest::test_suite("concurrent courier")) {
  CourierDesk desk;
  desk.peer.next(ProviderPeer::Fate::silent);
  const ErrandId id = desk.put_text("+14015550123", "code");
  desk.courier.start();
  CHECK(comes_true([&] { return desk.peer.requests() == 1; }));
  const auto before = std::chrono::steady_clock::now();
  desk.curl.leave_within(Millis(100));
  desk.courier.stop();
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(10));
  CHECK(desk.state(id) == "waiting");
  CHECK(desk.result(id) == Result::unknown);
  CHECK(std::holds_alternative<NotSent>(desk.curl.http([&] {
    HttpCall call;
    call.url = desk.peer.base() + "/";
    return call;
  }())));
}
