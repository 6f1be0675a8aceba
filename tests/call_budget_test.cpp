// Whoever calls too often meets a person, and nobody is shut out by strangers (standards.md C-11).

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <thread>

#include "tests/fakes/callers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::look_up;
using fakes::PhoneCaller;
using fakes::prove;

namespace {

const char* const somebody = "+14015550190";

auto with_limits(std::map<std::string, std::int64_t> limits) {
  return [limits = std::move(limits)](Config& config) {
    for (const auto& [key, value] : limits) config.limits.push_back({key, value, "the test"});
  };
}

// Of all conversations at once, as the sweeper ends them a while after they were hung up.
void hang_up(Clinic& clinic) {
  clinic.clock.pass(std::chrono::hours(2));
  clinic.service().conversations().sweep();
}

// A text that this caller asks for a person's sake. Did one leave?
bool gets_a_text(Clinic& clinic, const char* who, const std::string& from) {
  const auto before = clinic.sent().size();
  PhoneCaller caller(clinic, Doubling::once, from);
  look_up(caller, who);
  caller.choose("text");
  CHECK(caller.shown().step == "enter_code");
  clinic.settle();
  return clinic.sent().size() > before;
}

std::int64_t conversations_in(Clinic& clinic) {
  return clinic.service().store().read([&](storage::Transaction& tx) {
    return tx.run("SELECT COUNT(*) FROM conversation").rows.front().integer(0);
  });
}

}  // namespace

TEST_CASE("the eleventh call of an hour reaches a person, in the caller's language") {
  Clinic clinic;
  clinic.open_office();
  for (int i = 0; i < 10; ++i) {
    PhoneCaller caller(clinic, Doubling::twice, somebody);
    caller.press("1");
    CHECK(caller.shown().step == "choose_topic");
  }
  PhoneCaller often(clinic, Doubling::once, somebody);
  CHECK(often.shown().step == "choose_language");
  often.press("1");
  CHECK(often.shown().step == "transferring_many_calls");
  CHECK(often.speech().starts_with("If this is an emergency, hang up and call 9 1 1."));
  CHECK(often.body().find("<Dial") != std::string::npos);
  // Nobody picks up: the office's number, and no ticket.
  often.deliver(fakes::between(often.body(), "action=\"", "\""), {{"DialCallStatus", "no-answer"}});
  CHECK(often.shown().step == "ended_many_calls");
  // What was heard before the transfer is not said again.
  CHECK(often.speech().starts_with("Nobody can take your call right now. Please call"));
  CHECK(often.digits_said() == "40155501014015550101");
  CHECK(often.over());
  CHECK(clinic.tickets().empty());

  PhoneCaller spanish(clinic, Doubling::once, somebody);
  spanish.press("2");
  CHECK(spanish.speech().find("Una persona puede ayudarle mejor.") != std::string::npos);
  PhoneCaller other(clinic, Doubling::once, "+14015550191");
  other.press("1");
  CHECK(other.shown().step == "choose_topic");
}

TEST_CASE("after hours a caller over budget is told whom to call, and leaves no ticket") {
  Clinic clinic(Clinic::Roster::fixture_people, with_limits({{"calls_per_hour", 1}}));
  PhoneCaller first(clinic, Doubling::once, somebody);
  for (const char* key : {"1", "0"}) {
    PhoneCaller often(clinic, Doubling::once, somebody);
    often.press(key);
    CHECK(often.shown().step == "ended_many_calls");
    CHECK(often.speech().starts_with("If this is an emergency, hang up and call 9 1 1."));
    CHECK(often.speech().find("nobody is free right now.") != std::string::npos);
    CHECK(often.digits_said() == "40155501014015550101");
    CHECK(often.over());
  }
  CHECK(clinic.tickets().empty());
  const auto calls = clinic.service().store().read(
      [&](storage::Transaction& tx) { return clinic.service().calls().list(tx, {}); });
  CHECK(std::count_if(calls.begin(), calls.end(), [](const calls::Call& call) {
          return call.outcome == calls::Outcome::throttled;
        }) == 2);
  // An hour later the line answers again.
  clinic.clock.pass(std::chrono::minutes(62));
  PhoneCaller later(clinic, Doubling::once, somebody);
  later.press("1");
  CHECK(later.shown().step == "choose_topic");
}

