// Who is told by post: NIST 800-63B-4 §4.6, standards.md B-18 and T40, rulings.md R23.
#include "core/tickets/letters.h"

#include <doctest/doctest.h>

#include "tests/channel_drivers.h"
#include "tests/fakes/test_store.h"

using namespace latchkey;
using namespace latchkey::tests;
using accounts::ContactKind;
using fakes::Clinic;
using fakes::Doubling;
using storage::Transaction;
using tickets::Letter;
using tickets::LetterAbout;
using tickets::LetterEnd;
using tickets::LetterId;
using tickets::LetterWhy;

namespace {

struct Kept {
  ContactKind kind;
  std::string value;
  accounts::Contact::Safety safety = accounts::Contact::Safety::safe;
  accounts::LineType line = accounts::LineType::mobile;
};

// Maria, with these contacts and no other, as they have been for weeks.
struct Reached : Clinic {
  explicit Reached(
      const std::vector<Kept>& contacts,
      const std::function<void(Config&)>& change = [](Config&) {})
      : Clinic(Roster::fixture_people, change) {
    accounts::PatientRecord record;
    record.record_number = maria.record_number;
    record.first_name = maria.first;
    record.last_name = maria.last;
    record.birth_date = Date(std::chrono::year(1950), std::chrono::month(2), std::chrono::day(3));
    record.zip = maria.zip;
    record.user_name = maria.user_name;
    record.complete_kinds = {ContactKind::mobile, ContactKind::phone, ContactKind::email};
    for (const Kept& kept : contacts) {
      auto& contact = record.contacts.emplace_back();
      contact.kind = kept.kind;
      contact.value = kept.value;
      contact.safety = kept.safety;
      contact.line_type = kept.line;
    }
    auto& s = service();
    s.store().write([&](Transaction& tx) {
      const PatientId id = s.roster().by_record_number(tx, record.record_number).at(0);
      record.account = s.roster().person(tx, id)->account;
      s.roster().upsert(tx, record, accounts::fresh_ids(dice, record), clock.now());
    });
    clock.pass(std::chrono::hours(24 * 21));
  }
  void recover(const std::string& proof, const std::string& topic = "forgot_password") {
    WebDriver driver(*this, maria, Doubling::once);
    driver.act_all({{"topic", topic}, {"identify", ""}, {"proof", proof}});
    driver.act("code", "right");
    if (topic == "forgot_password")
      REQUIRE(driver.act("password", "good").step == "recovered_password");
  }
  std::vector<Letter> letters() {
    return service().store().read([](Transaction& tx) { return tickets::open_letters(tx); });
  }

  const FixturePerson& maria = person("maria");
};

const Kept phone{ContactKind::mobile, "4015550123"}, mail{ContactKind::email, "m.l@example.org"};

}  // namespace

TEST_CASE("who has one phone and was sent the code there is told by post") {
  Reached clinic({phone});
  clinic.recover("text");
  const auto letters = clinic.letters();
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].patient == clinic.patient(clinic.maria));
  CHECK(letters[0].about == LetterAbout::password_changed);
  CHECK(letters[0].why == LetterWhy::nobody_else);
  CHECK(letters[0].location == clinic.config().clinic.default_location);
  CHECK(clinic.tickets().empty());
}

TEST_CASE("who hears of it at a second contact gets no letter") {
  for (const char* proof : {"text", "mail"}) {
    Reached clinic({phone, mail});
    clinic.recover(proof);
    CHECK(clinic.letters().empty());
  }
}

TEST_CASE("a user name that was told is a recovery like any other") {
  Reached clinic({mail});
  clinic.recover("mail", "forgot_user_name");
  const auto letters = clinic.letters();
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].about == LetterAbout::user_name_told);
}

TEST_CASE("the same number twice on file, or one that is unsafe, is nobody else") {
  for (const Kept& other :
       {Kept{ContactKind::phone, "4015550123"},
        Kept{ContactKind::email, "ex@example.org", accounts::Contact::Safety::unsafe}}) {
    Reached clinic({phone, other});
    clinic.recover("text");
    CHECK(clinic.letters().size() == 1);
  }
}

TEST_CASE("a landline is told by nobody's text, so its owner is told by post") {
  Reached clinic({{ContactKind::phone, "4015550123", accounts::Contact::Safety::safe,
                   accounts::LineType::landline}});
  clinic.recover("call");
  CHECK(clinic.letters().size() == 1);
}

TEST_CASE("a notice that can't be delivered becomes one letter, however many there are") {
  Reached clinic({phone, {ContactKind::phone, "4015550124"}, mail},
                 [](Config& config) { config.provider.refused_area_codes = {"401"}; });
  clinic.recover("mail");
  const auto letters = clinic.letters();
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].why == LetterWhy::undelivered);
  CHECK(letters[0].about == LetterAbout::password_changed);
}

TEST_CASE("a notice that the provider gives back days later becomes a letter") {
  Reached clinic({phone, mail});
  clinic.recover("mail");
  REQUIRE(clinic.letters().empty());
  auto& s = clinic.service();
  const auto notice = s.store().read([](Transaction& tx) {
    return tx.run("SELECT id FROM outbox WHERE kind = $1 AND lane = $2",
                  static_cast<std::int64_t>(courier::Kind::notice),
                  static_cast<std::int64_t>(courier::Lane::phone));
  });
  REQUIRE(notice.rows.size() == 1);
  courier::ProviderReport report;
  report.status = courier::ProviderStatus::undelivered;
  for (int twice = 0; twice < 2; ++twice)
    s.conversations().reported(courier::Channel::text, notice.one()->id<ErrandId>(0), report);
  REQUIRE(clinic.letters().size() == 1);
  CHECK(clinic.letters()[0].why == LetterWhy::undelivered);
}

TEST_CASE("a letter is asked for once, ends once, and is forgotten long after") {
  fakes::TestStore store{tickets::letters_schema()};
  const Time now = from_millis(1'800'000'000'000);
  const Letter letter{LetterId{5},           ConversationId{7},      PatientId{9}, LocationId{2},
                      LetterAbout::unlocked, LetterWhy::nobody_else, now};
  store->write([&](Transaction& tx) {
    tickets::ask_letter(tx, letter);
    Letter again = letter;
    again.id = LetterId{6};
    again.why = LetterWhy::undelivered;
    tickets::ask_letter(tx, again);
  });
  const auto open = [&] {
    return store->read([](Transaction& tx) { return tickets::open_letters(tx); });
  };
  CHECK(open() == std::vector{letter});
  store->write([&](Transaction& tx) {
    CHECK(tickets::open_letter(tx, letter.id) == letter);
    CHECK(tickets::end_letter(tx, letter.id, LetterEnd::posted, StaffId{3}, now));
    CHECK_FALSE(tickets::end_letter(tx, letter.id, LetterEnd::told, StaffId{3}, now));
    CHECK_FALSE(tickets::open_letter(tx, letter.id).has_value());
    tickets::forget_letters(tx, now);
    tickets::ask_letter(tx, letter);
  });
  CHECK(open().empty());
  store->write([&](Transaction& tx) {
    tickets::forget_letters(tx, now + Millis(1));
    tickets::ask_letter(tx, letter);
  });
  CHECK(open().size() == 1);
}
