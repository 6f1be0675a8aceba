// Strangers learn nothing: up to the proof, everybody is shown and told the same (rulings.md R38).

#include <doctest/doctest.h>

#include "tests/fakes/lobby_device.h"
#include "tests/fakes/wrong_code.h"
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
using fakes::Weather;

History on_the_web(const FixturePerson& who, Tries tries, Weather::Is weather) {
  Clinic clinic(Clinic::Roster::and_demo_kinds);
  clinic.turn(weather);
  if (tries == Tries::spent) spend_tries(clinic, who);
  WebDriver driver(clinic, who, Doubling::once);
  walk_without_proof(driver);
  CHECK(clinic.sink.leaks().empty());
  return driver.visitor().history();
}

History by_phone(const FixturePerson& who, Tries tries, Weather::Is weather) {
  Clinic clinic(Clinic::Roster::and_demo_kinds);
  clinic.turn(weather);
  if (tries == Tries::spent) spend_tries(clinic, who);
  PhoneDriver driver(clinic, who, Doubling::once);
  walk_without_proof(driver);
  CHECK(clinic.sink.leaks().empty());
  return driver.caller().history();
}

History at_a_kiosk(const FixturePerson& who, Tries tries, Weather::Is weather) {
  Clinic clinic(Clinic::Roster::and_demo_kinds);
  clinic.turn(weather);
  if (tries == Tries::spent) spend_tries(clinic, who);
  fakes::LobbyDevice kiosk(clinic);
  History history;
  const auto answer = [&](const http::Fields& fields) {
    kiosk.answer(fields);
    clinic.settle();
    history.push_back(kiosk.page_of_anybody());
    clinic.clock.pass(std::chrono::seconds(20));
  };
  kiosk.start();
  kiosk.identify(who);
  for (const char* way : {"text", "mail"}) {
    answer({{"option", way}});
    const std::string right = clinic.newest_code(way);
    answer({{"code", fakes::wrong_code(right, std::string_view(way) == "mail" ? 8 : 6)}});
    answer({{"do", "other"}});
  }
  for (const char* option : {"help", "yes"}) answer({{"option", option}});
  answer({{"text", "4015550142"}});
  answer({{"option", "no"}});
  CHECK(clinic.sink.leaks().empty());
  return history;
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
void everybody(Walk walk, std::size_t turns) {
  const History stranger = walk(person("stranger"), Tries::left, Weather::Is::fair);
  REQUIRE(stranger.size() > turns);
  const auto same = [&](const FixturePerson& who, Tries tries, const std::string& kind) {
    check_same(stranger, walk(who, tries, Weather::Is::fair), kind);
  };
  for (const FixturePerson& who : people) same(who, Tries::left, std::string(who.key));
  for (const auto& sample : demo::samples(from_millis(fakes::SetClock().ms))) {
    const Somebody somebody(sample);
    same(somebody.person(), Tries::left, somebody.kind);
  }
  for (const char* key : {"maria", "stranger", "landless"})
    same(person(key), Tries::spent, std::string(key) + ", tries spent");
  // Nor does what became of a message show (R1).
  for (const auto weather : {Weather::Is::refusing, Weather::Is::silent})
    for (const char* key : {"maria", "stranger", "two_step"})
      check_same(stranger, walk(person(key), Tries::left, weather),
                 std::string(key) + (weather == Weather::Is::silent ? ", silence" : ", refusals"));
}

}  // namespace

TEST_CASE("before the proof a stranger and every kind of patient get the same pages") {
  everybody(on_the_web, 10);
}

TEST_CASE("before the proof a stranger and every kind of patient hear the same words") {
  everybody(by_phone, 10);
}

TEST_CASE("before the proof a stranger and every kind of patient get the same at a kiosk") {
  everybody(at_a_kiosk, 8);
}
