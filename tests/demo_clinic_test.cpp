#include "core/demo/clinic.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <set>

#include "tests/accounts_world.h"

using namespace latchkey;
using namespace latchkey::accounts;
using namespace latchkey::accounts_world;
using demo::Kind;

namespace {

const Time made_at = from_millis(1'750'000'000'000);

// Everything about a clinic's patients as one text.
std::string written(const demo::Clinic& clinic) {
  std::string out;
  for (const auto& [kind, record, account, acts_for, registration] : clinic.patients) {
    out += std::string(demo::kind_names[kind]) + "|" + record.record_number + "|" +
           record.first_name + "|" + record.last_name + "|" + iso_date(record.birth_date) + "|" +
           record.zip + "|" + record.user_name + "|" + std::string(name_of(account)) + "|" +
           std::to_string(record.location->value);
    for (const NewContact& contact : record.contacts)
      out += "|" + contact.value +
             std::to_string(contact.changed_at ? to_millis(*contact.changed_at) : 0);
    out += "\n";
  }
  return out;
}

std::map<Kind, std::size_t> census(const demo::Clinic& clinic) {
  std::map<Kind, std::size_t> out;
  for (const auto& patient : clinic.patients) ++out[patient.kind];
  return out;
}

struct DemoWorld : World {
  demo::Created create(const demo::Clinic& clinic) {
    return demo::create(clinic, *store, roster, accounts, hasher, clock, dice);
  }
};

Facts facts_of(const demo::SamplePatient& sample) {
  Facts facts;
  facts.first_name = sample.first_name;
  facts.last_name = sample.last_name;
  facts.birth_date = sample.birth_date;
  facts.zip = sample.zip;
  return facts;
}

}  // namespace

TEST_CASE("the same seed makes the same clinic, another one another") {
  const std::string once = written(demo::make_clinic(18, made_at));
  CHECK(once == written(demo::make_clinic(18, made_at)));
  CHECK(once != written(demo::make_clinic(19, made_at)));
}

TEST_CASE("the demo clinic has 18 offices, 2,000 patients and every awkward kind") {
  const demo::Clinic clinic = demo::make_clinic(demo::default_seed, made_at);
  CHECK(clinic.locations.size() == 18);
  CHECK(clinic.patients.size() == demo::patients_total);
  CHECK(clinic.staff.size() == 7);
  const auto kinds = census(clinic);
  CHECK(kinds.size() == demo::kind_count);
  for (const auto& [kind, count] : kinds) {
    INFO("kind: ", demo::kind_names[kind]);
    CHECK(count >= 10);
  }
  CHECK(kinds.at(Kind::plain) > 900);
  CHECK(kinds.at(Kind::twins) % 2 == 0);
  CHECK(kinds.at(Kind::shared_family_mailbox) % 2 == 0);
}

TEST_CASE("nobody in the demo can be reached for real, and names and numbers are their own") {
  const demo::Clinic clinic = demo::make_clinic(demo::default_seed, made_at);
  std::set<std::string> users, records, owners;
  for (const auto& [kind, record, account, acts_for, registration] : clinic.patients) {
    CHECK(users.insert(record.user_name).second);
    CHECK(records.insert(record.record_number).second);
    CHECK(record.zip.substr(0, 3) == "987");
    for (const NewContact& contact : record.contacts) {
      const std::string& value = contact.value;
      CHECK(normal_contact(contact.kind, value) == value);
      if (contact.kind == ContactKind::email) CHECK(value.ends_with("@example.org"));
      if (contact.kind != ContactKind::mobile && contact.kind != ContactKind::phone) continue;
      CHECK(value.substr(5, 5) == "55501");
      const bool is_new = owners.insert(value).second;
      CHECK((is_new || kind == Kind::twins));
    }
  }
}

TEST_CASE("every kind is what its name says, once it is on the roster") {
  DemoWorld world;
  const demo::Clinic clinic = demo::make_clinic(demo::default_seed, world.clock.now());
  world.create(clinic);
  for (const auto& patient : clinic.patients) {
    INFO("kind: ", demo::kind_names[patient.kind], " ", patient.record.record_number);
    const PatientId id = world.only(patient.record.record_number);
    const Standing standing = *world.ask(
        [&](storage::Transaction& tx) { return world.roster.standing(tx, id, world.clock.now()); });
    const Reach reach = world.reach(id);
    const auto state = std::get<AccountState>(world.accounts.account_state(*standing.account));
    CHECK(state.user_name == patient.record.user_name);
    CHECK((standing.age < 18) == (patient.kind == Kind::teenager));
    CHECK((standing.state == PatientState::deceased) == (patient.kind == Kind::deceased));
    CHECK((standing.state == PatientState::deactivated) == (patient.kind == Kind::deactivated));
    CHECK((standing.two_step == Person::TwoStep::on) == (patient.kind == Kind::two_step));
    CHECK(standing.proxy_of.has_value() == (patient.kind == Kind::proxy));
    CHECK((standing.language == "es") == (patient.kind == Kind::spanish));
    CHECK((state.status == AccountStatus::invited) == (patient.kind == Kind::no_account));
    const bool bare = patient.kind == Kind::no_contact || patient.kind == Kind::changed_contact ||
                      patient.kind == Kind::shared_family_mailbox || patient.kind == Kind::twins;
    CHECK(reach.anything() != bare);
    CHECK((reach.call.why == Unreachable::changed) == (patient.kind == Kind::changed_contact));
    CHECK((reach.call.why == Unreachable::unsafe) == (patient.kind == Kind::unsafe_contact));
    if (patient.kind == Kind::landline_only) {
      CHECK(reach.call.contact);
      CHECK_FALSE(reach.text.contact);
    }
  }
}

