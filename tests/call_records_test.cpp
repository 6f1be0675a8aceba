// What the contact log keeps for reports of all, and that it tells no stranger from a patient.
#include "core/conversations/call_records.h"

#include <doctest/doctest.h>

#include "tests/channel_drivers.h"
#include "tests/fakes/callers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;
using storage::Transaction;

namespace {

struct Kept {
  std::optional<std::string> topic, outcome, age_band;
  std::optional<std::int64_t> location;
  std::int64_t number_key = 0, person_key = 0;
  std::string language;
};

// Every contact's row, the oldest first.
std::vector<Kept> kept(Clinic& clinic) {
  return clinic.service().store().read([](Transaction& tx) {
    std::vector<Kept> out;
    for (const auto& row :
         tx.run("SELECT topic, outcome, age_band, location, number_key, person_key, language"
                " FROM call ORDER BY started_at, id")
             .rows)
      out.push_back({row.maybe_text(0), row.maybe_text(1), row.maybe_text(2), row.maybe_integer(3),
                     row.integer(4), row.integer(5), row.text(6)});
    return out;
  });
}

void leave(Clinic& clinic) {
  clinic.clock.pass(std::chrono::hours(3));
  clinic.service().conversations().sweep();
}

}  // namespace

TEST_CASE("a stranger and a patient who leave are kept alike, with what it was about") {
  for (const char* who : {"maria", "stranger"}) {
    Clinic clinic;
    fakes::identified(clinic, who);
    leave(clinic);
    const auto rows = kept(clinic);
    REQUIRE(rows.size() == 1);
    const Kept& row = rows.front();
    CHECK(row.topic == "forgot_password");
    CHECK(row.outcome == "abandoned");
    CHECK(row.age_band.has_value());
    CHECK(row.number_key > 0);
    CHECK(row.person_key > 0);
    CHECK(row.number_key != row.person_key);
  }
}

TEST_CASE("the same claim has the same keyed name, a stranger's too, and another has another") {
  Clinic clinic;
  for (const char* who : {"maria", "maria", "stranger", "stranger"}) {
    fakes::identified(clinic, who);
    clinic.clock.pass(std::chrono::hours(1));
  }
  const auto rows = kept(clinic);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].person_key == rows[1].person_key);
  CHECK(rows[2].person_key == rows[3].person_key);
  CHECK(rows[0].person_key != rows[2].person_key);
}

TEST_CASE("a visitor who says nothing of themselves is nobody twice") {
  Clinic clinic;
  for (int i = 0; i < 2; ++i) {
    WebDriver driver(clinic, person("maria"), Doubling::once);
    driver.act_all({{"topic", "forgot_password"}});
    clinic.clock.pass(std::chrono::minutes(1));
  }
  const auto rows = kept(clinic);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].person_key != rows[1].person_key);
  CHECK(rows[0].number_key != rows[1].number_key);
  CHECK_FALSE(rows[0].age_band.has_value());
}

TEST_CASE("a band of age is of whole years on that day") {
  const auto on = [](int year, unsigned month, unsigned day) {
    const Date born{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    const Time now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
    return calls::age_band_names[calls::age_band(born, now)];
  };
  CHECK(on(2008, 11, 24) == "under_18");
  CHECK(on(2008, 11, 23) == "from_18");
  CHECK(on(1986, 11, 24) == "from_18");
  CHECK(on(1986, 11, 23) == "from_40");
  CHECK(on(1961, 11, 23) == "from_65");
  CHECK(on(1946, 11, 23) == "from_80");
  CHECK(on(2027, 1, 1) == "under_18");
}
