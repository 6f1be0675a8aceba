// "Call me": the caller hangs up, the phone on file rings, and four digits join the two (J08, R18).

#include <doctest/doctest.h>

#include "tests/fakes/call_backs.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using namespace latchkey::tests;
using namespace latchkey::fakes;

namespace {

constexpr std::chrono::seconds minute{60};

}  // namespace

TEST_CASE("whoever asks for a call hears four digits, is rung, and goes on there") {
  for (const Doubling doubling : {Doubling::once, Doubling::twice}) {
    Clinic clinic;
    Asked asked(clinic);
    CHECK(asked.caller.over());
    clinic.settle();
    CHECK(calls_placed(clinic) == 0);  // the line is still busy with this very call
    later(clinic);
    REQUIRE(calls_placed(clinic) == 1);
    PhoneCaller rung = PhoneCaller::rung(clinic, doubling);
    for (const std::string& said : {rung.speech(), rung.body()}) {
      CHECK(said.find(asked.digits) == std::string::npos);
      CHECK(said.find("password") == std::string::npos);
    }
    rung.press("1");
    rung.press(asked.digits);
    CHECK(rung.shown().step == "checking");
    clinic.settle();
    rung.hold();
    CHECK(rung.shown().step == "hand_off_code");
    CHECK(clinic.tickets().empty());
  }
}

// The first line once stayed open, and whoever held it could hear by the end of a ring that
// somebody had been rung.
TEST_CASE("the first line is over before anybody is rung, for patients and strangers alike") {
  const auto told = [](Clinic& clinic, PhoneCaller& caller) {
    caller.choose("call");
    CHECK(caller.shown().step == "calling_back");
    CHECK(caller.action().empty());
    CHECK(caller.over());
    std::string said = caller.body();
    const std::string digits = digits_of(caller);
    for (char& c : said)
      if (c >= '0' && c <= '9') c = '#';
    clinic.settle();
    return said;
  };
  Clinic one, other;
  PhoneCaller known = identified(one, "maria");
  PhoneCaller stranger = identified(other, "stranger");
  CHECK(told(one, known) == told(other, stranger));
  later(one);
  later(other);
  CHECK(calls_placed(one) == 1);
  CHECK(calls_placed(other) == 0);
}

TEST_CASE("nobody's rings are as many as somebody's, and end the same way") {
  for (const char* who : {"stranger", "maria"}) {
    Clinic clinic;
    Asked asked(clinic, who);
    for (int i = 0; i < 3; ++i) {
      later(clinic);
      for (const std::int64_t rung : errands(clinic, courier::Kind::call_back))
        asked.caller.deliver("/ivr/status/call/" + std::to_string(rung), {{"CallStatus", "busy"}});
    }
    CHECK(errands(clinic, courier::Kind::call_back).size() +
              errands(clinic, courier::Kind::nothing).size() ==
          2);
    CHECK(stage(clinic) == "ended");
    CHECK(clinic.tickets().size() == (std::string_view(who) == "maria" ? 1 : 0));
  }
}

TEST_CASE("a call cannot be asked for within the minute of another message") {
  for (const char* who : {"stranger", "maria"}) {
    Clinic clinic;
    PhoneCaller caller = identified(clinic, who);
    caller.choose("text");
    caller.press("*");
    if (caller.shown().step != "no_code") caller.press("9");
    REQUIRE(caller.shown().step == "no_code");
    caller.choose("call");
    CHECK(caller.shown().step == "no_code");
    clinic.clock.pass(minute);
    caller.choose("call");
    CHECK(caller.shown().step == "calling_back");
  }
}

TEST_CASE("a second ring is not refused for the sake of the first") {
  Clinic clinic;
  Asked asked(clinic);
  later(clinic);
  const auto first = errands(clinic, courier::Kind::call_back);
  REQUIRE(first.size() == 1);
  asked.caller.deliver("/ivr/status/call/" + std::to_string(first.front()),
                       {{"CallStatus", "busy"}});
  CHECK(errands(clinic, courier::Kind::call_back).size() == 2);
}

TEST_CASE("wrong digits cost a try each, once however often they are delivered") {
  Clinic clinic;
  Asked asked(clinic);
  later(clinic);
  PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::twice);
  rung.press("1");
  rung.press(with(asked.digits));
  CHECK(rung.speech().find("did not match") != std::string::npos);
  rung.press(with(asked.digits));
  SUBCASE("the third may be right") {
    rung.press(asked.digits);
    CHECK(rung.shown().step == "checking");
  }
  SUBCASE("three wrong ones end it, with a ticket that nobody is told of") {
    rung.press(with(asked.digits));
    CHECK(rung.over());
    CHECK(clinic.tickets() == std::vector<std::string>{"code_failed"});
    PhoneCaller late = PhoneCaller::rung(clinic, Doubling::once);
    CHECK(late.over());
    CHECK(late.speech().find("password") == std::string::npos);
  }
}