TEST_CASE("callers who hide their number can't shut each other out") {
  const auto change = with_limits({{"anonymous_calls_per_hour", 2}});
  for (const char* hidden : {"anonymous", "+266696687", "Restricted", ""}) {
    Clinic clinic(Clinic::Roster::fixture_people, change);
    for (int i = 0; i < 2; ++i) PhoneCaller(clinic, Doubling::once, "anonymous");
    INFO("From: ", std::string(hidden));
    // At night everything works as ever.
    CHECK(gets_a_text(clinic, "maria", hidden));
    // In the day a person answers; if nobody does, the line goes on.
    clinic.open_office();
    for (int i = 0; i < 2; ++i) PhoneCaller(clinic, Doubling::once, "anonymous");
    PhoneCaller caller(clinic, Doubling::once, hidden);
    caller.press("1");
    CHECK(caller.shown().step == "transferring_many_calls");
    caller.deliver(fakes::between(caller.body(), "action=\"", "\""), {{"DialCallStatus", "busy"}});
    CHECK(caller.shown().step == "choose_topic");
    CHECK(caller.shown().notice == "nobody_free");
  }
}

TEST_CASE("five calls a day that look somebody up and prove nothing lead to a person") {
  Clinic clinic;
  const auto is_helped = [&](const char* from) {
    PhoneCaller caller(clinic, Doubling::once, from);
    caller.press("1");
    return caller.shown().step == "choose_topic";
  };
  // Calls without a look-up, and one that succeeds, are no failures.
  for (int i = 0; i < 3; ++i) CHECK(is_helped(somebody));
  {
    PhoneCaller lucky(clinic, Doubling::once, somebody);
    look_up(lucky, "maria");
    prove(clinic, lucky);
    clinic.settle();
    lucky.hold();
    CHECK(lucky.shown().step == "hand_off_code");
  }
  hang_up(clinic);
  CHECK(is_helped(somebody));
  // Two go to their end, three are hung up after a wrong code.
  for (int i = 0; i < 2; ++i) {
    PhoneCaller declining(clinic, Doubling::once, somebody);
    look_up(declining, "maria");
    declining.choose("help");
    declining.choose("no");
    CHECK(declining.shown().step == "ended_declined");
    CHECK(is_helped(somebody));
  }
  for (int i = 0; i < 3; ++i) {
    CHECK(is_helped(somebody));
    {
      PhoneCaller guesser(clinic, Doubling::once, somebody);
      look_up(guesser, "stranger");
      guesser.choose("text");
      guesser.press("111111");
    }
    hang_up(clinic);
  }
  CHECK_FALSE(is_helped(somebody));
  CHECK(is_helped("+14015550191"));
  clinic.clock.pass(std::chrono::hours(25));
  CHECK(is_helped(somebody));
}

TEST_CASE("a caller's look-ups and sends are bounded by the number they call from") {
  const auto change = with_limits({{"lookups_per_ten_minutes", 3}, {"sends_per_address_hour", 2}});
  {
    Clinic clinic(Clinic::Roster::fixture_people, change);
    for (int i = 0; i < 3; ++i) {
      PhoneCaller searching(clinic, Doubling::once, somebody);
      look_up(searching, "stranger");
    }
    CHECK_FALSE(gets_a_text(clinic, "maria", somebody));
    clinic.clock.pass(std::chrono::minutes(2));  // what was asked in vain counted for the patient
    CHECK(gets_a_text(clinic, "maria", "+14015550191"));
  }
  {
    Clinic clinic(Clinic::Roster::fixture_people, change);
    // Asking for nobody's sake counts the same: a full budget tells nothing.
    CHECK_FALSE(gets_a_text(clinic, "stranger", somebody));
    CHECK(gets_a_text(clinic, "maria", somebody));
    CHECK_FALSE(gets_a_text(clinic, "switched_off", somebody));
  }
  Clinic clinic(Clinic::Roster::fixture_people, change);
  for (int i = 0; i < 5; ++i) {
    PhoneCaller hidden(clinic, Doubling::once, "anonymous");
    look_up(hidden, "stranger");
  }
  CHECK(gets_a_text(clinic, "maria", "anonymous"));
}

TEST_CASE("a first webhook that comes twice at once begins one call" *
          doctest::test_suite("concurrent phone line")) {
  Clinic clinic;
  const conversations::Opening opening{"en", {}, "", somebody};
  for (int round = 0; round < 30; ++round) {
    const auto key = conversations::leg_key(clinic.service().sealer(), flow::Channel::phone,
                                            "CA" + std::to_string(round));
    std::array<std::optional<conversations::Prompt>, 4> shown;
    {
      std::vector<std::jthread> deliveries;
      for (auto& each : shown)
        deliveries.emplace_back(
            [&] { each = clinic.service().conversations().open(key, opening); });
    }
    for (const auto& each : shown) CHECK(each->conversation == shown[0]->conversation);
    CHECK(conversations_in(clinic) == round + 1);
  }
}
