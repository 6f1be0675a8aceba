#include <doctest/doctest.h>

#include "tests/accounts_world.h"

using namespace latchkey;
using namespace latchkey::accounts;
using namespace latchkey::accounts_world;

namespace {

const Date born = day(1950, 2, 3);

Facts facts(std::string first, std::string last, std::optional<Date> birth_date = born,
            std::optional<std::string> zip = "02903") {
  Facts out;
  out.first_name = std::move(first);
  out.last_name = std::move(last);
  out.birth_date = birth_date;
  out.zip = std::move(zip);
  return out;
}

// One patient with everything, among strangers who share some of it.
struct Town : World {
  PatientId rosa;
  Town() {
    PatientRecord patient =
        record("MRN 000-4711", "María Rosa", "García-López", born, "02903-1234");
    patient.former_last_names = {"O’Brien"};
    patient.preferred_name = "Rosita";
    patient.user_name = "rosa.garcia";
    patient.contacts = {contact(ContactKind::mobile, "401-555-0101"),
                        contact(ContactKind::email, "Rosa.Garcia@example.org")};
    rosa = add(patient);
    add(record("81", "Ann", "Same-Day", born));
    add(record("82", "María", "García", day(1950, 2, 4)));
    add(record("83", "Bob", "Other", day(1962, 5, 6)));
  }
  bool finds_rosa(const Facts& given) { return find(given) == Match{Found::one, rosa}; }
};

Facts by_number(std::optional<std::string> Facts::*fact, std::string value) {
  Facts out;
  out.birth_date = born;
  out.*fact = std::move(value);
  return out;
}

}  // namespace

TEST_CASE("a patient is found however the name is written") {
  Town town;
  CHECK(town.finds_rosa(facts("María Rosa", "García-López")));
  CHECK(town.finds_rosa(facts("maria", "garcia lopez")));
  CHECK(town.finds_rosa(facts("MARIA", "GARCIA")));
  CHECK(town.finds_rosa(facts("Maria R.", "Lopez")));
  CHECK(town.finds_rosa(facts("Rosita", "Garcia Lopez")));
  CHECK(town.finds_rosa(facts("Maria", "O'Brien")));
  CHECK(town.finds_rosa(facts("Garcia-Lopez", "Maria")));
  CHECK(town.finds_rosa(facts("", "Garcia")));
}

TEST_CASE("a patient is found by birth date and any one other fact on the phone") {
  Town town;
  CHECK(town.find(by_number(&Facts::zip, "02903")).found == Found::several);  // Ann as well
  CHECK(town.finds_rosa(by_number(&Facts::phone, "(401) 555-0101")));
  CHECK(town.finds_rosa(by_number(&Facts::email, " rosa.garcia@EXAMPLE.org ")));
  CHECK(town.finds_rosa(by_number(&Facts::record_number, "4711")));
  CHECK(town.finds_rosa(by_number(&Facts::user_name, "Rosa.Garcia")));
  Facts both = by_number(&Facts::zip, "02903-9999");
  both.phone = "4015550101";
  CHECK(town.finds_rosa(both));
}

TEST_CASE("every given fact must fit, and none of them is named when it does not") {
  Town town;
  CHECK(town.find(facts("Maria", "Garcia", day(1950, 2, 5))) == Match{});
  CHECK(town.find(facts("Maria", "Garcia", born, "02904")) == Match{});
  CHECK(town.find(facts("Ana", "Garcia")) == Match{});
  CHECK(town.find(facts("Maria", "Gomez")) == Match{});
  CHECK(town.find(facts("Maria", "Garcia", born, "no zip")) == Match{});
  CHECK(town.find(facts("Maria", "12345")) == Match{});
  Facts wrong_phone = facts("Maria", "Garcia");
  wrong_phone.phone = "401-555-0199";
  CHECK(town.find(wrong_phone) == Match{});
  Facts strangers_phone = by_number(&Facts::phone, "401-555-0101");
  strangers_phone.birth_date = day(1962, 5, 6);
  CHECK(town.find(strangers_phone) == Match{});
}

