#include "kiosk/desk/desk_scope.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/fakes/desk_room.h"

using namespace latchkey;
using fakes::DeskRoom;
using fakes::hill;
using fakes::lake;
using fakes::says;
using staff::Role;
using tickets::Outcome;

namespace {

std::string on_queue(DeskRoom& room, tickets::Queue queue) {
  auto asked = room.ask(lake);
  asked.queue = queue;
  return room.open(asked);
}

bool may_end_with(Role role, Outcome outcome) {
  const auto outcomes = kiosk::outcomes_for(role);
  return std::find(outcomes.begin(), outcomes.end(), outcome) != outcomes.end();
}

}  // namespace

TEST_CASE("an office sees its own tickets only; another's is not there, and that is audited") {
  DeskRoom room;
  const std::string own = room.open_ticket(lake), other = room.open_ticket(hill);
  const auto clara = room.signed_in("clara");
  const auto list = room.get("/", clara);
  CHECK(says(list, "/ticket/" + own));
  CHECK_FALSE(says(list, "/ticket/" + other));
  CHECK(room.get("/ticket/" + own, clara).status == 200);
  const auto refused = room.get("/ticket/" + other, clara);
  CHECK(refused.status == 404);
  const auto row = room.audited(clara.id).at(0);
  CHECK(row.action == "ticket.view");
  CHECK(row.answer == audit::Answer::refused);
  CHECK(row.subject_id == room.detail(other).ticket.id.value);
  // A number that nobody has is answered word for word the same.
  std::string unknown = other == "0000000" ? "" : "0000000";
  CHECK(room.get("/ticket/" + unknown, clara).body == refused.body);
  const auto act = room.post("/ticket/" + other, clara, {{"do", "claim"}});
  CHECK(act.status == 404);
  CHECK_FALSE(room.detail(other).ticket.owner.has_value());
  CHECK(room.audited(clara.id).at(0).action == "ticket.claim");
  CHECK(room.audited(clara.id).at(0).answer == audit::Answer::refused);
}

TEST_CASE("who belongs to no office sees no ticket of any") {
  DeskRoom room;
  const std::string number = room.open_ticket(lake);
  const auto clara = room.signed_in("clara", Role::office, {});
  CHECK(says(room.get("/", clara), "There are no tickets here."));
  CHECK(room.get("/ticket/" + number, clara).status == 404);
}

TEST_CASE("IT sees its own list and not the office's, until the office passes a ticket on") {
  DeskRoom room;
  const std::string of_office = room.open_ticket(lake), of_it = on_queue(room, tickets::Queue::it);
  const auto ivan = room.signed_in("ivan", Role::it, {lake});
  const auto list = room.get("/", ivan);
  CHECK(says(list, "/ticket/" + of_it));
  CHECK_FALSE(says(list, "/ticket/" + of_office));
  CHECK(room.get("/ticket/" + of_office, ivan).status == 404);
  room.store->write([&](storage::Transaction& tx) {
    room.tickets.move(tx, room.detail(of_office).ticket.id, tickets::State::relayed_it, StaffId{7},
                      room.clock.now());
  });
  CHECK(room.get("/ticket/" + of_office, ivan).status == 200);
}

TEST_CASE("the outsourced desk sees its own list only") {
  DeskRoom room;
  const std::string theirs = on_queue(room, tickets::Queue::outsourced_desk);
  const std::string of_office = room.open_ticket(lake), of_it = on_queue(room, tickets::Queue::it);
  const auto olga = room.signed_in("olga", Role::outsourced_desk, {lake});
  CHECK(room.get("/ticket/" + theirs, olga).status == 200);
  CHECK(room.get("/ticket/" + of_office, olga).status == 404);
  CHECK(room.get("/ticket/" + of_it, olga).status == 404);
}

TEST_CASE("a manager reads everything and changes nothing") {
  DeskRoom room;
  const std::string number = room.open_ticket(hill);
  const auto max = room.signed_in("max", Role::manager, {});
  const auto page = room.get("/ticket/" + number, max);
  CHECK(page.status == 200);
  CHECK_FALSE(says(page, "Take this ticket"));
  CHECK_FALSE(says(page, "555-0142"));
  for (const std::string act : {"claim", "release", "note", "attempt", "end"}) {
    const auto refused =
        room.post("/ticket/" + number, max,
                  {{"do", act}, {"note", "x"}, {"result", "busy"}, {"outcome", "no_action"}});
    CHECK(refused.status == 403);
    CHECK(room.audited(max.id).at(0).answer == audit::Answer::refused);
  }
  CHECK(room.detail(number).timeline.size() == 1);
  CHECK(tickets::is_open(room.detail(number).ticket.state));
}

