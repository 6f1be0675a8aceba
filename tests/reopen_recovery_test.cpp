// Whoever knows a patient's name, birth date and ZIP code can spend the patient's tries, but can't
// end self-service for good; and what has ended, the office's word opens again.

#include <doctest/doctest.h>

#include "core/conversations/turn_records.h"
#include "core/operations/reopen_recovery.h"
#include "tests/channel_drivers.h"
#include "tests/fakes/installation.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::Installation;
using fakes::Said;
using identity::MayTry;

namespace {

// A visit as far as a code that was asked for by mail; `wrong` of them are typed.
std::string guess(WebDriver& driver, int wrong) {
  driver.act("topic", "forgot_password");
  driver.act("identify", "");
  std::string step = driver.act("proof", "mail").step;
  for (int i = 0; i < wrong; ++i) step = driver.act("code", "wrong").step;
  return step;
}

void five_wrong(Clinic& clinic, const FixturePerson& who) {
  WebDriver driver(clinic, who, Doubling::once);
  REQUIRE(guess(driver, 5) == "offer_help");
}

bool gets_on(Clinic& clinic, const FixturePerson& who) {
  const std::size_t before = clinic.sent().size();
  WebDriver driver(clinic, who, Doubling::once);
  guess(driver, 0);
  return clinic.sent().size() > before && driver.act("code", "right").step == "choose_password";
}

Said reopen(const Clinic& clinic, Dice& dice, operations::ReopenOptions options) {
  options.config = [&clinic] { return clinic.config(); };
  return fakes::run([&](std::ostream& out, std::ostream& err) {
    return operations::reopen_recovery(options, dice, clinic.clock, out, err);
  });
}

// An operator's clinic with one patient, whose tries can be spent and asked for.
struct Office : Installation {
  PatientId patient = add_patient();
  identity::Attempts attempts{identity::Limits{}};

  template <class Work>
  auto with_keys(Work work) {
    auto at = open();
    const auto keys =
        conversations::budget_keys(at.sealer(), identity::AttemptKeys(at.sealer()), patient);
    return at.store().write([&](storage::Transaction& tx) { return work(tx, keys); });
  }
  void disable() {
    with_keys([&](storage::Transaction& tx, const auto& keys) {
      for (int i = 0; i < 50; ++i)
        attempts.record_wrong_code(tx, keys, clock.now() - std::chrono::hours(6 * (50 - i)));
    });
  }
  MayTry may_try() {
    return with_keys([&](storage::Transaction& tx, const auto& keys) {
      return attempts.may_try(tx, keys, clock.now());
    });
  }
  Said reopen(operations::ReopenOptions options) {
    options.config = config();
    return fakes::run([&](std::ostream& out, std::ostream& err) {
      return operations::reopen_recovery(options, dice, clock, out, err);
    });
  }
  std::vector<audit::Record> audited() {
    auto at = open();
    return at.store().read(
        [&](storage::Transaction& tx) { return at.audit().list(tx, audit::Filter{}); });
  }
};

operations::ReopenOptions by_record(std::string number) {
  operations::ReopenOptions options;
  options.record_number = std::move(number);
  return options;
}

operations::ReopenOptions by_help_number(std::string number) {
  operations::ReopenOptions options;
  options.help_number = std::move(number);
  return options;
}

}  // namespace

TEST_CASE("ten conversations of wrong codes in one afternoon are over after a day") {
  const FixturePerson& maria = person("maria");
  Clinic clinic;
  for (int i = 0; i < 12; ++i, clinic.clock.pass(std::chrono::minutes(11)))
    five_wrong(clinic, maria);
  CHECK_FALSE(gets_on(clinic, maria));
  clinic.clock.pass(std::chrono::hours(25));
  CHECK(gets_on(clinic, maria));
}

