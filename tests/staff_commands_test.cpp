// What an operator's commands about staff and the audit log leave behind, also when they fail.

#include <doctest/doctest.h>

#include "core/base/json.h"
#include "core/operations/add_staff.h"
#include "core/operations/doctor.h"
#include "core/operations/hasher.h"
#include "core/operations/verify_audit.h"
#include "core/staff/staff.h"
#include "core/staff/totp.h"
#include "tests/fakes/installation.h"

using namespace latchkey;
using fakes::Installation;
using fakes::Said;
namespace fs = std::filesystem;

namespace {

struct Clinic : Installation {
  template <class Options>
  Said say(int (*command)(const Options&, Dice&, const Clock&, std::ostream&, std::ostream&),
           Options options) {
    options.config = config();
    return fakes::run([&](std::ostream& out, std::ostream& err) {
      return command(options, dice, clock, out, err);
    });
  }
  static operations::StaffOptions named(const std::string& name) {
    operations::StaffOptions options;
    options.name = name;
    options.role = "it";
    options.format = operations::Format::json;
    return options;
  }
  Said add(const std::string& name) { return say(operations::add_staff, named(name)); }
  Said again(const std::string& name) { return say(operations::invite_staff_again, named(name)); }
  Said let_go(const std::string& name) { return say(operations::disable_staff, named(name)); }
  Said anchor() { return say(operations::anchor_audit, operations::AuditOptions{}); }

  template <class Work>
  auto at_desk(Work work) {
    auto at = open();
    operations::Hasher hasher(at.sealer(), dice, operations::hash_cost(at.config()));
    staff::Staff room(at.store(), at.sealer(), dice, clock, hasher, "Riverside");
    return work(room);
  }
  // Enrols with the setup code that `said` shows; the authenticator's secret.
  Secret enrol(const std::string& name, const Said& said) {
    const auto json = Json::parse(said.out);
    REQUIRE(json);
    const Secret code(json->text_of("setup_code").value());
    return at_desk([&](staff::Staff& room) {
      const auto opened = room.open_enrolment(name, code);
      REQUIRE(opened);
      const Secret totp = staff::totp_secret_from_base32(opened->secret_base32);
      REQUIRE(room.enrol(name, code, password, digits(totp)) == staff::Enrolled::enrolled);
      return totp;
    });
  }
  bool signs_in(const std::string& name, const Secret& totp) {
    clock.time += std::chrono::minutes(1);
    return at_desk([&](staff::Staff& room) {
      return std::holds_alternative<staff::SignedIn>(room.sign_in(name, password, digits(totp)));
    });
  }
  std::string digits(const Secret& totp) const {
    return staff::totp_code(totp, staff::totp_step(clock.now()));
  }
  std::vector<std::string> audited() {
    auto at = open();
    std::vector<std::string> out;
    for (const auto& row : at.store().read(
             [&](storage::Transaction& tx) { return at.audit().list(tx, audit::Filter{}); }))
      out.insert(out.begin(), row.action);
    return out;
  }
  // The log's head is no longer ours: nothing more can be added to it.
  void forge_head() {
    auto at = open();
    at.store().write([](storage::Transaction& tx) { tx.run("UPDATE audit_head SET count = 9"); });
  }
  std::size_t members() {
    return at_desk([](staff::Staff& room) { return room.list().size(); });
  }

  const Secret password{"fifteen or more letters"};
};

bool says(const std::string& text, std::string_view part) {
  const bool found = text.find(part) != std::string::npos;
  if (!found) MESSAGE(text);
  return found;
}

}  // namespace

TEST_CASE("who lost the authenticator, or failed too often, is let in again by a new setup code") {
  Clinic clinic;
  const Secret lost = clinic.enrol("ana", clinic.add("ana"));
  CHECK(clinic.signs_in("ana", lost));
  clinic.at_desk([&](staff::Staff& room) {
    for (int i = 0; i < 50; ++i) {
      room.sign_in("ana", Secret("not the password"), "000000");
      clinic.clock.time += std::chrono::hours(1);
    }
  });
  CHECK_FALSE(clinic.signs_in("ana", lost));

  const Said said = clinic.again("ANA");
  CHECK_MESSAGE(said.code == 0, said.err);
  CHECK_FALSE(clinic.signs_in("ana", lost));
  CHECK(clinic.signs_in("ana", clinic.enrol("ana", said)));
  CHECK(clinic.audited() == std::vector<std::string>{"staff.add", "staff.invite_again"});
}