TEST_CASE("a birth date and one more fact besides the name are always needed") {
  Town town;
  CHECK(town.find(facts("Maria", "Garcia", std::nullopt)) == Match{});
  CHECK(town.find(facts("Maria", "Garcia", born, std::nullopt)) == Match{});
  CHECK(town.find(facts("", "", born, std::nullopt)) == Match{});
  CHECK(town.find(Facts{}) == Match{});
}

TEST_CASE("twins are parted by the given name or the record number, else by nothing") {
  World world;
  PatientRecord first = record("101", "Ada", "Twin", born),
                second = record("102", "Eve", "Twin", born);
  first.contacts = second.contacts = {contact(ContactKind::phone, "401-555-0110")};
  const PatientId ada = world.add(first), eve = world.add(second);
  CHECK(world.find(facts("", "Twin")).found == Found::several);
  CHECK(world.find(facts("Ada", "Twin")) == Match{Found::one, ada});
  CHECK(world.find(facts("Twin", "Eve")) == Match{Found::one, eve});
  Facts numbered = facts("", "Twin");
  numbered.record_number = "102";
  CHECK(world.find(numbered) == Match{Found::one, eve});
  world.add(record("103", "Ada", "Twin", born));
  CHECK(world.find(facts("Ada", "Twin")).found == Found::several);
}

TEST_CASE("a crowd with the same facts is several, never a guess") {
  World world;
  const Date placeholder = day(1900, 1, 1);
  for (int i = 0; i < 12; ++i) {
    PatientRecord each =
        record(std::to_string(900 + i), "First" + std::string(1, static_cast<char>('a' + i)),
               "Crowd", placeholder);
    world.add(each);
  }
  CHECK(world.find(facts("", "Crowd", placeholder)).found == Found::several);
  CHECK(world.find(facts("Firsta", "Crowd", placeholder)).found == Found::several);
  CHECK(world.find(facts("Zoe", "Absent", placeholder)) == Match{});
}

TEST_CASE("a merged chart gives way to the one it went into") {
  World world;
  const PatientId old_chart = world.add(record("201", "Ada", "Double", born));
  const PatientId chart = world.add(record("202", "Ada", "Double", born));
  CHECK(world.find(facts("Ada", "Double")).found == Found::several);
  world.store->write([&](storage::Transaction& tx) { world.roster.merge(tx, old_chart, chart); });
  CHECK(world.find(facts("Ada", "Double")) == Match{Found::one, chart});
  Facts by_old_number;
  by_old_number.birth_date = born;
  by_old_number.record_number = "201";
  CHECK(world.find(by_old_number) == Match{Found::one, old_chart});
  const auto standing = world.ask([&](storage::Transaction& tx) {
    return world.roster.standing(tx, old_chart, world.clock.now());
  });
  CHECK(standing->state == PatientState::merged);
  CHECK(standing->merged_into == chart);
}

TEST_CASE("a hit, a miss, twins and nonsense cost the same statements") {
  Town town;
  town.add(record("301", "Ada", "Twin", day(1990, 1, 2)));
  town.add(record("302", "Eve", "Twin", day(1990, 1, 2)));
  const auto statements = [&](const Facts& given) {
    return town.ask([&](storage::Transaction& tx) {
      CountingTransaction counted(tx);
      town.roster.find(counted, given);
      return counted.statements;
    });
  };
  const auto hit = statements(facts("Maria", "Garcia"));
  REQUIRE(hit.size() == 11);
  CHECK(statements(facts("Maria", "Nobody")) == hit);
  CHECK(statements(facts("", "Twin", day(1990, 1, 2))) == hit);
  CHECK(statements(facts("Garcia de la Cruz y Lopez", "Maria")) == hit);
  CHECK(statements(Facts{}) == hit);
  CHECK(statements(by_number(&Facts::phone, "not a number")) == hit);
}
