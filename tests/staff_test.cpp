#include "core/staff/staff.h"

#include <doctest/doctest.h>

#include <thread>

#include "tests/fakes/staff_room.h"

using namespace latchkey;
using namespace latchkey::staff;
using fakes::StaffRoom;
using namespace std::chrono_literals;

namespace {

bool is_in(const SignInResult& result) { return std::holds_alternative<SignedIn>(result); }
std::optional<Time> not_before(const SignInResult& result) {
  return std::get<Refused>(result).not_before;
}

}  // namespace

TEST_CASE("a new installation has no staff and lets nobody in") {
  StaffRoom room;
  CHECK(room.staff.list().empty());
  for (const char* name : {"admin", "root", ""})
    CHECK_FALSE(is_in(room.staff.sign_in(name, Secret("admin"), "000000")));
}

TEST_CASE("a member enrols once with the setup code and then signs in") {
  StaffRoom room;
  const auto invitation =
      room.staff.add({"Clara", "Clara Clerk", Role::office, {LocationId{2}, LocationId{1}}});
  REQUIRE(invitation.has_value());
  CHECK_FALSE(room.staff.add({" clara ", "Another", Role::it, {}}).has_value());
  const Secret& setup = invitation->setup_code;
  CHECK_FALSE(room.staff.open_enrolment("clara", Secret("0000000000")).has_value());
  CHECK_FALSE(room.staff.open_enrolment("nobody", setup).has_value());
  const auto enrolment = room.staff.open_enrolment("CLARA", setup);
  REQUIRE(enrolment.has_value());
  const Secret totp = room.totp_of(invitation->id);
  CHECK(enrolment->secret_base32 == totp_base32(totp));
  CHECK(enrolment->otpauth_uri.find(enrolment->secret_base32) != std::string::npos);

  const std::string code = room.code_of(totp);
  CHECK(room.staff.enrol("clara", setup, Secret("fourteen chars"), code) ==
        Enrolled::weak_password);
  CHECK(room.staff.enrol("clara", setup, room.password, "000000") == Enrolled::wrong_code);
  CHECK(room.staff.enrol("clara", Secret("wrong"), room.password, code) == Enrolled::refused);
  CHECK(room.staff.enrol("clara", setup, room.password, code) == Enrolled::enrolled);
  CHECK(room.staff.enrol("clara", setup, room.password, code) == Enrolled::refused);
  CHECK_FALSE(room.staff.open_enrolment("clara", setup).has_value());

  CHECK_FALSE(is_in(room.staff.sign_in("clara", room.password, code)));  // used to enrol
  room.clock.pass(30s);
  auto result = room.staff.sign_in("Clara", room.password, room.code_of(totp));
  REQUIRE(is_in(result));
  const Session& session = std::get<SignedIn>(result).session;
  CHECK(session.member.display == "Clara Clerk");
  CHECK(session.member.role == Role::office);
  CHECK(session.member.locations == std::vector<LocationId>{LocationId{1}, LocationId{2}});
}

TEST_CASE("a setup code dies after 72 hours and when another is made") {
  StaffRoom room;
  const auto first = room.staff.add({"clara", "Clara", Role::office, {}}).value();
  const auto second = room.staff.invite_again(first.id).value();
  CHECK_FALSE(room.staff.open_enrolment("clara", first.setup_code).has_value());
  CHECK(room.staff.open_enrolment("clara", second.setup_code).has_value());
  room.clock.pass(72h);
  CHECK_FALSE(room.staff.open_enrolment("clara", second.setup_code).has_value());
  CHECK_FALSE(room.staff.invite_again(StaffId{1}).has_value());
}

TEST_CASE("six digits work once, also in another session and for stepping up") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const std::string code = room.code_of(clara.totp);
  auto result = room.staff.sign_in("clara", room.password, code);
  REQUIRE(is_in(result));
  CHECK_FALSE(is_in(room.staff.sign_in("clara", room.password, code)));
  const Session& session = std::get<SignedIn>(result).session;
  CHECK(room.staff.step_up(session, code) == StepUp::refused);
  room.clock.pass(30s);
  CHECK(room.staff.step_up(session, room.code_of(clara.totp)) == StepUp::done);
}

