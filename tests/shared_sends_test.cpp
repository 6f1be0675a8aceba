// What everybody shares of messages: a block of numbers, and the clinic's hour.
#include <doctest/doctest.h>

#include "tests/fakes/visitors.h"

using namespace latchkey;
using fakes::Clinic;
using fakes::Doubling;
using fakes::WebVisitor;

namespace {

void ask(Clinic& clinic, const char* who, const std::string& from, const char* way) {
  WebVisitor visitor(clinic, Doubling::once, from);
  fakes::identify(visitor, tests::person(who), "forgot_password", way);
  CHECK(visitor.shown().step == "enter_code");
  clinic.settle();
  clinic.clock.pass(std::chrono::seconds(61));
}

// Whether a code reaches that person now.
bool reaches(Clinic& clinic, const char* who, const char* way) {
  const auto before = clinic.sent().size();
  ask(clinic, who, "198.51.100.200", way);
  return clinic.sent().size() > before;
}

}  // namespace

// What was asked for and not sent was counted against the block of numbers and everybody's hour:
// whoever knew one patient's facts, their own, could switch off the texts of the whole clinic.
TEST_CASE("who asks for one patient again and again keeps no neighbour from a code") {
  for (const char* way : {"text", "call"}) {
    CAPTURE(way);
    Clinic clinic(Clinic::Roster::fixture_people, [](Config& config) {
      config.limits.push_back({"sends_everywhere_hour", 21, "a test"});
    });
    for (int i = 0; i < 30; ++i) ask(clinic, "two_step", "203.0.113." + std::to_string(i + 1), way);
    CHECK(reaches(clinic, "maria", way));
    for (int i = 0; i < 30; ++i) ask(clinic, "two_step", "192.0.2.77", way);
    CHECK(reaches(clinic, "unlucky", way));
  }
}

TEST_CASE("strangers' names spend nothing of what patients share") {
  Clinic clinic(Clinic::Roster::fixture_people, [](Config& config) {
    config.limits.push_back({"sends_everywhere_hour", 21, "a test"});
  });
  for (int i = 0; i < 30; ++i)
    ask(clinic, "stranger", "203.0.113." + std::to_string(i + 1), "text");
  CHECK(reaches(clinic, "maria", "text"));
}
