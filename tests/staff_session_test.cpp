#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "tests/fakes/staff_room.h"

using namespace latchkey;
using namespace latchkey::staff;
using fakes::StaffRoom;
using namespace std::chrono_literals;

TEST_CASE("a session ends after 15 idle minutes and lives on when it is used") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const Secret token = room.signed_in("clara", clara).token;
  for (int i = 0; i < 10; ++i) {
    room.clock.pass(13min);
    REQUIRE(room.staff.authenticate(token).has_value());
  }
  room.clock.pass(15min);
  CHECK_FALSE(room.staff.authenticate(token).has_value());
  room.staff.tidy();
  CHECK_FALSE(room.staff.authenticate(token).has_value());
}

TEST_CASE("a session ends after eight hours, however busy") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const SignedIn in = room.signed_in("clara", clara);
  while (room.clock.now() + 10min < in.session.expires_at) {
    room.clock.pass(10min);
    REQUIRE(room.staff.authenticate(in.token).has_value());
  }
  room.clock.pass(10min);
  CHECK_FALSE(room.staff.authenticate(in.token).has_value());
}

TEST_CASE("a member disabled, or invited again, is out at the next request") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const auto dora = room.enrolled("dora");
  const Secret of_clara = room.signed_in("clara", clara).token;
  const Secret of_dora = room.signed_in("dora", dora).token;
  CHECK(room.staff.disable(clara.id) == Changed::changed);
  CHECK_FALSE(room.staff.authenticate(of_clara).has_value());
  CHECK(std::holds_alternative<Refused>(room.sign_in("clara", clara)));
  CHECK(room.staff.authenticate(of_dora).has_value());
  room.staff.invite_again(dora.id);
  CHECK_FALSE(room.staff.authenticate(of_dora).has_value());
  CHECK(room.staff.disable(StaffId{1}) == Changed::unknown);
}

TEST_CASE("a changed role or office counts from the next request") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const Secret token = room.signed_in("clara", clara).token;
  CHECK(room.staff.place(clara.id, Role::manager, {LocationId{7}}) == Changed::changed);
  const auto session = room.staff.authenticate(token);
  CHECK(session->member.role == Role::manager);
  CHECK(session->member.locations == std::vector<LocationId>{LocationId{7}});
  CHECK(room.staff.place(StaffId{1}, Role::it, {}) == Changed::unknown);
}

// What is kept along is kept with the change or not at all; were they two, a failure between them
// would leave a change that no log knows.
TEST_CASE("each change of a member and of a session is kept with its record, or not at all") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const auto fails = [](storage::Transaction&, StaffId) { throw Fault("the log is full"); };
  CHECK_THROWS(room.staff.place(clara.id, Role::manager, {LocationId{7}}, fails));
  CHECK(room.staff.find(clara.id)->role == Role::office);
  CHECK(room.staff.find(clara.id)->locations != std::vector<LocationId>{LocationId{7}});
  const std::string code = room.code_of(clara.totp);
  CHECK_THROWS(room.staff.sign_in("clara", room.password, code, fails));
  CHECK_FALSE(room.staff.find(clara.id)->signed_in_at);
  auto in = room.staff.sign_in("clara", room.password, code);  // not spent by what failed
  const auto session = std::get<staff::SignedIn>(std::move(in)).session;
  room.clock.pass(std::chrono::minutes(6));
  CHECK_THROWS(room.staff.step_up(session, room.code_of(clara.totp), fails));
  CHECK(room.staff.step_up(session, room.code_of(clara.totp)) == StepUp::done);
  CHECK_THROWS(room.staff.sign_out(session, fails));
  const auto invited = room.staff.add({"dora", "Dora", Role::it, {}}).value();
  const Secret totp = room.totp_of(invited.id);
  CHECK_THROWS(
      room.staff.enrol("dora", invited.setup_code, room.password, room.code_of(totp), fails));
  CHECK(room.staff.find(invited.id)->state == staff::MemberState::invited);
}

