// "Call me": the caller hangs up, the phone on file rings, and four digits join the two (J08, R18).

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/fakes/callers.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::between;
using fakes::Clinic;
using fakes::Doubling;
using fakes::identified;
using fakes::PhoneCaller;

namespace {

constexpr std::chrono::seconds minute{60};

// The digits that were told, once.
std::string digits_of(const PhoneCaller& caller) {
  const std::string twice = caller.digits_said();
  REQUIRE(twice.size() == 8);
  CHECK(twice.substr(0, 4) == twice.substr(4));
  return twice.substr(0, 4);
}
std::size_t calls_placed(const Clinic& clinic) {
  const auto all = clinic.sent();
  return static_cast<std::size_t>(
      std::ranges::count_if(all, [](const demo::Sent& sent) { return sent.kind == "call"; }));
}
void ring(Clinic& clinic) {
  clinic.clock.pass(minute);
  clinic.settle();
}
struct Asked {
  Clinic& clinic;
  PhoneCaller caller;
  std::string digits;
  explicit Asked(Clinic& a_clinic, const char* who = "maria")
      : clinic(a_clinic), caller(identified(a_clinic, who)) {
    caller.choose("call");
    REQUIRE(caller.shown().step == "calling_back");
    digits = digits_of(caller);
  }
};
std::string with(const std::string& digits) {
  std::string other = digits;
  other[0] = other[0] == '9' ? '0' : static_cast<char>(other[0] + 1);
  return other;
}

}  // namespace

TEST_CASE("whoever asks for a call hangs up, is rung, and goes on there") {
  for (const Doubling doubling : {Doubling::once, Doubling::twice}) {
    Clinic clinic;
    Asked asked(clinic);
    CHECK(calls_placed(clinic) == 0);
    clinic.settle();
    CHECK(calls_placed(clinic) == 0);  // the line is still busy with this very call
    ring(clinic);
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

TEST_CASE("who called first hears nothing of what follows") {
  Clinic clinic;
  Asked asked(clinic);
  ring(clinic);
  PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::once);
  rung.press("1");
  rung.press(asked.digits);
  REQUIRE(rung.shown().step == "checking");
  clinic.settle();
  asked.caller.press("1");
  CHECK(asked.caller.shown().step == "choose_language");
}

TEST_CASE("strangers hear the same, and nobody is rung") {
  Clinic clinic;
  Asked known(clinic);
  PhoneCaller stranger(clinic, Doubling::once, "+14015550191");
  stranger.press("1");
  stranger.choose("forgot_password");
  stranger.press("07041977");
  stranger.choose("zip");
  stranger.press("02999");
  REQUIRE(stranger.shown().step == "choose_proof");
  stranger.choose("call");
  CHECK(stranger.shown().step == "calling_back");
  const auto without = [](const PhoneCaller& caller) {
    std::string said = caller.speech();
    for (char& c : said)
      if (c >= '0' && c <= '9') c = '#';
    return said;
  };
  CHECK(without(stranger) == without(known.caller));
  ring(clinic);
  CHECK(calls_placed(clinic) == 1);
}

TEST_CASE("wrong digits cost a try each, once however often they are delivered") {
  Clinic clinic;
  Asked asked(clinic);
  ring(clinic);
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
    CHECK(late.speech().empty());
  }
}

TEST_CASE("a call that nobody answers is placed once more, and then a person helps") {
  Clinic clinic;
  Asked asked(clinic);
  asked.caller.choose("done");
  CHECK(asked.caller.shown().step == "calling_back_later");
  ring(clinic);
  const auto machine = [&] {
    PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::once);
    CHECK(rung.body().find("<Gather") != std::string::npos);
    for (int i = 0; i < 4; ++i) rung.press("");
    CHECK(rung.over());
  };
  machine();
  ring(clinic);
  CHECK(calls_placed(clinic) == 1);
  ring(clinic);
  REQUIRE(calls_placed(clinic) == 2);
  CHECK(clinic.tickets().empty());
  machine();
  CHECK(clinic.tickets() == std::vector<std::string>{"code_failed"});
  ring(clinic);
  ring(clinic);
  CHECK(calls_placed(clinic) == 2);
}

TEST_CASE("the digits open nothing on the line that told them, and nothing when they are old") {
  Clinic clinic;
  Asked asked(clinic);
  asked.caller.press(asked.digits);
  CHECK(asked.caller.shown().step == "calling_back");
  ring(clinic);
  PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::once);
  rung.press("1");
  clinic.clock.pass(std::chrono::minutes(11));
  rung.press(asked.digits);
  CHECK(rung.over());
  CHECK(rung.shown().step != "checking");
}

TEST_CASE("a ring that is reported as unanswered, once or often, is placed once more") {
  Clinic clinic;
  Asked asked(clinic);
  const auto rung = [&] {
    return clinic.service().store().read([](storage::Transaction& tx) {
      std::vector<std::int64_t> ids;
      const auto kind = static_cast<std::int64_t>(courier::Kind::call_back);
      for (const storage::Row& row :
           tx.run("SELECT id FROM outbox WHERE kind = $1 ORDER BY created_at", kind).rows)
        ids.push_back(row.integer(0));
      return ids;
    });
  };
  const auto report = [&](std::int64_t errand, const char* status) {
    asked.caller.deliver("/ivr/status/call/" + std::to_string(errand), {{"CallStatus", status}});
  };
  ring(clinic);
  REQUIRE(rung().size() == 1);
  for (const char* status : {"ringing", "no-answer", "initiated", "no-answer", "completed"})
    report(rung().front(), status);
  CHECK(rung().size() == 2);
  for (int i = 0; i < 3; ++i) ring(clinic);
  CHECK(calls_placed(clinic) == 2);
  CHECK(clinic.tickets().empty());
  report(rung().back(), "busy");
  report(rung().back(), "busy");
  CHECK(clinic.tickets() == std::vector<std::string>{"code_failed"});
}
