// One budget of wrong codes for the account, whatever they are typed on (rulings.md R4, R6;
// product.md rules 2 and 4), from the form and the keypad to the rows.

#include <doctest/doctest.h>

#include "tests/spent_tries.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;

namespace {

struct Visit {
  std::vector<std::string> history;
  std::size_t messages = 0;  // that left the clinic meanwhile
};

// The whole of a visit that proves nothing, by e-mail, which has a budget of messages of its own.
Visit next_visit(Clinic& clinic, const FixturePerson& who) {
  const std::size_t before = clinic.sent().size();
  WebDriver driver(clinic, who, Doubling::once);
  guess(driver, "mail", 1);
  driver.act("other", "");
  driver.act("choose", "help");
  driver.act("choose", "no");
  return {driver.visitor().history(), clinic.sent().size() - before};
}

std::size_t codes_sent(Clinic& clinic) {
  std::size_t codes = 0;
  for (const demo::Sent& sent : clinic.sent()) codes += sent.kind == "mail" ? 1U : 0U;
  return codes;
}

}  // namespace

TEST_CASE("wrong codes on web, phone and web together close the account's tries everywhere") {
  const FixturePerson& maria = person("maria");
  Clinic clinic;
  spend_ten(clinic, maria);
  const Visit decoy = next_visit(clinic, maria);
  CHECK_MESSAGE(decoy.messages == 0, "nobody is sent a code whose tries are spent");
  // The same pages, word for word, as somebody who is no patient, and as a patient on a good day.
  CHECK(decoy.history == next_visit(clinic, person("stranger")).history);
  Clinic fresh;
  const Visit patient = next_visit(fresh, maria);
  CHECK(patient.messages == 1);
  CHECK(decoy.history == patient.history);
  // By phone it is the same budget.
  const std::size_t before = clinic.sent().size();
  PhoneDriver caller(clinic, maria, Doubling::once);
  CHECK(guess(caller, "mail", 0) == "enter_code");
  CHECK(clinic.sent().size() == before);

  clinic.clock.pass(std::chrono::hours(24));
  WebDriver later(clinic, maria, Doubling::once);
  CHECK(guess(later, "mail", 0) == "enter_code");
  CHECK(clinic.sent().size() == before + 1);
  CHECK(later.act("code", "right").step == "choose_password");
}

TEST_CASE("the right code opens nothing any more once others spent the account's tries") {
  const FixturePerson& maria = person("maria");
  Clinic clinic;
  WebDriver patient(clinic, maria, Doubling::once);
  CHECK(guess(patient, "mail", 0) == "enter_code");
  REQUIRE(codes_sent(clinic) == 1);
  spend_ten(clinic, maria);
  const auto judged = patient.act("code", "right");
  CHECK(judged.step == "enter_code");
  CHECK(judged.notice == "wrong_code");
}

TEST_CASE("tries that were spent on the phone count on the web, and outlive a restart") {
  const FixturePerson& maria = person("maria");
  Clinic clinic;
  for (int call = 0; call < 3; ++call) {
    PhoneDriver caller(clinic, maria, Doubling::once);
    CHECK(guess(caller, "text", 3) == "offer_help");
    clinic.clock.pass(std::chrono::minutes(5));
  }
  REQUIRE(clinic.restart());
  // The tenth, and the one that is too many.
  CHECK(next_visit(clinic, maria).messages == 1);
  CHECK(next_visit(clinic, maria).messages == 0);
}

TEST_CASE("a stranger who guesses under a patient's name spends the patient's tries, not others'") {
  Clinic clinic;
  spend_ten(clinic, person("maria"));
  CHECK(next_visit(clinic, person("proxy")).messages == 1);
}