TEST_CASE("who leaves is signed out at once and stays out, until invited again") {
  Clinic clinic;
  const Secret totp = clinic.enrol("ana", clinic.add("ana"));
  REQUIRE(clinic.signs_in("ana", totp));
  clinic.clock.time += std::chrono::minutes(1);
  const Secret cookie = clinic.at_desk([&](staff::Staff& room) {
    return std::get<staff::SignedIn>(room.sign_in("ana", clinic.password, clinic.digits(totp)))
        .token;
  });
  CHECK(says(clinic.let_go("Ana").out, "\"disabled\":\"ana\""));
  CHECK_FALSE(
      clinic.at_desk([&](staff::Staff& room) { return room.authenticate(cookie).has_value(); }));
  CHECK_FALSE(clinic.signs_in("ana", totp));
  CHECK(clinic.let_go("ana").code == 0);
  CHECK(clinic.audited() ==
        std::vector<std::string>{"staff.add", "staff.disable", "staff.disable"});
  CHECK(clinic.let_go("bo").code == 1);
  CHECK(clinic.let_go("").code == 2);
  CHECK(clinic.signs_in("ana", clinic.enrol("ana", clinic.again("ana"))));
}

TEST_CASE("the last administrator can't be let go") {
  Clinic clinic;
  auto options = Clinic::named("ada");
  options.role = "admin";
  clinic.enrol("ada", clinic.say(operations::add_staff, options));
  const Said said = clinic.let_go("ada");
  CHECK(said.code == 1);
  CHECK(says(said.err, "last administrator"));
  CHECK(clinic.audited() == std::vector<std::string>{"staff.add"});
}

TEST_CASE("who was never added can't be invited again") {
  Clinic clinic;
  REQUIRE(clinic.add("ana").code == 0);
  const Said said = clinic.again("bo");
  CHECK(said.code == 1);
  CHECK(says(said.err, "nobody signs in as 'bo'"));
  CHECK(clinic.again("").code == 2);
  CHECK(clinic.audited() == std::vector<std::string>{"staff.add"});
}

// The member was there and the log knew nothing, when the program ended between two transactions.
TEST_CASE("a member whom the audit log can't name is not added, nor let in again") {
  Clinic clinic;
  const Secret totp = clinic.enrol("ana", clinic.add("ana"));
  clinic.forge_head();
  CHECK(clinic.add("bo").code == 1);
  CHECK(clinic.members() == 1);
  CHECK(clinic.again("ana").code == 1);
  CHECK(clinic.signs_in("ana", totp));
}

// The walk found the changed row, and the anchor was written all the same.
TEST_CASE("a log with a changed, missing or extra row is not anchored, and one line says why") {
  for (const int way : {0, 1, 2}) {
    CAPTURE(way);
    Clinic clinic;
    for (const char* name : {"ana", "bo", "cyd"}) REQUIRE(clinic.add(name).code == 0);
    clinic.open().store().write([&](storage::Transaction& tx) {
      if (way == 0) tx.run("UPDATE audit_row SET subject_id = 7 WHERE sequence = 2");
      if (way == 1) tx.run("DELETE FROM audit_row WHERE sequence = 2");
      if (way == 2) tx.run("UPDATE audit_row SET sequence = 4 WHERE sequence = 3");
    });
    const Said said = clinic.anchor();
    CHECK(said.code == 1);
    CHECK(said.out.empty());
    CHECK(says(said.err, "nothing was anchored: "));
    CHECK(says(said.err, "latchkey audit verify"));
    CHECK(std::count(said.err.begin(), said.err.end(), '\n') == 1);
    CHECK_FALSE(fs::exists(clinic.path("audit.anchor")));
  }
}

TEST_CASE("a desk at an IP address is warned of: nobody can have a passkey there") {
  Clinic clinic;
  const auto passkeys = [&] {
    std::vector<operations::Check> out;
    for (auto& check : operations::examine({clinic.config()}, clinic.dice, clinic.clock))
      if (check.name == "passkeys") out.push_back(std::move(check));
    return out;
  };
  CHECK(passkeys().empty());
  clinic.change("https://desk.example.org", "https://192.0.2.10");
  REQUIRE(passkeys().size() == 1);
  CHECK(passkeys()[0].state == operations::Check::State::warn);
  CHECK(says(passkeys()[0].says, "a host name, not an IP address"));
}
