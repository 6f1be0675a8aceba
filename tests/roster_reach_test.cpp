#include <doctest/doctest.h>

#include "tests/accounts_world.h"

using namespace latchkey;
using namespace latchkey::accounts;
using namespace latchkey::accounts_world;
using namespace std::chrono_literals;

namespace {

const Date adult = day(1950, 2, 3), child = day(2015, 2, 3);

PatientRecord with(PatientRecord patient, std::vector<NewContact> contacts) {
  patient.contacts = std::move(contacts);
  return patient;
}

const NewContact mobile = contact(ContactKind::mobile, "401-555-0101");
const NewContact landline = contact(ContactKind::phone, "401-555-0102");
const NewContact mail = contact(ContactKind::email, "ann.reachable@example.org");

struct Home : World {
  using World::World;
  PatientId ann(std::vector<NewContact> contacts) {
    return add(with(record("1", "Ann", "Reachable", adult), std::move(contacts)));
  }
};

}  // namespace

TEST_CASE("a mobile takes texts and calls, a landline only calls, a mailbox only mail") {
  Home home;
  const Reach reach = home.reach(home.ann({landline, mobile, mail}));
  CHECK(home.ask([&](storage::Transaction& tx) {
    return home.roster.contact(tx, *reach.text.contact)->value == Secret("+14015550101");
  }));
  CHECK(home.ask([&](storage::Transaction& tx) {
    return home.roster.contact(tx, *reach.call.contact)->value == Secret("+14015550102");
  }));
  CHECK(home.ask([&](storage::Transaction& tx) {
    return home.roster.contact(tx, *reach.mail.contact)->value ==
           Secret("ann.reachable@example.org");
  }));
}

TEST_CASE("a number known to be a landline is never texted, whatever it is called") {
  Home home;
  NewContact wrong_kind = mobile;
  wrong_kind.line_type = LineType::landline;
  const Reach reach = home.reach(home.ann({wrong_kind}));
  CHECK_FALSE(reach.text.contact);
  CHECK(reach.text.why == Unreachable::none);
  CHECK(reach.call.contact);
}

TEST_CASE("somebody without contacts, and nobody at all, are reachable by nothing") {
  Home home;
  const Reach reach = home.reach(home.ann({}));
  CHECK_FALSE(reach.anything());
  CHECK(reach.mail.why == Unreachable::none);
  CHECK_FALSE(home.reach(PatientId{}).anything());
}

TEST_CASE("a changed contact proves nothing for 72 hours") {
  Home home;
  const PatientId ann = home.ann({mobile});
  home.clock.time += 24h;
  const NewContact fresh = contact(ContactKind::mobile, "401-555-0177");
  PatientRecord moved = with(record("1", "Ann", "Reachable", adult), {fresh});
  moved.complete_kinds = {ContactKind::mobile};
  CHECK(home.upsert(moved) == Upserted::changed);
  CHECK(home.contacts(ann).size() == 1);
  home.clock.time += 72h - 1ms;
  CHECK(home.reach(ann).text.why == Unreachable::changed);
  CHECK_FALSE(home.reach(ann).anything());
  home.clock.time += 1ms;
  CHECK(home.reach(ann).text.contact);
}

TEST_CASE("an old contact stands in for a changed one, and confirming in person ends the hold") {
  Home home;
  const PatientId ann = home.ann({mobile});
  home.clock.time += 24h;
  home.upsert(with(record("1", "Ann", "Reachable", adult),
                   {contact(ContactKind::mobile, "401-555-0177"), mobile}));
  const auto contacts = home.contacts(ann);
  REQUIRE(contacts.size() == 2);
  CHECK(contacts[0].changed_at == home.clock.now());
  CHECK(home.reach(ann).text.contact == contacts[1].id);
  home.store->write([&](storage::Transaction& tx) {
    home.roster.confirm_contact(tx, contacts[0].id, home.clock.now());
  });
  CHECK(home.reach(ann).text.contact == contacts[0].id);
}

