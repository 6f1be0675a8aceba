// Pumping: texts that are asked for only because each earns somebody money (standards.md T13).

#include <doctest/doctest.h>

#include "core/operations/doctor_checks.h"
#include "core/operations/health.h"
#include "tests/attempts_room.h"
#include "tests/fakes/callers.h"

using namespace latchkey;
using namespace latchkey::identity;
using storage::Transaction;

namespace {

const Time start = from_millis(1'800'000'000'123);

struct Room : tests::AttemptsRoom {
  // To the n-th number of a block, for a patient of its own, and half an hour after the last one.
  MaySend ask(const char* block, int n, Channel channel = Channel::text) {
    const std::string number = block + std::to_string(100 + n);
    Send send{channel, keys.destination(number), keys.account(PatientId{1000 + n}), std::nullopt,
              std::nullopt};
    send.prefix = keys.prefix(number);
    return try_send(send, at(n));
  }
  void type(const char* block, int n) {
    in([&](Transaction& tx) {
      attempts.record_typed(tx, keys.prefix(block + std::to_string(100 + n)), at(n));
      return 0;
    });
  }
  SendWatch watch(Time now) {
    return in([&](Transaction& tx) { return attempts.watch_sends(tx, now); });
  }
  static Time at(int n) { return start + minutes{10 * n}; }
};

constexpr const char* block = "+1401555";
constexpr const char* other = "+1401556";

}  // namespace

TEST_CASE("a block whose codes nobody types gets no more for a day, and other blocks go on") {
  Room room;
  for (int n = 0; n < 50; ++n) CHECK(room.ask(block, n) == MaySend::allowed);
  CHECK(room.ask(block, 50) == MaySend::prefix_full);
  CHECK(room.ask(block, 51, Channel::voice) == MaySend::prefix_full);
  CHECK(room.ask(other, 51) == MaySend::allowed);
  CHECK(room.watch(room.at(51)).paused_prefixes == 1);
  CHECK(room.ask(block, 49 + 6 * 27) == MaySend::allowed);
  CHECK(room.watch(room.at(49 + 6 * 27)).paused_prefixes == 0);
}

TEST_CASE("a block where three codes of ten are typed goes on") {
  Room room;
  for (int n = 0; n < 100; ++n) {
    CHECK(room.ask(block, n) == MaySend::allowed);
    if (n % 10 < 3) room.type(block, n);
  }
  CHECK(room.watch(room.at(99)).paused_prefixes == 0);
}

TEST_CASE("words that nobody types back say nothing about a block, and nobody's codes neither") {
  Room room;
  for (int n = 0; n < 90; ++n) {
    const std::string number = block + std::to_string(100 + n);
    Send send{Channel::text, room.keys.destination(number), room.keys.account(PatientId{n + 1}),
              room.keys.prefix(number), std::nullopt};
    if (n % 2 == 0)
      send.carries = Send::Carries::words;
    else
      send.reaches = Send::Reaches::nobody;
    CHECK(room.try_send(send, room.at(n)) == MaySend::allowed);
  }
  CHECK(room.watch(room.at(89)).paused_prefixes == 0);
}

TEST_CASE("a day's texts and calls cost no more than the operator allows") {
  Limits limits;
  limits.set("text_cents", 2);
  limits.set("call_cents", 5);
  limits.set("cents_everywhere_day", 20);
  limits.check();
  Room room;
  const Attempts attempts(limits);
  const auto ask = [&](int n, Channel channel) {
    const std::string number = (n % 2 == 0 ? block : other) + std::to_string(100 + n);
    Send send{channel, room.keys.destination(number), room.keys.account(PatientId{n + 1}),
              std::nullopt, std::nullopt};
    return room.in([&](Transaction& tx) {
      const MaySend may = attempts.send_allowed(tx, send, room.at(n));
      if (may == MaySend::allowed) attempts.record_send(tx, send, room.at(n));
      return may;
    });
  };
  for (int n = 0; n < 3; ++n) CHECK(ask(n, Channel::voice) == MaySend::allowed);
  CHECK(ask(3, Channel::text) == MaySend::allowed);
  CHECK(ask(4, Channel::voice) == MaySend::everywhere_full);
  CHECK(ask(5, Channel::text) == MaySend::allowed);
  CHECK(ask(6, Channel::text) == MaySend::everywhere_full);
  CHECK(ask(7, Channel::mail) == MaySend::allowed);
  CHECK(room.in([&](Transaction& tx) { return attempts.watch_sends(tx, room.at(7)); }).cents_day ==
        19);
}

TEST_CASE("a code that is typed counts for its block, and a monitor sees what is sent and spent") {
  fakes::Clinic clinic;
  const auto told = [&] {
    http::Request request;
    request.method = "GET";
    request.path = "/metrics";
    return operations::Health(clinic.service(), {}).answer(request).body;
  };
  const auto typed = [&] {
    return clinic.service().store().read([](Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM attempt_window WHERE counter = 25")
          .rows.front()
          .integer(0);
    });
  };
  fakes::PhoneCaller caller = fakes::identified(clinic, "maria");
  caller.choose("text");
  clinic.settle();
  CHECK(typed() == 0);
  caller.press(clinic.newest_code("text"));
  REQUIRE(caller.shown().step == "checking");
  CHECK(typed() == 1);
  for (const char* line : {"latchkey_phone_sends_hour 1", "latchkey_phone_sends_day 1",
                           "latchkey_phone_cents_day 1", "latchkey_paused_prefixes 0"})
    CHECK(told().find(line) != std::string::npos);
}

TEST_CASE("the doctor warns before the texts of a day are used up, and says when they are") {
  using State = operations::Check::State;
  fakes::Clinic clinic;
  Config config = clinic.config();
  const auto state = [&] {
    return operations::check_sends(config, clinic.service().store(), clinic.clock.now());
  };
  CHECK(state().state == State::ok);
  fakes::PhoneCaller caller = fakes::identified(clinic, "maria");
  caller.choose("text");
  config.limits.push_back({"cents_everywhere_day", 1, "the test"});
  CHECK(state().state == State::wrong);
  CHECK(state().says.find("about 0.01 dollars (at most 0.01); no more are sent for now") !=
        std::string::npos);
}
