// Routing is unseen by the person (rulings.md R2): they may be told one office while another has
// their ticket. Whoever they ring then must be able to help, and each clerk to know what was said.

#include <doctest/doctest.h>

#include "tests/fakes/desk_room.h"

using namespace latchkey;
using fakes::DeskRoom;
using fakes::hill;
using fakes::lake;
using fakes::says;
using staff::Role;

namespace {

// A ticket of Hill Office whose person expects a call from Lake Office.
std::string told_of_lake(DeskRoom& room, tickets::Verified verified = tickets::Verified::no) {
  auto asked = room.ask(hill);
  asked.told = lake;
  asked.verified = verified;
  return room.open(asked);
}

http::Response seen_from_lake(DeskRoom& room, const std::string& number) {
  return room.get("/ticket/" + number, room.signed_in("clara", Role::office, {lake}));
}

}  // namespace

TEST_CASE("the office that a person was told tells them when, and who has the ticket") {
  DeskRoom room;
  const std::string number = told_of_lake(room);
  const auto clara = room.signed_in("clara", Role::office, {lake});
  const auto page = room.get("/ticket/" + number, clara);
  CHECK(page.status == 200);
  CHECK(says(page, "Another office has this ticket"));
  CHECK(says(page, "Hill Office has it and calls by "));
  CHECK(says(page, "neither which office nor when"));
  const auto& detail = room.detail(number);
  CHECK_FALSE(says(page, detail.contacts.at(0).personal.callback));
  CHECK_FALSE(says(page, "after lunchtime please"));
  const auto row = room.audited(clara.id).at(0);
  CHECK(row.action == "ticket.locate");
  CHECK(row.answer == audit::Answer::allowed);
  CHECK(row.subject_id == detail.ticket.id.value);
  // To know where it is gives no hand on it.
  CHECK(room.post("/ticket/" + number, clara, {{"do", "claim"}}).status == 404);
  CHECK_FALSE(says(room.get("/", clara), "/ticket/" + number));
}

TEST_CASE("of whoever has proven who they are the office is no secret") {
  DeskRoom room;
  const auto page = seen_from_lake(room, told_of_lake(room, tickets::Verified::yes));
  CHECK(says(page, "You can tell the caller so."));
  CHECK_FALSE(says(page, "nothing more"));
}

TEST_CASE("a call that is overdue elsewhere is not promised once more") {
  DeskRoom room;
  const std::string number = told_of_lake(room);
  room.clock.pass(std::chrono::hours(5));
  const auto page = seen_from_lake(room, number);
  CHECK(says(page, "Hill Office has it and should have called by "));
  CHECK_FALSE(says(page, "and calls by"));
}

TEST_CASE("a ticket that has ended elsewhere is told as ended") {
  DeskRoom room;
  const std::string number = told_of_lake(room);
  const auto hugo = room.signed_in("hugo", Role::office, {hill});
  REQUIRE(room.post("/ticket/" + number, hugo, {{"do", "claim"}}).status == 303);
  REQUIRE(room.post("/ticket/" + number, hugo,
                    {{"do", "end"}, {"outcome", "no_action"}, {"minutes", "3"}})
              .status == 303);
  const auto page = seen_from_lake(room, number);
  CHECK(says(page, "Hill Office had it, and it has ended."));
  CHECK_FALSE(says(page, "calls by"));
}

TEST_CASE("only the person's own help number leads there, and only for the office they were told") {
  DeskRoom room;
  const PatientId patient = room.patient("MRN-1", hill);
  auto first = room.ask(hill, patient);
  first.told = hill;
  const std::string earlier = room.open(first);
  auto second = room.ask(hill, patient);
  second.told = lake;
  const std::string later = room.open(second);
  REQUIRE(room.detail(earlier).ticket.id == room.detail(later).ticket.id);
  const auto clara = room.signed_in("clara", Role::office, {lake});
  CHECK(room.get("/ticket/" + later, clara).status == 200);
  CHECK(room.get("/ticket/" + earlier, clara).status == 404);
  const auto nowhere = room.signed_in("nora", Role::office, {});
  const auto helper = room.signed_in("ivan", Role::it, {lake});
  for (const auto& person : {nowhere, helper})
    CHECK(room.get("/ticket/" + later, person).status == 404);
}

TEST_CASE("whoever has the ticket reads which office the person expects to hear from") {
  DeskRoom room;
  const std::string number = told_of_lake(room);
  auto asked = room.ask(hill);
  asked.told = hill;
  const std::string plain = room.open(asked);
  const auto hugo = room.signed_in("hugo", Role::office, {hill});
  const auto page = room.get("/ticket/" + number, hugo);
  CHECK(says(page, "Expects a call from"));
  CHECK(says(page, "Lake Office"));
  CHECK_FALSE(says(room.get("/ticket/" + plain, hugo), "Expects a call from"));
}
