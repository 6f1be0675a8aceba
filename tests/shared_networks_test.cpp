// Networks that many patients share: a lobby's, a care home's. One address is not one person there.
#include <doctest/doctest.h>

#include "tests/fakes/clinic.h"
#include "tests/fakes/visitors.h"

using namespace latchkey;
using fakes::Clinic;
using fakes::Doubling;
using fakes::WebVisitor;

namespace {

constexpr const char* lobby = "203.0.113.7";

Clinic with_shared(const std::vector<std::string>& networks) {
  return Clinic(Clinic::Roster::fixture_people,
                [&](Config& config) { config.patient_policy.shared_networks = networks; });
}

// As far as asking for a code by e-mail.
void ask_for_code(Clinic& clinic, const tests::FixturePerson& who, const char* from) {
  WebVisitor visitor(clinic, Doubling::once, from);
  fakes::identify(visitor, who);
  CHECK(visitor.shown().step == "enter_code");
  clinic.settle();
  clinic.clock.pass(std::chrono::seconds(61));
}

}  // namespace

TEST_CASE("from one address six codes an hour are sent; from a network that is shared, more") {
  for (const bool shared : {false, true}) {
    CAPTURE(shared);
    Clinic clinic = with_shared(shared ? std::vector<std::string>{"203.0.113.0/28"}
                                       : std::vector<std::string>{});
    for (int i = 0; i < 7; ++i) ask_for_code(clinic, tests::person("stranger"), lobby);
    const auto before = clinic.sent().size();
    ask_for_code(clinic, tests::person("maria"), lobby);
    CHECK((clinic.sent().size() > before) == shared);
  }
}

TEST_CASE("a shared network has a budget too, and its neighbours keep their own") {
  Clinic clinic = with_shared({"203.0.113.0/28"});
  // Thirty codes an hour; look-ups are forty.
  for (int i = 0; i < 31; ++i) ask_for_code(clinic, tests::person("stranger"), lobby);
  const auto before = clinic.sent().size();
  ask_for_code(clinic, tests::person("maria"), lobby);
  CHECK(clinic.sent().size() == before);
  ask_for_code(clinic, tests::person("maria"), "203.0.113.8");
  CHECK(clinic.sent().size() > before);
}
