// latchkey.toml's [limits] meets core/identity's Limits, which own names, bounds and reasons.
#include <doctest/doctest.h>

#include <regex>
#include <string>

#include "core/base/config.h"
#include "core/base/fault.h"
#include "core/identity/limits.h"

using namespace latchkey;

TEST_CASE("every limit that the example shows is one of recovery, with its real default") {
  const std::string example = example_config("Riverside");
  const std::size_t begin = example.find("[limits]");
  const std::string section = example.substr(begin, example.find("\n[", begin) - begin);
  const std::regex setting("\n#([a-z_]+) = ([0-9]+)");
  identity::Limits limits;
  int found = 0;
  for (std::sregex_iterator it(section.begin(), section.end(), setting), end; it != end; ++it) {
    limits.set((*it)[1].str(), std::stoll((*it)[2].str()));
    ++found;
  }
  CHECK(found == 8);
  CHECK_NOTHROW(limits.check());
  const identity::Limits defaults;
  CHECK(limits.text_code_life == defaults.text_code_life);
  CHECK(limits.mail_code_life == defaults.mail_code_life);
  CHECK(limits.wrong_per_conversation == defaults.wrong_per_conversation);
  CHECK(limits.wrong_per_day == defaults.wrong_per_day);
  CHECK(limits.sends_per_day == defaults.sends_per_day);
  CHECK(limits.sends_everywhere_hour == defaults.sends_everywhere_hour);
  CHECK(limits.password_points == defaults.password_points);
}

TEST_CASE("a limit loosened beyond its standard is refused however it was carried") {
  identity::Limits limits;
  const LimitSetting loose{"text_code_life", 601, "latchkey.toml:80"};
  limits.set(loose.key, loose.value);
  CHECK_THROWS_AS(limits.check(), ConfigFault);
  CHECK_THROWS_AS(limits.set("text_code_lives", 600), ConfigFault);
}

TEST_CASE("a limit that nothing reads is refused by name") {
  for (const char* key : {"nothing", "postal_code_digits", "postal_code_life", "saved_code_chars",
                          "registration_code_chars", "registration_code_life",
                          "registration_live_digits", "match_code_digits", "vouch_life",
                          "callback_digits", "stamp_life", "password_points_two_step"})
    CHECK_THROWS_WITH_AS(identity::Limits().set(key, 5), doctest::Contains(key), ConfigFault);
}
