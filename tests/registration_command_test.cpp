// `latchkey registration issue`: who may have a code, what is printed, told and audited.

#include <doctest/doctest.h>

#include "core/operations/issue_registration.h"
#include "tests/fakes/clinic.h"
#include "tests/fakes/installation.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Said;
using operations::RegistrationOptions;

namespace {

RegistrationOptions options_for(const FixturePerson& who) {
  RegistrationOptions options;
  options.record_number = who.record_number;
  options.seen = "in_person";
  return options;
}

Said issue(Clinic& clinic, RegistrationOptions options) {
  options.config = [&clinic] { return clinic.config(); };
  return fakes::run([&](std::ostream& out, std::ostream& err) {
    return operations::issue_registration(options, clinic.dice, clinic.clock, out, err);
  });
}

std::string code_of(const Said& said) {
  const std::string_view before = "Registration code: ";
  const std::size_t at = said.out.find(before);
  REQUIRE_MESSAGE(at != std::string::npos, said.err);
  return said.out.substr(at + before.size(), said.out.find('\n', at) - at - before.size());
}

std::optional<identity::RegistrationFound> find(Clinic& clinic, const std::string& code) {
  auto& s = clinic.service();
  return s.store().read([&](storage::Transaction& tx) {
    return s.registrations().find(tx, Secret(code), clinic.clock.now());
  });
}

}  // namespace

TEST_CASE(
    "a code is given out once, told to every contact, audited, and replaces the earlier one") {
  Clinic clinic;
  const FixturePerson& newcomer = person("newcomer");
  const Said first = issue(clinic, options_for(newcomer));
  const std::string code = code_of(first);
  CHECK(code.size() == 19);
  CHECK(find(clinic, code)->patient == clinic.patient(newcomer));
  CHECK(first.out.find(clinic.config().urls.patient) != std::string::npos);
  CHECK(first.out.find("Told of it: 2 contacts") != std::string::npos);
  clinic.settle();
  CHECK(clinic.sent().size() == 2);
  for (const auto& sent : clinic.sent()) CHECK(sent.body.find(code) == std::string::npos);
  auto& s = clinic.service();
  const auto audited =
      s.store().read([&](storage::Transaction& tx) { return s.audit().list(tx, audit::Filter{}); });
  CHECK(audited.front().action == "registration.issue");
  CHECK(audited.front().actor == audit::Actor::operations);
  CHECK(audited.front().details == "paper, in_person");

  RegistrationOptions live = options_for(newcomer);
  live.seen = "callback";
  live.code = RegistrationOptions::Code::live;
  const std::string digits = code_of(issue(clinic, live));
  CHECK(digits.size() == 9);
  CHECK_FALSE(find(clinic, code));
  CHECK(find(clinic, digits));

  RegistrationOptions json = options_for(newcomer);
  json.format = operations::Format::json;
  CHECK(issue(clinic, json).out.starts_with("{\"code\":\""));
  CHECK(clinic.sink.leaks().empty());
}

TEST_CASE("who has signed in, is a minor, is gone or unknown gets no code, and is told why") {
  Clinic clinic;
  const auto refused = [&](const RegistrationOptions& options, std::string_view part) {
    const Said said = issue(clinic, options);
    INFO(said.err);
    CHECK(said.err.find(part) != std::string::npos);
    CHECK(said.out.empty());
    return said.code;
  };
  CHECK(refused(options_for(person("maria")), "somebody has signed in") == 1);
  CHECK(refused(options_for(person("teenager")), "is a minor") == 1);
  CHECK(refused(options_for(person("deceased")), "is not active") == 1);
  CHECK(refused(options_for(person("stranger")), "no patient has this record number") == 1);
  RegistrationOptions unseen = options_for(person("newcomer"));
  unseen.seen = "by name";
  CHECK(refused(unseen, "how the office knows the patient") == 2);
  CHECK(refused({}, "say who") == 2);
  clinic.settle();
  CHECK(clinic.sent().empty());
}

TEST_CASE("an account system that can't say whether an account was used gets no codes") {
  Clinic clinic(Clinic::Roster::fixture_people, [](Config& config) {
    config.patient_policy.account_system = AccountSystemKind::roster;
  });
  const Said said = issue(clinic, options_for(person("newcomer")));
  CHECK(said.code == 1);
  CHECK(said.err.find("can't say") != std::string::npos);
}
