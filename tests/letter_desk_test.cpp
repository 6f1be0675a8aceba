#include "kiosk/desk/letter_desk.h"

#include <doctest/doctest.h>

#include "tests/fakes/desk_room.h"

using namespace latchkey;
using fakes::DeskRoom;
using fakes::hill;
using fakes::lake;
using fakes::says;
using staff::Role;
using storage::Transaction;

namespace {

struct Post : DeskRoom {
  enum class Address { none, safe, unsafe };
  explicit Post(Address address = Address::safe, const std::string& language = "en") {
    accounts::PatientRecord record;
    record.record_number = "MRN-88101";
    record.first_name = "Wilhelmina";
    record.last_name = "Underbridge";
    record.birth_date = Date(std::chrono::year(1950), std::chrono::month(2), std::chrono::day(3));
    record.location = lake;
    record.language = language;
    if (address != Address::none) {
      auto& contact = record.contacts.emplace_back();
      contact.kind = accounts::ContactKind::postal;
      contact.value = "12 Sample Street\nProvidence 02904";
      if (address == Address::unsafe) contact.safety = accounts::Contact::Safety::unsafe;
    }
    const auto ids = accounts::fresh_ids(dice, record);
    patient = store->write([&](Transaction& tx) {
      roster.upsert(tx, record, ids, clock.now());
      const PatientId id = roster.by_record_number(tx, "MRN-88101").at(0);
      tickets::ask_letter(tx, {tickets::LetterId{77}, ConversationId{78}, id, lake,
                               tickets::LetterAbout::password_changed,
                               tickets::LetterWhy::nobody_else, clock.now()});
      return id;
    });
  }
  std::size_t open() {
    return store->read([](Transaction& tx) { return tickets::open_letters(tx).size(); });
  }
  PatientId patient;
};

}  // namespace

TEST_CASE("an office sees whom to write to, reads the letter, and says that it is in the post") {
  Post room;
  const auto clara = room.signed_in("clara");
  const auto list = room.get("/letters", clara);
  CHECK(list.status == 200);
  CHECK(says(list, "Wilhelmina Underbridge"));
  CHECK(says(list, "No other phone or e-mail"));
  CHECK_FALSE(says(list, "Sample Street"));
  const auto letter = room.get("/letters?letter=77", clara);
  CHECK(says(letter, "12 Sample Street"));
  CHECK(says(letter, "Dear Wilhelmina,"));
  CHECK(says(letter, "was changed"));
  CHECK(room.audited(clara.id).at(0).action == "letter.read");
  CHECK(room.audited(clara.id).at(0).subject_id == room.patient.value);
  const auto done = room.post("/letters", clara, {{"letter", "77"}, {"do", "posted"}});
  CHECK(done.status == 303);
  CHECK(room.audited(clara.id).at(0).action == "letter.posted");
  CHECK(room.open() == 0);
  CHECK(says(room.get("/letters", clara), "There is no letter to post."));
  // A colleague who had it open too learns that it is done.
  CHECK(room.post("/letters", clara, {{"letter", "77"}, {"do", "told"}}).status == 404);
}

TEST_CASE("a letter is written in the patient's language on a desk that speaks another") {
  Post room(Post::Address::safe, "es");
  const auto letter = room.get("/letters?letter=77", room.signed_in("clara"));
  CHECK(says(letter, "lang=\"es\""));
  CHECK(says(letter, "Hola, Wilhelmina:"));
  CHECK(says(letter, "It is in the post"));
}

TEST_CASE("an address that is unsafe, or none, is no address: the patient is told in person") {
  for (const auto address : {Post::Address::none, Post::Address::unsafe}) {
    Post room(address);
    const auto clara = room.signed_in("clara");
    const auto letter = room.get("/letters?letter=77", clara);
    CHECK(says(letter, "There is no address on file that may be used."));
    CHECK_FALSE(says(letter, "Sample Street"));
    CHECK_FALSE(says(letter, "value=\"posted\""));
    CHECK(room.post("/letters", clara, {{"letter", "77"}, {"do", "told"}}).status == 303);
    CHECK(room.open() == 0);
  }
}

TEST_CASE("another office's letter is none here, and the try is audited") {
  Post room;
  const auto henry = room.signed_in("henry", Role::office, {hill});
  CHECK_FALSE(says(room.get("/letters", henry), "Underbridge"));
  CHECK(room.get("/letters?letter=77", henry).status == 404);
  CHECK(room.audited(henry.id).at(0).answer == audit::Answer::refused);
  CHECK(room.post("/letters", henry, {{"letter", "77"}, {"do", "posted"}}).status == 404);
  CHECK(room.audited(henry.id).at(0).answer == audit::Answer::refused);
  CHECK(room.open() == 1);
}

TEST_CASE("who is no office reads no letter") {
  Post room;
  for (const auto& [name, role] : {std::pair("ivan", Role::it),
                                   {"olga", Role::outsourced_desk},
                                   {"max", Role::manager},
                                   {"ada", Role::admin}}) {
    const auto member = room.signed_in(name, role, {lake});
    CHECK(room.get("/letters", member).status == 403);
    CHECK(room.get("/letters?letter=77", member).status == 403);
    CHECK(room.post("/letters", member, {{"letter", "77"}, {"do", "posted"}}).status == 403);
    CHECK(room.audited(member.id).at(0).answer == audit::Answer::refused);
    CHECK_FALSE(says(room.get("/", member), "href=\"/letters\""));
  }
  CHECK(room.open() == 1);
}

TEST_CASE("a form without a known ending changes nothing") {
  Post room;
  const auto clara = room.signed_in("clara");
  for (const char* how : {"", "burned"})
    CHECK(room.post("/letters", clara, {{"letter", "77"}, {"do", how}}).status == 404);
  CHECK(room.open() == 1);
}
