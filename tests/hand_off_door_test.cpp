// The breaker on hand-off codes (rulings.md R17), from the page that a person with a right code
// sees.

#include <doctest/doctest.h>

#include "tests/fakes/callers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;
using fakes::WebVisitor;
using std::chrono::minutes;

namespace {

// A caller's hand-off code.
std::string heard_code(Clinic& clinic) {
  PhoneCaller caller = fakes::proven(clinic, "maria");
  clinic.settle();
  caller.hold();
  REQUIRE(caller.shown().step == "hand_off_code");
  return caller.digits_said().substr(0, 8);
}

// A page that asks for a code from the phone.
WebVisitor at_the_door(Clinic& clinic, const std::string& address) {
  WebVisitor visitor(clinic, Doubling::once, address);
  visitor.post({{"option", "have_code"}});
  REQUIRE(visitor.shown().step == "enter_hand_off");
  return visitor;
}

void type(WebVisitor& visitor, const std::string& code) {
  visitor.post({{"code", code}, {"month", "02"}, {"day", "03"}, {"year", "1950"}});
}

}  // namespace

// A right code counted as wrong while the breaker was open, against itself and its address.
TEST_CASE("while the door for hand-off codes is closed, a right code waits and stays right") {
  Clinic clinic(Clinic::Roster::fixture_people, [](Config& config) {
    config.limits.push_back({"hand_off_wrong_everywhere", 10, "the test"});
  });
  for (int i = 0; i < 10; ++i) {
    WebVisitor stranger = at_the_door(clinic, "192.0.2." + std::to_string(i + 1));
    type(stranger, "12345678");
    CHECK(stranger.shown().notice == "hand_off_wrong");
  }
  clinic.clock.pass(minutes(5));
  const std::string code = heard_code(clinic);
  WebVisitor page = at_the_door(clinic, "198.51.100.7");
  for (int i = 0; i < 6; ++i) {
    type(page, code);
    CHECK(page.shown().step == "enter_hand_off");
    CHECK(page.shown().notice == "hand_off_closed");
  }
  clinic.clock.pass(minutes(7));
  type(page, code);
  CHECK(page.shown().step == "choose_password");
}

TEST_CASE("addresses of one IPv6 network don't close the door for everybody") {
  Clinic clinic;
  const std::string code = heard_code(clinic);
  std::string last;
  for (int i = 0; i < 40; ++i) {
    WebVisitor walker = at_the_door(clinic, "2001:db8:7:" + std::to_string(i) + "::1");
    for (int typed = 0; typed < 4; ++typed) type(walker, "12345678");
    last = walker.shown().notice;
  }
  CHECK(last == "hand_off_closed");
  WebVisitor page = at_the_door(clinic, "198.51.100.7");
  type(page, code);
  CHECK(page.shown().step == "choose_password");
}