TEST_CASE("an administrator has no tickets at all") {
  DeskRoom room;
  const std::string number = room.open_ticket(lake);
  const auto ada = room.signed_in("ada", Role::admin, {lake});
  CHECK(room.get("/", ada).status == 403);
  CHECK(room.audited(ada.id).at(0).answer == audit::Answer::refused);
  CHECK(room.get("/ticket/" + number, ada).status == 404);
}

TEST_CASE("an office reads its patient's name and birth year; others initials; managers nothing") {
  DeskRoom room;
  auto asked = room.ask(lake, room.patient("MRN-88101", lake));
  asked.queue = tickets::Queue::it;
  const std::string number = room.open(asked);
  const auto clara = room.signed_in("clara");
  const auto ivan = room.signed_in("ivan", Role::it, {});
  const auto max = room.signed_in("max", Role::manager, {});
  const auto full = room.get("/ticket/" + number, clara);
  CHECK(says(full, "Wilhelmina Underbridge, born 1950"));
  CHECK_FALSE(says(full, "1950-02-03"));
  const auto masked = room.get("/ticket/" + number, ivan);
  CHECK(says(masked, "W. U., born 1950"));
  CHECK_FALSE(says(masked, "Underbridge"));
  const auto hidden = room.get("/ticket/" + number, max);
  CHECK(says(hidden, "does not show who this is"));
  CHECK_FALSE(says(hidden, "born"));
}

TEST_CASE("a patient of another office is masked even on one's own ticket") {
  DeskRoom room;
  const std::string number = room.open(room.ask(lake, room.patient("MRN-88102", hill)));
  const auto page = room.get("/ticket/" + number, room.signed_in("clara"));
  CHECK(says(page, "W. U., born 1950"));
  CHECK_FALSE(says(page, "Underbridge"));
}

TEST_CASE("IT can neither verify nor say that somebody did") {
  CHECK(staff::allows(Role::it, staff::Permission::verify) == staff::Grant::denied);
  CHECK_FALSE(may_end_with(Role::it, Outcome::contact_updated_in_person));
  CHECK_FALSE(may_end_with(Role::it, Outcome::resolved_pin_issued));
  CHECK(may_end_with(Role::office, Outcome::contact_updated_in_person));
  CHECK(may_end_with(Role::it, Outcome::resolved_guidance));
  CHECK_FALSE(may_end_with(Role::outsourced_desk, Outcome::contact_updated_in_person));
  for (const std::string_view role : staff::role_names.words)
    CHECK_FALSE(may_end_with(staff::role_names.read(role), Outcome::self_resolved));
  DeskRoom room;
  const std::string number = on_queue(room, tickets::Queue::it);
  const auto ivan = room.signed_in("ivan", Role::it, {});
  const auto refused = room.post("/ticket/" + number, ivan,
                                 {{"do", "end"}, {"outcome", "contact_updated_in_person"}});
  CHECK(refused.status == 403);
  CHECK(tickets::is_open(room.detail(number).ticket.state));
  CHECK(room.audited(ivan.id).at(0).answer == audit::Answer::refused);
}

TEST_CASE("every word that a ticket can carry has plain words at the desk") {
  const DeskRoom room;
  const auto all_there = [&](std::string_view table, const auto& names) {
    for (const std::string_view word : names.words)
      CHECK_MESSAGE(room.texts.has("desk." + std::string(table) + "." + std::string(word)), word);
  };
  all_there("failures", tickets::failure_code_names);
  all_there("categories", tickets::category_names);
  all_there("states", tickets::state_names);
  all_there("queues", tickets::queue_names);
  all_there("channels", tickets::channel_names);
  all_there("outcomes", tickets::outcome_names);
  all_there("reached", tickets::reached_names);
  all_there("happenings", tickets::happening_names);
  all_there("roles", staff::role_names);
}
