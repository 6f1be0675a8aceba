// Whoever is not on the roster costs it what a patient costs: somebody is read in their place.
#include <doctest/doctest.h>

#include "tests/accounts_world.h"

using namespace latchkey;
using namespace latchkey::accounts;
using namespace latchkey::accounts_world;

namespace {

const Date born = day(1950, 2, 3);

// Patients who are alike on file: each has a number and a mailbox of their own.
struct Street : World {
  std::vector<PatientId> neighbours;
  Street() {
    for (int i = 0; i < 24; ++i) {
      PatientRecord patient = record(std::to_string(100 + i), "Ann", name(i), born);
      patient.contacts = {contact(ContactKind::mobile, "401-555-01" + std::to_string(10 + i)),
                          contact(ContactKind::email, "ann" + std::to_string(i) + "@example.org")};
      neighbours.push_back(add(patient));
    }
  }
  static std::string name(int i) { return std::string("Neighbour") + static_cast<char>('a' + i); }

  template <class Question>
  std::size_t rows(Question question) {
    return ask([&](storage::Transaction& tx) {
      CountingTransaction counted(tx);
      question(counted);
      return counted.rows;
    });
  }
};

Facts facts(std::string last) {
  Facts out;
  out.first_name = "Ann";
  out.last_name = std::move(last);
  out.birth_date = born;
  out.phone = "401-555-0199";
  return out;
}

}  // namespace

TEST_CASE("a stranger's standing and ways cost the rows that a patient's cost") {
  Street street;
  const Time now = street.clock.now();
  const auto standing = [&](PatientId who) {
    return street.rows([&](auto& tx) { street.roster.standing(tx, who, now); });
  };
  const auto reach = [&](PatientId who) {
    return street.rows([&](auto& tx) { street.roster.reach(tx, who, now); });
  };
  const auto person = [&](PatientId who) {
    return street.rows([&](auto& tx) { street.roster.person(tx, who); });
  };
  const PatientId ann = street.neighbours.front();
  CHECK(standing(ann) == 1);
  CHECK(person(ann) == 1);
  CHECK(reach(ann) == 3);
  CHECK(standing(PatientId{}) == standing(ann));
  CHECK(person(PatientId{}) == person(ann));
  CHECK(reach(PatientId{}) == reach(ann));
}

TEST_CASE("a look-up that finds nobody opens as many people as one that finds somebody") {
  Street street;
  const auto rows = [&](const Facts& given) {
    return street.rows([&](auto& tx) { street.roster.find(tx, given); });
  };
  const std::size_t nobody = rows(facts("Stranger"));
  CHECK(nobody == 4);
  // Found, the indexes alone tell more: one row by the name, one by the detail.
  Facts known = facts(Street::name(3));
  known.phone = "401-555-0113";
  CHECK(rows(known) == nobody + 2);
}

TEST_CASE("a claim has one stand-in, and different claims have different ones") {
  Street street;
  const StandIn one = street.roster.stand_in("a claim");
  CHECK(street.roster.stand_in("a claim").at == one.at);
  CHECK(street.roster.stand_in("another claim").at != one.at);
  CHECK(one.at.value >= 0);
  CHECK(one.at.value < (std::int64_t{1} << 62));
}

TEST_CASE("of a stand-in nothing is told") {
  Street street;
  const Time now = street.clock.now();
  street.ask([&](storage::Transaction& tx) {
    const StandIn neighbour{street.neighbours[5]};
    CHECK(street.roster.find(tx, facts("Stranger")) == Match{});
    CHECK(street.roster.find(tx, facts("Stranger"), neighbour) == Match{});
    CHECK_FALSE(street.roster.standing(tx, PatientId{}, now));
    CHECK_FALSE(street.roster.standing(tx, PatientId{}, now, neighbour));
    CHECK_FALSE(street.roster.reach(tx, PatientId{}, now, neighbour).anything());
    CHECK_FALSE(street.roster.person(tx, PatientId{}));
    CHECK_FALSE(street.roster.contact(tx, ContactId{}));
    const Reach reach = street.roster.reach(tx, PatientId{}, now);
    CHECK_FALSE(reach.anything());
    CHECK(reach.text.why == Unreachable::none);
    // Nor by a number next to a patient's own.
    for (const PatientId each : street.neighbours)
      for (const std::int64_t step : {-1, 1}) {
        const PatientId near{each.value + step};
        CHECK_FALSE(street.roster.person(tx, near));
        CHECK_FALSE(street.roster.reach(tx, near, now).anything());
      }
    return 0;
  });
}

TEST_CASE("an empty roster has no stand-in, and answers") {
  World empty;
  const Time now = empty.clock.now();
  empty.ask([&](storage::Transaction& tx) {
    CHECK(empty.roster.find(tx, facts("Stranger")) == Match{});
    CHECK_FALSE(empty.roster.standing(tx, PatientId{}, now));
    CHECK_FALSE(empty.roster.reach(tx, PatientId{}, now).anything());
    CHECK_FALSE(empty.roster.contact(tx, ContactId{}));
    return 0;
  });
}
