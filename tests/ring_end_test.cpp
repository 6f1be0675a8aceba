// How rings end that bring no digits: with a person, in a fault, or beside one that nobody can
// read.

#include <doctest/doctest.h>

#include "tests/fakes/call_backs.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using namespace latchkey::tests;
using namespace latchkey::fakes;

// The provider tells of the end of the ring and of the end of the talk in either order, or of one
// alone; an answering machine picks up too; a talk may be long. None of them may ring again.
TEST_CASE("0 in a ring is a person: a ticket stands, and nobody is rung again") {
  Clinic clinic;
  clinic.open_office();
  Asked asked(clinic);
  later(clinic);
  PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::twice);
  const auto ring = errands(clinic, courier::Kind::call_back).front();
  const auto ring_ends = [&] {
    rung.deliver("/ivr/status/call/" + std::to_string(ring), {{"CallStatus", "completed"}});
  };
  SUBCASE("at the first question") {}
  SUBCASE("instead of the digits") { rung.press("1"); }
  rung.press("0");
  REQUIRE(rung.body().find("<Dial") != std::string::npos);
  CHECK(rung.body().find("password") == std::string::npos);
  CHECK(clinic.tickets() == std::vector<std::string>{"code_failed"});
  const std::string ended = between(rung.body(), "action=\"", "\"");
  SUBCASE("who takes the call") {
    rung.deliver(ended, {{"DialCallStatus", "completed"}});
    CHECK(rung.speech().empty());
    ring_ends();
  }
  SUBCASE("the patient hangs up first") {
    ring_ends();
    clinic.clock.pass(std::chrono::minutes(20));
    clinic.service().conversations().sweep();
    rung.deliver(ended, {{"DialCallStatus", "completed"}});
    CHECK(rung.speech().empty());
  }
  SUBCASE("nobody picks up") {
    rung.deliver(ended, {{"DialCallStatus", "no-answer"}});
    CHECK(rung.speech().find("Nobody is free right now") != std::string::npos);
  }
  CHECK(rung.over());
  for (int i = 0; i < 6; ++i) later(clinic);
  CHECK(calls_placed(clinic) == 1);
  CHECK(clinic.tickets().size() == 1);
}

// It apologised every few seconds, for half an hour.
TEST_CASE("a ring in which everything breaks apologises a few times and ends") {
  Clinic clinic;
  Asked asked(clinic);
  later(clinic);
  clinic.service().store().write(
      [](storage::Transaction& tx) { return tx.run("ALTER TABLE conversation RENAME TO away"); });
  PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::once);
  int apologies = 0;
  for (; rung.waits() && apologies < 20; ++apologies) rung.hold();
  CHECK(apologies <= 5);
  CHECK(rung.over());
}

// It kept everybody's calls from ending, and the sweep from everything.
TEST_CASE("a callback that can't be read any more hinders no other") {
  Clinic clinic;
  Asked asked(clinic);
  const auto first = clinic.service().store().write([](storage::Transaction& tx) {
    const auto id = tx.run("SELECT id FROM conversation").rows.front().integer(0);
    tx.run("UPDATE conversation SET notice = 9999 WHERE id = $1", id);
    return id;
  });
  Asked other(clinic, "unlucky");
  clinic.turn(fakes::Weather::Is::silent);
  for (int i = 0; i < 6; ++i) later(clinic);
  clinic.service().conversations().sweep();
  CHECK(clinic.tickets() == std::vector<std::string>{"code_failed"});
  clinic.clock.pass(std::chrono::hours(3));
  clinic.service().conversations().sweep();
  const auto left = clinic.service().store().read([&](storage::Transaction& tx) {
    return tx.run("SELECT 1 FROM conversation WHERE id = $1", first).rows.size();
  });
  CHECK(left == 0);
}

TEST_CASE("0 in a ring after hours tells the office's number, and the digits are still taken") {
  Clinic clinic;
  clinic.close_office();
  Asked asked(clinic);
  later(clinic);
  PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::twice);
  rung.press("0");
  CHECK(rung.body().find("<Dial") == std::string::npos);
  CHECK(rung.speech().find("Nobody is free right now") != std::string::npos);
  rung.press("1");
  rung.press("0");
  rung.press(asked.digits);
  CHECK(rung.shown().step == "checking");
}

TEST_CASE("wrong keys in a ring lead to a person, or to another ring") {
  for (const bool open : {true, false}) {
    Clinic clinic;
    open ? clinic.open_office() : clinic.close_office();
    Asked asked(clinic);
    later(clinic);
    PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::once);
    for (int i = 0; i < 3; ++i) {
      rung.press("5");
      CHECK(rung.speech().find("press 1") != std::string::npos);
    }
    rung.press("5");
    CHECK((rung.body().find("<Dial") != std::string::npos) == open);
    CHECK((rung.speech().find("Nobody is free right now") != std::string::npos) == !open);
    CHECK(clinic.tickets().size() == (open ? 1 : 0));
    for (int i = 0; i < 3; ++i) later(clinic);
    CHECK(calls_placed(clinic) == (open ? 1 : 2));
  }
}