TEST_CASE("the last active admin can neither be disabled nor lose the role") {
  StaffRoom room;
  const auto ada = room.enrolled("ada", Role::admin);
  CHECK(room.staff.disable(ada.id) == Changed::last_admin);
  CHECK(room.staff.place(ada.id, Role::office, {LocationId{7}}) == Changed::last_admin);
  room.staff.add({"invited", "Not here yet", Role::admin, {}});
  CHECK(room.staff.disable(ada.id) == Changed::last_admin);
  room.enrolled("eve", Role::admin);
  CHECK(room.staff.disable(ada.id) == Changed::changed);
}

TEST_CASE("a third session ends the oldest of two") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const auto dora = room.enrolled("dora");
  const Secret of_dora = room.signed_in("dora", dora).token;
  const Secret first = room.signed_in("clara", clara).token;
  const Secret second = room.signed_in("clara", clara).token;
  CHECK(room.staff.authenticate(first).has_value());
  const Secret third = room.signed_in("clara", clara).token;
  CHECK_FALSE(room.staff.authenticate(first).has_value());
  CHECK(room.staff.authenticate(second).has_value());
  CHECK(room.staff.authenticate(third).has_value());
  CHECK(room.staff.authenticate(of_dora).has_value());
}

TEST_CASE("signing out ends that session and no other") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const SignedIn first = room.signed_in("clara", clara);
  const SignedIn second = room.signed_in("clara", clara);
  room.staff.sign_out(first.session);
  CHECK_FALSE(room.staff.authenticate(first.token).has_value());
  CHECK(room.staff.authenticate(second.token).has_value());
}

TEST_CASE("a stranger's, an empty and the stored token open nothing") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const SignedIn in = room.signed_in("clara", clara);
  CHECK_FALSE(room.staff.authenticate(Secret(room.dice.token())).has_value());
  CHECK_FALSE(room.staff.authenticate(Secret()).has_value());
  CHECK_FALSE(room.staff.authenticate(Secret(in.session.key)).has_value());
}

TEST_CASE("each session has a form token of its own, the same at every request") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const SignedIn first = room.signed_in("clara", clara);
  const SignedIn second = room.signed_in("clara", clara);
  CHECK(first.session.csrf.size() == 64);
  CHECK_FALSE(first.session.csrf == second.session.csrf);
  CHECK(room.staff.authenticate(first.token)->csrf == first.session.csrf);
}

TEST_CASE("stepping up lasts five minutes and counts wrong tries like signing in") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const Secret token = room.signed_in("clara", clara).token;
  CHECK(room.staff.authenticate(token)->stepped_up(room.clock.now()));
  room.clock.pass(6min);
  const Session session = room.staff.authenticate(token).value();
  CHECK_FALSE(session.stepped_up(room.clock.now()));
  for (int i = 0; i < 5; ++i) CHECK(room.staff.step_up(session, "000000") == StepUp::refused);
  CHECK(room.staff.step_up(session, room.code_of(clara.totp)) == StepUp::refused);
  room.clock.pass(30s);
  CHECK(room.staff.step_up(session, room.code_of(clara.totp)) == StepUp::done);
  CHECK(room.staff.authenticate(token)->stepped_up(room.clock.now()));
  room.staff.sign_out(session);
  room.clock.pass(30s);
  CHECK(room.staff.step_up(session, room.code_of(clara.totp)) == StepUp::refused);
}

TEST_CASE("names, authenticators, setup codes and tokens can't be read in the database file") {
  StaffRoom room;
  const auto clara = room.enrolled("clara.clerkson");
  const SignedIn in = room.signed_in("clara.clerkson", clara);
  const auto invited = room.staff.add({"dora.deskworth", "Dora", Role::it, {}}).value();
  std::string everything;
  for (const char* suffix : {"", "-wal"}) {
    std::ifstream file(room.store.path() + suffix, std::ios::binary);
    everything.append(std::istreambuf_iterator<char>(file), {});
  }
  CHECK(everything.find("staff_session") != std::string::npos);  // the search finds what is there
  for (const std::string_view datum :
       {std::string_view("clara.clerkson"), std::string_view("dora.deskworth"), clara.totp.reveal(),
        in.token.reveal(), in.session.csrf.reveal(), invited.setup_code.reveal()})
    CHECK(everything.find(datum) == std::string::npos);
}
