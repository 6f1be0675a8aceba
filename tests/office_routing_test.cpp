// Which office a caller means, and which numbers the office is asked to call (product.md Routing,
// rulings.md R28).

#include <doctest/doctest.h>

#include "tests/channel_drivers.h"
#include "tests/fakes/callers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;
using fakes::WebVisitor;

namespace {

const char* const somebody = "+14015550190";

// A caller who asks for a person when nobody is there and leaves a number.
PhoneCaller leaving_number(Clinic& clinic, const http::Fields& with) {
  PhoneCaller caller(clinic, Doubling::once, somebody, with);
  for (const char* keys : {"1", "0", "0"}) caller.press(keys);
  caller.choose("yes");
  caller.press("4015550142");
  caller.choose("no");
  REQUIRE(caller.shown().step == "help_office");
  return caller;
}

LocationId office_of_only_ticket(Clinic& clinic) {
  return clinic.service().store().read([&](storage::Transaction& tx) {
    const auto listed = clinic.service().tickets().list(tx, {});
    REQUIRE(listed.size() == 1);
    return listed[0].location;
  });
}

std::vector<tickets::Contact> contacts_of_only_ticket(Clinic& clinic) {
  return clinic.service().store().read([&](storage::Transaction& tx) {
    const auto& tickets = clinic.service().tickets();
    const auto listed = tickets.list(tx, {});
    REQUIRE(listed.size() == 1);
    return tickets.get(tx, listed[0].id).value().contacts;
  });
}

// A patient on the page whose code did not come.
WebDriver offered_a_call(Clinic& clinic) {
  WebDriver driver(clinic, person("maria"), Doubling::once);
  driver.act_all({{"topic", "forgot_password"},
                  {"identify", ""},
                  {"proof", "text"},
                  {"other", ""},
                  {"choose", "help"}});
  return driver;
}

}  // namespace

TEST_CASE("an office that forwards its calls to the line is the one that was called") {
  Clinic demo;
  const auto& offices = demo.config().locations;
  REQUIRE(offices.size() > 6);
  for (const std::string& forwarded : {offices[5].phone, offices[5].lines.front()}) {
    Clinic clinic;
    PhoneCaller caller = leaving_number(clinic, {{"ForwardedFrom", forwarded}});
    caller.press("1");
    CHECK(caller.shown().step == "handed_over");
    CHECK(caller.speech().find(offices[5].name) != std::string::npos);
    CHECK(office_of_only_ticket(clinic) == offices[5].id);
  }
}

TEST_CASE("a number that several offices share means none of them") {
  Clinic clinic(Clinic::Roster::fixture_people,
                [](Config& config) { config.locations[4].phone = config.locations[5].phone; });
  const std::string shared = clinic.config().locations[5].phone;
  leaving_number(clinic, {{"ForwardedFrom", shared}}).press("1");
  CHECK(office_of_only_ticket(clinic) == clinic.config().clinic.default_location);
}

TEST_CASE(
    "a ZIP code chooses the office; one that no office has leads to the one that was called") {
  Clinic demo;
  const auto& offices = demo.config().locations;
  const http::Fields dialled{{"ForwardedFrom", offices[5].phone}};
  for (const auto& [zip, office] : {std::pair{offices[3].zips.front(), offices[3]},
                                    std::pair{std::string("10001"), offices[5]}}) {
    Clinic clinic;
    PhoneCaller caller = leaving_number(clinic, dialled);
    caller.press(zip);
    CHECK(caller.speech().find(office.name) != std::string::npos);
    CHECK(office_of_only_ticket(clinic) == office.id);
  }
}

// The ticket went to an office that nobody belongs to.
TEST_CASE("a patient of an office that closed for good is helped where they were last, or called") {
  Clinic demo;
  const auto& offices = demo.config().locations;
  for (const bool visited : {true, false}) {
    Clinic clinic;
    clinic.service().store().write([&](storage::Transaction& tx) {
      return tx.run("UPDATE patient SET location_id = 99, last_location_id = $1",
                    visited ? offices[2].id.value : std::int64_t{98});
    });
    PhoneCaller caller(clinic, Doubling::once, somebody, {{"ForwardedFrom", offices[5].phone}});
    fakes::look_up(caller, "maria");
    caller.choose("text");
    for (int i = 0; i < 3; ++i) caller.press("999999");
    caller.choose("no");
    CHECK(caller.shown().step == "ended_declined");
    CHECK(office_of_only_ticket(clinic) == (visited ? offices[2].id : offices[5].id));
  }
}

TEST_CASE("nobody is asked to call a number that costs dearly or lies abroad") {
  Clinic clinic;
  PhoneCaller caller(clinic, Doubling::once);
  for (const char* keys : {"1", "0", "0"}) caller.press(keys);
  caller.choose("yes");
  for (const char* dear : {"9005550142", "8095550142"}) {
    caller.press(dear);
    CHECK(caller.shown().step == "help_number");
    CHECK(caller.shown().notice == "phone_not_rung");
  }
  caller.press("4015550142");
  CHECK(caller.shown().step == "help_message");

  WebVisitor visitor(clinic, Doubling::once);
  visitor.post({{"option", "forgot_password"}});
  for (int i = 0; i < 2; ++i) visitor.post({{"do", "person"}});
  visitor.post({{"option", "yes"}});
  for (const char* dear : {"(900) 555-0142", "+1 809 555 0142"}) {
    visitor.post({{"text", dear}});
    CHECK(visitor.shown().step == "help_number");
    CHECK(visitor.shown().notice == "phone_not_rung");
  }
  visitor.post({{"text", "401 555 0142"}});
  CHECK(visitor.shown().step == "help_message");
}

TEST_CASE("a ticket keeps which office the person was told, whichever has it") {
  Clinic clinic;
  const auto& offices = clinic.config().locations;
  clinic.service().store().write([&](storage::Transaction& tx) {
    return tx.run("UPDATE patient SET location_id = $1, last_location_id = $1", offices[2].id);
  });
  WebDriver driver = offered_a_call(clinic);
  driver.act_all({{"choose", "yes"}, {"number", "4015550142"}, {"choose", "no"}});
  WebVisitor visitor = driver.visitor();
  const auto& chosen = offices[5];
  visitor.post({{"option", std::to_string(chosen.id.value)}});
  REQUIRE(visitor.shown().step == "handed_over");
  CHECK(visitor.page().find(chosen.name) != std::string::npos);
  CHECK(office_of_only_ticket(clinic) == offices[2].id);
  const auto contacts = contacts_of_only_ticket(clinic);
  REQUIRE(contacts.size() == 1);
  CHECK(contacts[0].told == chosen.id);
}

TEST_CASE("a ticket that is made silently tells of no promise") {
  Clinic clinic;
  offered_a_call(clinic).act("choose", "no");
  const auto contacts = contacts_of_only_ticket(clinic);
  REQUIRE(contacts.size() == 1);
  CHECK_FALSE(contacts[0].told.has_value());
}