TEST_CASE("a disabled account comes back") {
  const FixturePerson& maria = person("maria");
  Clinic clinic;
  for (int day = 0; day < 5; ++day, clinic.clock.pass(std::chrono::hours(25)))
    for (int i = 0; i < 2; ++i) five_wrong(clinic, maria);
  clinic.clock.pass(std::chrono::hours(24) * 30);
  CHECK_FALSE(gets_on(clinic, maria));

  SystemDice dice;
  const Said said = reopen(clinic, dice, by_record(std::string(maria.record_number)));
  CHECK(said.code == 0);
  CHECK(said.out.find("was off for this patient") != std::string::npos);
  CHECK(gets_on(clinic, maria));
}

TEST_CASE("a patient is let in again by record number or help number, and it is audited") {
  Office office;
  const std::string help_number = office.add_ticket(office.patient);
  for (const auto& options : {by_record("MRN-44712099"), by_help_number(help_number)}) {
    office.disable();
    REQUIRE(office.may_try() == MayTry::disabled);
    const Said said = office.reopen(options);
    CHECK_MESSAGE(said.code == 0, said.err);
    for (const std::string& datum : fakes::personal_data)
      CHECK(said.out.find(datum) == std::string::npos);
    CHECK(office.may_try() == MayTry::allowed);
    const audit::Record newest = office.audited().front();
    CHECK(newest.action == "recovery.reopen");
    CHECK(newest.subject_kind == "patient");
    CHECK(newest.subject_id == office.patient.value);
    CHECK(newest.details == "was disabled");
  }
  auto options = by_record("MRN-44712099");
  options.format = operations::Format::json;
  CHECK(office.reopen(options).out == "{\"was\":\"open\"}\n");
}

TEST_CASE("wrong saved codes are forgotten too") {
  Office office;
  const auto with_saved = [&](auto work) {
    auto at = office.open();
    const std::array key{identity::AttemptKeys(at.sealer()).saved_code(office.patient)};
    return at.store().write([&](storage::Transaction& tx) { return work(tx, key); });
  };
  const auto judged = [&] {
    return with_saved([&](storage::Transaction& tx, const auto& key) {
      return office.attempts.may_try(tx, key, office.clock.now());
    });
  };
  with_saved([&](storage::Transaction& tx, const auto& key) {
    for (int i = 0; i < 50; ++i)
      office.attempts.record_wrong_code(tx, key,
                                        office.clock.now() - std::chrono::hours(6 * (50 - i)));
  });
  REQUIRE(judged() == MayTry::disabled);
  CHECK(office.reopen(by_record("MRN-44712099")).code == 0);
  CHECK(judged() == MayTry::allowed);
}

TEST_CASE("of a double chart the tries of the one that is left are forgotten") {
  Office office;
  office.disable();
  {
    auto at = office.open();
    const accounts::Roster roster(at.sealer());
    accounts::PatientRecord record;
    record.record_number = "MRN-90000001";
    record.first_name = "Zenobia";
    record.last_name = "Quillfeather";
    record.birth_date = Date(std::chrono::year{1950} / 2 / 3);
    record.location = LocationId{1};
    const auto ids = accounts::fresh_ids(office.dice, record);
    at.store().write([&](storage::Transaction& tx) {
      roster.upsert(tx, record, ids, office.clock.now());
      roster.merge(tx, ids.patient, office.patient);
    });
  }
  CHECK(office.reopen(by_record("MRN-90000001")).code == 0);
  CHECK(office.may_try() == MayTry::allowed);
}

TEST_CASE("a number that leads to no patient opens nothing and says so") {
  Office office;
  office.disable();
  const auto refused = [&](const operations::ReopenOptions& options, std::string_view part) {
    const Said said = office.reopen(options);
    INFO(said.err);
    CHECK(said.err.find(part) != std::string::npos);
    return said.code;
  };
  CHECK(refused(by_record("MRN-00000000"), "no patient has this record number") == 1);
  CHECK(refused(by_help_number("1234567"), "is no help number") == 1);
  const std::string unknown = std::string("123456") + tickets::check_digit("123456");
  CHECK(refused(by_help_number(unknown), "no ticket has this help number") == 1);
  CHECK(refused({}, "say who") == 2);
  CHECK(office.may_try() == MayTry::disabled);
  CHECK(office.audited().empty());
}
