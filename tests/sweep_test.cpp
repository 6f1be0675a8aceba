// Ending conversations whose time is over, when something is broken.

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/channel_drivers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;

namespace {

// A call that was hung up after a look-up, hours ago.
void leave_a_failed_call(Clinic& clinic) {
  PhoneCaller caller(clinic, Doubling::once, "+14015550190");
  caller.press("1");
  caller.choose("forgot_password");
  caller.press(std::string(person("maria").birth_date));
  caller.choose("zip");
  caller.press(std::string(person("maria").zip));
  REQUIRE(caller.shown().step == "choose_proof");
  clinic.clock.pass(std::chrono::hours(3));
}

std::int64_t conversations_in(Clinic& clinic) {
  return clinic.service().store().read([&](storage::Transaction& tx) {
    return tx.run("SELECT COUNT(*) FROM conversation").rows.front().integer(0);
  });
}

std::ptrdiff_t lines_with(const Clinic& clinic, std::string_view word) {
  const auto lines = clinic.sink.lines();
  return std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
    return line.find(word) != std::string::npos;
  });
}

}  // namespace

// Taken for an unreadable state, it was logged, and the rest of the batch went on.
TEST_CASE("a store that fails ends the sweep, which the next one does again whole") {
  Clinic clinic;
  leave_a_failed_call(clinic);
  clinic.service().store().write([](storage::Transaction& tx) {
    tx.run(
        "CREATE TRIGGER full BEFORE INSERT ON attempt_window WHEN NEW.counter = 12 "
        "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
  });
  CHECK_THROWS_AS(clinic.service().conversations().sweep(), storage::StoreFault);
  CHECK(conversations_in(clinic) == 1);
  CHECK(lines_with(clinic, "conversation.unreadable") == 0);

  clinic.service().store().write([](storage::Transaction& tx) { tx.run("DROP TRIGGER full"); });
  CHECK(clinic.service().conversations().sweep() == 1);
  CHECK(conversations_in(clinic) == 0);
}

TEST_CASE("a state that can't be opened is swept with the rest, and the log says so once") {
  Clinic clinic;
  leave_a_failed_call(clinic);
  clinic.service().store().write([](storage::Transaction& tx) {
    tx.run("UPDATE conversation SET sealed_state = $1",
           storage::Blob{"these bytes were never sealed by anybody, whatever they may say"});
  });
  leave_a_failed_call(clinic);
  CHECK(clinic.service().conversations().sweep() == 2);
  CHECK(conversations_in(clinic) == 0);
  CHECK(lines_with(clinic, "conversation.unreadable") == 1);
}