TEST_CASE("a call that nobody answers is placed once more, and then a person helps") {
  Clinic clinic;
  Asked asked(clinic);
  later(clinic);
  const auto silent = [&] {
    PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::once);
    CHECK(rung.body().find("<Gather") != std::string::npos);
    for (int i = 0; i < 4; ++i) rung.press("");
    CHECK(rung.over());
  };
  silent();
  CHECK(calls_placed(clinic) == 1);
  later(clinic);
  REQUIRE(calls_placed(clinic) == 2);
  CHECK(clinic.tickets().empty());
  silent();
  CHECK(clinic.tickets() == std::vector<std::string>{"code_failed"});
  later(clinic);
  later(clinic);
  CHECK(calls_placed(clinic) == 2);
}

TEST_CASE("the digits open nothing when they are old, or of an earlier ring") {
  Clinic clinic;
  Asked asked(clinic);
  later(clinic);
  PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::once);
  rung.press("1");
  SUBCASE("old") { clinic.clock.pass(std::chrono::minutes(9)); }
  SUBCASE("of an earlier ring") {
    const auto first = errands(clinic, courier::Kind::call_back);
    asked.caller.deliver("/ivr/status/call/" + std::to_string(first.front()),
                         {{"CallStatus", "busy"}});
  }
  rung.press(asked.digits);
  CHECK(rung.over());
  CHECK(rung.shown().step != "checking");
}

TEST_CASE("a ring that ends without the right digits is placed once more, however it is told") {
  for (const char* end : {"no-answer", "busy", "failed", "canceled", "completed"}) {
    CAPTURE(end);
    Clinic clinic;
    Asked asked(clinic);
    const auto report = [&](std::int64_t errand, const char* status) {
      asked.caller.deliver("/ivr/status/call/" + std::to_string(errand), {{"CallStatus", status}});
    };
    later(clinic);
    const auto first = errands(clinic, courier::Kind::call_back);
    REQUIRE(first.size() == 1);
    for (const char* status : {"ringing", end, "initiated", end, "completed"})
      report(first.front(), status);
    CHECK(errands(clinic, courier::Kind::call_back).size() == 2);
    for (int i = 0; i < 3; ++i) later(clinic);
    CHECK(calls_placed(clinic) == 2);
    CHECK(clinic.tickets().empty());
    const auto second = errands(clinic, courier::Kind::call_back);
    report(second.back(), end);
    report(second.back(), end);
    CHECK(clinic.tickets() == std::vector<std::string>{"code_failed"});
  }
}

// Counted at the end of a ring, it told by its time whether somebody was rung.
TEST_CASE("to ask for a call is a failed call at once, for everybody, and once") {
  for (const char* who : {"stranger", "maria"}) {
    Clinic clinic;
    const auto failed = [&] {
      return clinic.service().store().read([](storage::Transaction& tx) {
        return tx
            .run(
                "SELECT CAST(COALESCE(SUM(spent), 0) AS BIGINT) FROM attempt_window"
                " WHERE counter = 12")
            .rows.front()
            .integer(0);
      });
    };
    Asked asked(clinic, who);
    CHECK(failed() == 1);
    for (int i = 0; i < 12; ++i) {
      later(clinic);
      clinic.service().conversations().sweep();
    }
    CHECK(failed() == 1);
  }
}

// Such a caller waited for a ring that never came, and the office never heard of it.
TEST_CASE("a ring of which nobody ever hears ends with a ticket") {
  Clinic clinic;
  Asked asked(clinic);
  clinic.turn(fakes::Weather::Is::silent);
  for (int i = 0; i < 4; ++i) later(clinic);
  clinic.service().conversations().sweep();
  CHECK(clinic.tickets().empty());
  later(clinic);
  clinic.service().conversations().sweep();
  CHECK(clinic.tickets() == std::vector<std::string>{"code_failed"});
  clinic.service().conversations().sweep();
  CHECK(clinic.tickets().size() == 1);
}

TEST_CASE("a slip of the keys in a ring costs no try, and star says it again") {
  Clinic clinic;
  Asked asked(clinic);
  later(clinic);
  PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::twice);
  rung.press("*");
  rung.press("1");
  for (const char* slip : {"12", "7", "*"}) {
    rung.press(slip);
    CHECK(rung.speech().find("Please enter the four digits") != std::string::npos);
  }
  rung.press(asked.digits);
  CHECK(rung.shown().step == "checking");
}

TEST_CASE("a call that we placed never begins a conversation of its own") {
  Clinic clinic;
  Asked asked(clinic);
  later(clinic);
  PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::once);
  rung.press("1");
  rung.press(asked.digits);
  REQUIRE(rung.shown().step == "checking");
  clinic.clock.pass(std::chrono::hours(3));
  clinic.service().conversations().sweep();
  rung.hold();
  CHECK(rung.over());
  CHECK(stage(clinic).empty());
}