TEST_CASE("birth date and ZIP code find every patient of the demo but twins") {
  DemoWorld world;
  const demo::Clinic clinic = demo::make_clinic(demo::default_seed, world.clock.now());
  world.create(clinic);
  for (const auto& [kind, record, account, acts_for, registration] : clinic.patients) {
    Facts facts;
    facts.birth_date = record.birth_date;
    facts.zip = record.zip;
    INFO("record: ", record.record_number);
    CHECK(world.find(facts).found == (kind == Kind::twins ? Found::several : Found::one));
  }
}

TEST_CASE("the samples are one of each kind, and can be acted") {
  DemoWorld world;
  world.create(demo::make_clinic(demo::default_seed, world.clock.now()));
  std::set<Kind> kinds;
  for (const demo::SamplePatient& sample : demo::samples(world.clock.now())) {
    kinds.insert(sample.kind);
    INFO("sample: ", sample.first_name);
    CHECK(world.find(facts_of(sample)) == Match{Found::one, world.only(sample.record_number)});
    const auto by_user = world.ask(
        [&](storage::Transaction& tx) { return world.roster.by_user_name(tx, sample.user_name); });
    CHECK(by_user == std::vector{world.only(sample.record_number)});
  }
  CHECK(kinds.size() == demo::kind_count);
}

TEST_CASE("creating the demo again, or after it was interrupted, completes and resets nothing") {
  DemoWorld world;
  demo::Clinic clinic = demo::make_clinic(demo::default_seed, world.clock.now());
  demo::Clinic part = clinic;
  part.patients.resize(300);
  CHECK(world.create(part).added == 300);
  const PatientId first = world.only(clinic.patients[0].record.record_number);
  world.store->write(
      [&](storage::Transaction& tx) { world.roster.set_state(tx, first, PatientState::deceased); });
  const int hashes = world.hasher.hashes;
  const auto start = std::chrono::steady_clock::now();
  const demo::Created rest = world.create(clinic);
  const auto took = std::chrono::steady_clock::now() - start;
  MESSAGE("created ", rest.added, " in ",
          std::chrono::duration_cast<std::chrono::milliseconds>(took).count(), " ms");
  CHECK(rest.added == demo::patients_total - 300);
  CHECK(rest.already_there == 300);
  CHECK(world.hasher.hashes == hashes + 1);
  CHECK(world.create(clinic).added == 0);
  CHECK(world.ask([&](storage::Transaction& tx) {
    return world.roster.person(tx, first)->state == PatientState::deceased;
  }));
}

TEST_CASE("nothing that a patient is called, lives at or answers stands in the database's files") {
  DemoWorld world;
  world.create(demo::make_clinic(demo::default_seed, world.clock.now()));
  PatientRecord planted = record("PLANTED4711", "Xanthippa", "Quizzlemoor", day(1950, 2, 3));
  planted.user_name = "quizzle.user";
  planted.contacts = {contact(ContactKind::email, "planted.quizzle@example.org"),
                      contact(ContactKind::postal, "18 Unfindable Mews")};
  world.add(planted);
  std::string bytes;
  for (const char* suffix : {"", "-wal"}) {
    std::ifstream in(world.store.path() + suffix, std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(in), {});
  }
  // The same search finds what does stand in clear.
  REQUIRE(bytes.find("deactivated") != std::string::npos);
  for (const char* value :
       {"PLANTED4711", "Xanthippa", "Quizzlemoor", "quizzlemoor", "1950-02-03", "quizzle.user",
        "planted.quizzle", "Unfindable", "Fairweather", "Pennyfeather", "@example.org", "+1202555"})
    CHECK(bytes.find(value) == std::string::npos);
}

// "began" is kept for ever and the change was counted from it: after three days the hold was over,
// and whoever came as Priya was a plain patient.
TEST_CASE("whose contact changed yesterday is still on hold in a demo that is four days old") {
  DemoWorld world;
  demo::Clinic clinic = demo::make_clinic(demo::default_seed, world.clock.now());
  clinic.patients.resize(20);
  world.create(clinic);
  const auto renew = [&] {
    return demo::renew_changes(clinic, *world.store, world.roster, world.clock, world.dice);
  };
  const auto priya = std::find_if(clinic.patients.begin(), clinic.patients.end(),
                                  [](auto& each) { return each.kind == Kind::changed_contact; });
  const auto why = [&] { return world.reach(world.only(priya->record.record_number)).call.why; };
  world.clock.time += std::chrono::hours(96);
  CHECK(why() != Unreachable::changed);
  CHECK(renew() > 0);
  CHECK(why() == Unreachable::changed);
  CHECK(renew() == 0);
  const PatientId priya_id = world.only(priya->record.record_number);
  const auto contacts =
      world.ask([&](storage::Transaction& tx) { return world.roster.contacts(tx, priya_id); });
  REQUIRE(contacts.size() == priya->record.contacts.size());
  CHECK(world.reach(world.only(clinic.patients.front().record.record_number)).anything());
  // What a clerk confirmed is not undone.
  for (const Contact& contact : contacts)
    if (contact.kind == ContactKind::mobile)
      world.store->write([&](storage::Transaction& tx) {
        world.roster.confirm_contact(tx, contact.id, world.clock.now());
      });
  world.clock.time += std::chrono::hours(96);
  renew();
  CHECK(why() != Unreachable::changed);
}
