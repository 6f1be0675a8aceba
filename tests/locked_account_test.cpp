// A locked account, from the sign-in that locked it to the one that works again.

#include <doctest/doctest.h>

#include "tests/channel_drivers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;

namespace {

// Somebody types wrong passwords, and waits as long as each costs: the last is an hour's lock.
void lock(Clinic& clinic, const FixturePerson& who) {
  auto& accounts = clinic.service().local_accounts();
  for (int tries = 0; tries < 14; ++tries) {
    clinic.clock.pass(std::chrono::hours(2));
    accounts.sign_in(std::string(who.user_name), Secret("not the password"));
  }
}

accounts::AccountStatus status_of(Clinic& clinic, const FixturePerson& who) {
  const auto ref = clinic.service().store().read([&](storage::Transaction& tx) {
    const auto id = tx.run("SELECT id FROM patient").rows;
    for (const auto& row : id) {
      const auto person = clinic.service().roster().person(tx, row.id<PatientId>(0));
      if (person && person->user_name == who.user_name) return person->account;
    }
    return std::optional<accounts::AccountRef>();
  });
  REQUIRE(ref.has_value());
  return std::get<accounts::AccountState>(clinic.service().account_system().account_state(*ref))
      .status;
}

template <class Driver>
void open_again() {
  Clinic clinic;
  const FixturePerson& maria = person("maria");
  lock(clinic, maria);
  REQUIRE(status_of(clinic, maria) == accounts::AccountStatus::locked);
  Driver driver(clinic, maria, Doubling::twice);
  driver.act_all({{"topic", "locked"}, {"identify", ""}, {"proof", "text"}, {"code", "right"}});
  CHECK(driver.act("choose", "unlock").step == "recovered_locked");
  CHECK(driver.unlike().empty());
  CHECK(status_of(clinic, maria) == accounts::AccountStatus::active);
  CHECK(clinic.tickets().empty());
  int told = 0;
  for (const auto& sent : clinic.sent()) told += sent.body.find(" unlocked") != std::string::npos;
  CHECK(told >= 1);
}

}  // namespace

TEST_CASE("a locked account is opened again on the page, and the patient is told") {
  open_again<WebDriver>();
}

TEST_CASE("a locked account is opened again by phone alone, and the patient is told") {
  open_again<PhoneDriver>();
}
