// What the operator sets for the staff is in force.
#include <doctest/doctest.h>

#include "tests/fakes/staff_room.h"

using namespace latchkey;
using namespace latchkey::staff;
using fakes::StaffRoom;
using namespace std::chrono_literals;

namespace {

// The same store and clock under other rules.
struct Strict {
  StaffRoom room;
  StaffRoom::Enrolled clara = room.enrolled("clara");
  Staff staff;

  explicit Strict(const Rules& rules)
      : staff(*room.store, room.sealer, room.dice, room.clock, room.hasher, "Example", rules) {}

  SignInResult sign_in() {
    room.clock.pass(30s);
    return staff.sign_in("clara", room.password, room.code_of(clara.totp));
  }
  Secret token() { return std::get<SignedIn>(sign_in()).token; }
};

}  // namespace

TEST_CASE("a session stands idle as long as the operator says") {
  for (const auto idle : {1min, 5min, 40min}) {
    Rules rules;
    rules.idle_life = idle;
    Strict desk(rules);
    const Secret token = desk.token();
    for (int i = 0; i < 8; ++i) {
      desk.room.clock.pass(idle * 2 / 3);
      REQUIRE(desk.staff.authenticate(token).has_value());
    }
    desk.room.clock.pass(idle);
    CHECK_FALSE(desk.staff.authenticate(token).has_value());
  }
}

TEST_CASE("a busy session lasts as many hours as the operator says") {
  for (const auto life : {1h, 12h}) {
    Rules rules;
    rules.session_life = life;
    Strict desk(rules);
    const Secret token = desk.token();
    for (auto at = 10min; at < life; at += 10min) {
      desk.room.clock.pass(10min);
      REQUIRE(desk.staff.authenticate(token).has_value());
    }
    desk.room.clock.pass(10min);
    CHECK_FALSE(desk.staff.authenticate(token).has_value());
  }
}

TEST_CASE("as many sessions live at once as the operator says") {
  for (const int most : {1, 3}) {
    Rules rules;
    rules.sessions_max = most;
    Strict desk(rules);
    std::vector<Secret> tokens;
    for (int i = 0; i < 4; ++i) tokens.push_back(desk.token());
    int alive = 0;
    for (const Secret& token : tokens) alive += desk.staff.authenticate(token) ? 1 : 0;
    CHECK(alive == most);
  }
}

TEST_CASE("six digits stay fresh as long as the operator says") {
  for (const auto life : {1min, 12min}) {
    Rules rules;
    rules.step_up_life = life;
    Strict desk(rules);
    const Secret token = desk.token();
    desk.room.clock.pass(life);
    CHECK(desk.staff.authenticate(token)->stepped_up(desk.room.clock.now()));
    desk.room.clock.pass(1s);
    CHECK_FALSE(desk.staff.authenticate(token)->stepped_up(desk.room.clock.now()));
  }
}

TEST_CASE("a staff password ends after as many wrong tries in a row as the operator says") {
  Rules rules;
  rules.failures_max = 12;
  Strict desk(rules);
  for (int i = 0; i < 11; ++i) {
    desk.staff.sign_in("clara", Secret("x"), "000000");
    desk.room.clock.pass(61min);
  }
  SUBCASE("eleven leave it alive") { CHECK(std::holds_alternative<SignedIn>(desk.sign_in())); }
  SUBCASE("twelve end it") {
    desk.staff.sign_in("clara", Secret("x"), "000000");
    desk.room.clock.pass(61min);
    CHECK(std::holds_alternative<Refused>(desk.sign_in()));
  }
}
