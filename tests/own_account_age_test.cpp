// Whose office helps because they are young (domain.md P14, J18): the clinic says from which age
// patients get back into their own account themselves.
#include <doctest/doctest.h>

#include "tests/channel_drivers.h"
#include "tests/fakes/clinic.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;

namespace {

struct Ending {
  std::string step;
  std::vector<std::string> tickets;
};

// A teenager, thirteen until tomorrow, who forgot the password and types the right code.
Ending teenager_at(int own_account_age) {
  Clinic clinic(Clinic::Roster::fixture_people,
                [&](Config& config) { config.patient_policy.own_account_age = own_account_age; });
  WebDriver driver(clinic, person("teenager"), Doubling::once, "en");
  driver.act_all({{"topic", "forgot_password"}, {"identify", ""}, {"proof", "text"}});
  if (driver.act("code", "right").step == "choose_password") driver.act("password", "good");
  return {driver.visitor().shown().step, clinic.tickets()};
}

}  // namespace

TEST_CASE("a teenager's office helps, unless the clinic lets teenagers help themselves (J18)") {
  for (const int age : {14, 18}) {
    const Ending helped = teenager_at(age);
    CHECK(helped.step == "handed_over_proven");
    CHECK(helped.tickets == std::vector<std::string>{"policy"});
  }
  const Ending alone = teenager_at(13);
  CHECK(alone.step == "recovered_password");
  CHECK(alone.tickets.empty());
}

TEST_CASE("who may recover alone is not who counts as an adult that shares a phone") {
  Clinic clinic(Clinic::Roster::fixture_people,
                [](Config& config) { config.patient_policy.own_account_age = 13; });
  CHECK(clinic.service().roster().policy().adult_age == 18);
  CHECK(clinic.service().roster().policy().own_account_age == 13);
}
