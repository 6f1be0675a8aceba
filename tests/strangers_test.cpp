// Strangers learn nothing: up to the proof, everybody is shown and told the same (rulings.md R38).

#include <doctest/doctest.h>

#include "tests/spent_tries.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;

namespace {

// Somebody who owns the strings that FixturePerson points to.
struct Somebody {
  explicit Somebody(const demo::SamplePatient& sample)
      : kind(demo::kind_names[sample.kind]),
        first(sample.first_name),
        last(sample.last_name),
        zip(sample.zip) {
    const std::string iso = iso_date(sample.birth_date);
    birth_date = iso.substr(5, 2) + iso.substr(8, 2) + iso.substr(0, 4);
  }
  FixturePerson person() const {
    FixturePerson who;
    who.key = kind;
    who.first = first;
    who.last = last;
    who.birth_date = birth_date;
    who.zip = zip;
    return who;
  }
  std::string kind, first, last, birth_date, zip;
};

using History = std::vector<std::string>;

void walk_without_proof(ChannelDriver& driver) {
  driver.act_all({{"topic", "forgot_password"},
                  {"identify", ""},
                  {"proof", "text"},
                  {"code", "wrong"},
                  {"other", ""},
                  {"choose", "mail"},
                  {"code", "wrong"},
                  {"other", ""},
                  {"choose", "help"},
                  {"choose", "yes"},
                  {"number", "4015550142"},
                  {"choose", "no"},
                  {"office", "here"}});
}

// All that an hour has; what limits messages is another question.
void spend_tries(Clinic& clinic, const FixturePerson& who) {
  spend_ten(clinic, who);
  clinic.clock.pass(std::chrono::minutes(16));
}

enum class Tries { left, spent };

History on_the_web(const FixturePerson& who, Tries tries) {
  Clinic clinic(Clinic::Roster::and_demo_kinds);
  if (tries == Tries::spent) spend_tries(clinic, who);
  WebDriver driver(clinic, who, Doubling::once);
  walk_without_proof(driver);
  CHECK(clinic.sink.leaks().empty());
  return driver.visitor().history();
}

History by_phone(const FixturePerson& who, Tries tries) {
  Clinic clinic(Clinic::Roster::and_demo_kinds);
  if (tries == Tries::spent) spend_tries(clinic, who);
  PhoneDriver driver(clinic, who, Doubling::once);
  walk_without_proof(driver);
  CHECK(clinic.sink.leaks().empty());
  return driver.caller().history();
}

void check_same(const History& stranger, const History& other, std::string_view kind) {
  INFO("kind: ", std::string(kind));
  REQUIRE(stranger.size() == other.size());
  for (std::size_t i = 0; i < stranger.size(); ++i) {
    INFO("turn ", i);
    CHECK(stranger[i] == other[i]);
  }
}

template <class Walk>
void everybody(Walk walk) {
  const History stranger = walk(person("stranger"), Tries::left);
  REQUIRE(stranger.size() > 10);
  for (const FixturePerson& who : people) check_same(stranger, walk(who, Tries::left), who.key);
  for (const auto& sample : demo::samples(from_millis(fakes::SetClock().ms))) {
    const Somebody somebody(sample);
    check_same(stranger, walk(somebody.person(), Tries::left), somebody.kind);
  }
  for (const char* key : {"maria", "stranger", "landless"})
    check_same(stranger, walk(person(key), Tries::spent), std::string(key) + ", tries spent");
}

}  // namespace

TEST_CASE("before the proof a stranger and every kind of patient get the same pages") {
  everybody(on_the_web);
}

TEST_CASE("before the proof a stranger and every kind of patient hear the same words") {
  everybody(by_phone);
}