TEST_CASE("an unsafe contact is never used, and an import does not make it safe again") {
  Home home;
  const PatientId ann = home.ann({mobile});
  home.store->write([&](storage::Transaction& tx) {
    home.roster.set_safety(tx, home.contact_id(ann, ContactKind::mobile), Contact::Safety::unsafe);
  });
  CHECK(home.reach(ann).text.why == Unreachable::unsafe);
  CHECK(home.reach(ann).call.why == Unreachable::unsafe);
  PatientRecord again = with(record("1", "Ann", "Reachable", adult), {mobile});
  again.zip = "02999";
  CHECK(home.upsert(again) == Upserted::changed);
  CHECK_FALSE(home.reach(ann).anything());
}

TEST_CASE("STOP ends texts to a number for everybody who has it, calls go on") {
  Home home;
  const PatientId ann = home.ann({mobile});
  const PatientId kid = home.add(with(record("2", "Kid", "Reachable", child), {mobile}));
  const auto say = [&](Contact::Texts texts) {
    home.store->write(
        [&](storage::Transaction& tx) { home.roster.set_texts(tx, "+14015550101", texts); });
  };
  say(Contact::Texts::opted_out);
  CHECK(home.reach(ann).text.why == Unreachable::opted_out);
  CHECK(home.reach(kid).text.why == Unreachable::opted_out);
  CHECK(home.reach(ann).call.contact);
  say(Contact::Texts::allowed);
  CHECK(home.reach(ann).text.contact);
}

TEST_CASE("a mailbox that two adults share proves neither of them") {
  Home home;
  const PatientId ann = home.ann({mail, mobile});
  const PatientId bob = home.add(with(record("2", "Bob", "Reachable", adult), {mail}));
  CHECK(home.reach(ann).mail.why == Unreachable::shared);
  CHECK(home.reach(bob).mail.why == Unreachable::shared);
  CHECK(home.reach(ann).text.contact);
  home.store->write(
      [&](storage::Transaction& tx) { home.roster.set_state(tx, bob, PatientState::deceased); });
  CHECK(home.reach(ann).mail.contact);
}

TEST_CASE("a parent's phone on a child's chart still proves the parent") {
  Home home;
  const PatientId ann = home.ann({mobile});
  for (int i = 0; i < 3; ++i)
    home.add(with(record(std::to_string(20 + i), "Kid", "Reachable", child), {mobile}));
  CHECK(home.reach(ann).text.contact);
}

TEST_CASE("a number on a crowd's charts is nobody's own, even when they are children") {
  Home home;
  const PatientId ann = home.ann({mobile});
  for (int i = 0; i < 9; ++i)
    home.add(with(record(std::to_string(20 + i), "Kid", "Reachable", child), {mobile}));
  CHECK(home.reach(ann).text.why == Unreachable::shared);
}

TEST_CASE("a clinic may decide that shared contacts are good enough") {
  Home home(RosterPolicy{.shared = RosterPolicy::SharedContact::usable});
  const PatientId ann = home.ann({mail});
  home.add(with(record("2", "Bob", "Reachable", adult), {mail}));
  CHECK(home.reach(ann).mail.contact);
}

TEST_CASE("asking how to reach costs the same statements for everybody") {
  Home home;
  const PatientId ann = home.ann({mail, mobile, landline});
  const PatientId bare = home.add(record("3", "Bare", "Nothing", adult));
  home.add(with(record("2", "Bob", "Reachable", adult), {mail}));
  const auto statements = [&](PatientId patient) {
    return home.ask([&](storage::Transaction& tx) {
      CountingTransaction counted(tx);
      home.roster.reach(counted, patient, home.clock.now());
      return counted.statements;
    });
  };
  const auto rich = statements(ann);
  CHECK(rich.size() == 3);
  CHECK(statements(bare) == rich);
  CHECK(statements(PatientId{}) == rich);
}