TEST_CASE("of twenty sign-ins at once with one code exactly one gets in" *
          doctest::test_suite("concurrent staff")) {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const std::string code = room.code_of(clara.totp);
  std::atomic<int> in{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 20; ++i)
    threads.emplace_back([&] {
      if (is_in(room.staff.sign_in("clara", room.password, code))) ++in;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(in == 1);
}

TEST_CASE("a wrong password, a wrong code and an unknown name are refused alike") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  const int before = room.hasher.checks;
  const auto wrong_password =
      room.staff.sign_in("clara", Secret("wrong but long enough"), room.code_of(clara.totp));
  const auto wrong_code = room.staff.sign_in("clara", room.password, "000000");
  const auto nobody = room.staff.sign_in("nobody", room.password, "000000");
  const auto no_name = room.staff.sign_in(std::string(5000, 'x'), room.password, "000000");
  CHECK(room.hasher.checks == before + 4);  // one hash each: equal work
  for (const auto* result : {&wrong_password, &wrong_code, &nobody, &no_name})
    CHECK_FALSE(not_before(*result).has_value());
}

TEST_CASE("wrong tries slow a name down as the table says, whoever it is") {
  CHECK(wait_after(4) == 0s);
  CHECK(wait_after(5) == 30s);
  CHECK(wait_after(6) == 60s);
  CHECK(wait_after(7) == 2min);
  CHECK(wait_after(8) == 4min);
  CHECK(wait_after(9) == 8min);
  CHECK(wait_after(10) == 16min);
  CHECK(wait_after(11) == 32min);
  CHECK(wait_after(12) == 60min);
  CHECK(wait_after(49) == 60min);
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  for (const char* name : {"clara", "nobody"}) {
    for (int i = 0; i < 4; ++i)
      CHECK_FALSE(not_before(room.staff.sign_in(name, Secret("x"), "000000")).has_value());
    CHECK(not_before(room.staff.sign_in(name, Secret("x"), "000000")) == room.clock.now() + 30s);
    // While it waits a try is not judged, nor counted.
    const int checks = room.hasher.checks;
    CHECK(not_before(room.staff.sign_in(name, room.password, room.code_of(clara.totp))) ==
          room.clock.now() + 30s);
    CHECK(room.hasher.checks == checks);
  }
  room.clock.pass(30s);
  CHECK(is_in(room.sign_in("clara", clara)));
  room.clock.pass(30s);
  // A success forgets the tries before it.
  CHECK_FALSE(not_before(room.staff.sign_in("clara", Secret("x"), "000000")).has_value());
}

TEST_CASE("fifty wrong tries in a row, however slow, end a password until an admin helps") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  for (int i = 0; i < Rules{}.failures_max; ++i) {
    room.staff.sign_in("clara", Secret("x"), "000000");
    room.clock.pass(61min);
    if (i % 10 == 0) room.clock.pass(48h);
    room.staff.tidy();
  }
  CHECK_FALSE(is_in(room.sign_in("clara", clara)));
  const auto invitation = room.staff.invite_again(clara.id).value();
  const Secret totp = room.totp_of(clara.id);
  CHECK_FALSE(totp == clara.totp);
  CHECK(room.staff.enrol("clara", invitation.setup_code, room.password, room.code_of(totp)) ==
        Enrolled::enrolled);
  room.clock.pass(30s);
  CHECK(is_in(room.staff.sign_in("clara", room.password, room.code_of(totp))));
}

TEST_CASE("a hash with old settings is made anew by the sign-in that proves it") {
  StaffRoom room;
  const auto clara = room.enrolled("clara");
  room.hasher.settings = "v2:";
  room.signed_in("clara", clara);
  CHECK(room.store->read([](storage::Transaction& tx) {
    return tx.run("SELECT password FROM staff").one()->text(0).substr(0, 3);
  }) == "v2:");
  CHECK(is_in(room.sign_in("clara", clara)));
}

TEST_CASE("nobody's tries are forgotten after a day, a member's are not") {
  StaffRoom room;
  room.enrolled("clara");
  room.staff.sign_in("clara", Secret("x"), "000000");
  room.staff.sign_in("nobody", Secret("x"), "000000");
  const auto rows = [&] {
    return room.store->read([](storage::Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM staff_try").one()->integer(0);
    });
  };
  room.staff.tidy();
  CHECK(rows() == 2);
  room.clock.pass(25h);
  room.staff.tidy();
  CHECK(rows() == 1);
}
