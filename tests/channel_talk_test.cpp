// The table conversations on the real pages and the real phone line, down to the database.

#include <doctest/doctest.h>

#include "tests/channel_drivers.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;

namespace {

struct Effects {
  std::size_t messages = 0, tickets = 0;
  bool operator==(const Effects&) const = default;
};

constexpr auto twilio = ProviderProfile::twilio;

template <class Driver>
Effects run_on(const Talk& talk, Doubling doubling, ProviderProfile profile) {
  Clinic clinic(Clinic::Roster::fixture_people,
                [&](Config& config) { fakes::join_provider(config, profile); });
  Driver driver(clinic, person(talk.who), doubling, talk.language);
  run_talk(talk, driver);
  INFO(talk.file);
  for (const std::string& unlike : driver.unlike()) FAIL_CHECK(unlike);
  CHECK(clinic.sink.leaks().empty());
  return {clinic.sent().size(), driver.tickets().size()};
}

template <class Driver>
int run_all(const std::string& channel, Doubling doubling, ProviderProfile profile = twilio) {
  int run = 0, spanish = 0;
  for (const Talk& talk : all_talks()) {
    if (!talk.runs_on(channel)) continue;
    const Effects effects = run_on<Driver>(talk, doubling, profile);
    if (doubling == Doubling::twice)
      CHECK(effects == run_on<Driver>(talk, Doubling::once, profile));
    ++run;
    spanish += talk.language == "es" ? 1 : 0;
  }
  CHECK(spanish >= 2);
  return run;
}

}  // namespace

TEST_CASE("every table conversation holds on the pages") {
  CHECK(run_all<WebDriver>("web", Doubling::once) == files_that_run_on("web"));
}

TEST_CASE("every table conversation holds on the phone") {
  CHECK(run_all<PhoneDriver>("phone", Doubling::once) == files_that_run_on("phone"));
}

TEST_CASE("a conversation of which every post arrives twice goes the same way, once") {
  CHECK(run_all<WebDriver>("web", Doubling::twice) == files_that_run_on("web"));
}

TEST_CASE("a call of which every webhook arrives twice goes the same way, once") {
  CHECK(run_all<PhoneDriver>("phone", Doubling::twice) == files_that_run_on("phone"));
}

TEST_CASE("every table conversation holds on the phone of each provider") {
  using enum ProviderProfile;
  for (const auto profile : {signalwire, telnyx, somleng})
    CHECK(run_all<PhoneDriver>("phone", Doubling::once, profile) == files_that_run_on("phone"));
}
