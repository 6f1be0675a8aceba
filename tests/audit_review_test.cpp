#include "core/audit/reviews.h"

#include <doctest/doctest.h>

#include "kiosk/desk/audit_query.h"
#include "kiosk/desk/review_sheet.h"
#include "tests/fakes/desk_room.h"
#include "tests/fakes/shown.h"

using namespace latchkey;
using audit::Actor;
using audit::Answer;
using fakes::DeskRoom;
using fakes::hill;
using fakes::lake;
using fakes::says;
using kiosk::ReviewLine;
using staff::Role;
using std::chrono::hours;

namespace {

// The room's clock begins on Thursday, 9 October 2025, 08:53 UTC. Its week is that of Monday the
// sixth.
constexpr audit::Week first_week{std::chrono::local_days(std::chrono::year{2025} / 10 / 6)};

OfficeHours office_hours() {
  OfficeHours out;
  for (int day = 1; day <= 5; ++day) out.week[static_cast<std::size_t>(day)] = {{480, 1020}};
  return out;
}

struct ReviewRoom : DeskRoom {
  // Lake Office is open from 8 to 5 in New York; nobody knows when Hill Office is.
  Calendar hours_of_lake{{{lake, office_hours()}, {hill, {}}}};
  kiosk::DeskParts parts = DeskRoom::parts(config, hours_of_lake);

  void did(StaffId who, Word action, Word kind, std::int64_t subject,
           Answer answer = Answer::allowed) {
    store->write([&](storage::Transaction& tx) {
      audit.append(tx, {Actor::staff, who.value, action, kind, subject, answer, "", clock.now()});
    });
  }
  StaffId colleague(const std::string& name, const std::string& display,
                    std::vector<LocationId> offices = {lake}) {
    return staff.add({name, display, Role::office, std::move(offices)}).value().id;
  }
  ReviewLine line(StaffId who, audit::Week week = first_week) {
    for (const ReviewLine& one : kiosk::review_of(parts, week).lines)
      if (one.member == who) return one;
    return {};
  }
};

}  // namespace

TEST_CASE("the weeks of a review begin on Mondays") {
  for (int i = 0; i < 7; ++i)
    CHECK(kiosk::week_of(first_week + std::chrono::days(i)) == first_week);
  CHECK(kiosk::week_of(first_week + std::chrono::days(7)) != first_week);
  CHECK(kiosk::week_of(first_week - std::chrono::days(1)) != first_week);
}

TEST_CASE("each sort of deed is counted for the colleague who did it, and for nobody else") {
  ReviewRoom room;
  const StaffId clara = room.colleague("clara", "Clara Penhallow");
  const StaffId tom = room.colleague("tom", "Tom Ashgrove");
  const PatientId patient = room.patient("MRN-44712099", lake);
  room.did(clara, "staff.sign_in", "staff", clara.value);
  room.did(clara, "ticket.list", "none", 0);
  room.did(clara, "patient.find", "patient", patient.value);
  room.did(clara, "letter.read", "letter", 9);
  room.did(clara, "ticket.note", "ticket", 9);
  room.did(clara, "ticket.note", "ticket", 9, Answer::refused);
  room.did(clara, "desk.post", "none", 0, Answer::refused);
  room.did(clara, "kiosk.vouch", "patient", patient.value);
  const ReviewLine line = room.line(clara);
  CHECK(line.sign_ins == 1);
  CHECK(line.look_ups == 2);
  CHECK(line.opens == 1);
  CHECK(line.work == 1);
  CHECK(line.refused == 2);
  CHECK(line.exceptions == 1);
  CHECK(line.acts == 1);
  CHECK(line.acts_without_ticket == 0);  // vouching makes no ticket
  CHECK(room.line(tom).member != tom);
  CHECK(room.line(clara, first_week + std::chrono::days(7)).member != clara);
}

TEST_CASE("an act belongs to a ticket of its patient that was touched within the day before") {
  ReviewRoom room;
  const StaffId clara = room.colleague("clara", "Clara Penhallow");
  const StaffId tom = room.colleague("tom", "Tom Ashgrove");
  const PatientId patient = room.patient("MRN-44712099", lake);
  const PatientId other = room.patient("MRN-44712100", lake);
  const std::string number = room.open(room.ask(lake, patient));
  const std::int64_t ticket = room.detail(number).ticket.id.value;
  room.did(clara, "ticket.view", "ticket", ticket);
  room.clock.pass(hours(23));
  room.did(clara, "registration.issue", "patient", patient.value);
  CHECK(room.line(clara).acts == 1);
  CHECK(room.line(clara).acts_without_ticket == 0);
  room.did(clara, "registration.issue", "patient", other.value);
  CHECK(room.line(clara).acts_without_ticket == 1);
  room.did(tom, "registration.issue", "patient", patient.value);  // the ticket was Clara's
  CHECK(room.line(tom).acts_without_ticket == 1);
  room.clock.pass(hours(2));
  room.did(clara, "registration.issue", "patient", patient.value);
  CHECK(room.line(clara).acts_without_ticket == 2);
}

TEST_CASE("looking at one's own record and at a namesake's is counted, by whatever way") {
  ReviewRoom room;
  const StaffId own = room.colleague("w", "Wilhelmina Underbridge");
  const StaffId family = room.colleague("p", "Peter O. Underbridge");
  const StaffId other = room.colleague("c", "Clara Penhallow");
  const PatientId patient = room.patient("MRN-44712099", lake);
  const std::int64_t ticket = room.detail(room.open(room.ask(lake, patient))).ticket.id.value;
  for (const StaffId who : {own, family, other}) {
    room.did(who, "patient.find", "patient", patient.value, Answer::refused);
    room.did(who, "ticket.view", "ticket", ticket);
    room.did(who, "ticket.list", "none", 0);
  }
  CHECK(room.line(own).same_name == 2);
  CHECK(room.line(own).same_surname == 0);
  CHECK(room.line(family).same_name == 0);
  CHECK(room.line(family).same_surname == 2);
  CHECK(room.line(other).same_name + room.line(other).same_surname == 0);
}

TEST_CASE("what is done while the office is closed is out of hours, where hours are known") {
  ReviewRoom room;
  const StaffId clara = room.colleague("clara", "Clara Penhallow");
  const StaffId hanna = room.colleague("hanna", "Hanna Quill", {hill});
  const StaffId ivan = room.colleague("ivan", "Ivan Marsh", {});
  const auto act = [&] {
    for (const StaffId who : {clara, hanna, ivan}) room.did(who, "ticket.list", "none", 0);
  };
  act();  // 04:53 in New York
  room.clock.pass(hours(5));
  act();  // 09:53
  room.clock.pass(hours(48));
  act();  // Saturday
  CHECK(room.line(clara).off_hours == 2);
  CHECK(room.line(ivan).off_hours == 2);
  CHECK_FALSE(room.line(hanna).off_hours);
}

TEST_CASE("more records in an hour than anybody needs are an exception, once an hour") {
  ReviewRoom room;
  const StaffId clara = room.colleague("clara", "Clara Penhallow");
  for (int i = 0; i < 60; ++i) room.did(clara, "letter.read", "letter", i + 1);
  CHECK(room.line(clara).exceptions == 0);
  for (int i = 0; i < 5; ++i) room.did(clara, "letter.read", "letter", i + 1);
  CHECK(room.line(clara).exceptions == 1);
  room.clock.pass(hours(1));
  for (int i = 0; i < 31; ++i) room.did(clara, "registration.issue", "patient", 7);
  CHECK(room.line(clara).exceptions == 2);
}

TEST_CASE("a week that is over and unsigned is due; a signature is stored, sealed and audited") {
  ReviewRoom room;
  const auto first = room.signed_in("ada", Role::admin, {});
  CHECK(says(room.get("/audit/review?week=2025-10-06", first), "This week is not over."));
  CHECK(room.post("/audit/review", first, {{"week", "2025-10-06"}, {"note", "x"}}).status == 422);
  room.clock.pass(hours(7 * 24));
  const auto ada = room.signed_in("ben", Role::admin, {});
  const auto due = room.get("/audit/review", ada);
  CHECK(due.status == 200);
  CHECK(says(due, "Review: 2025-10-06 to 2025-10-12"));
  CHECK(says(due, "Nobody has signed for this week yet."));
  CHECK(says(due, "href=\"/audit/review?week=2025-10-06\">2025-10-06</a>"));
  CHECK(room.audited(ada.id).at(0).action == "audit.review");
  const auto signing = room.post("/audit/review", ada,
                                 {{"week", "2025-10-08"}, {"note", "Asked about <b>two</b> rows"}});
  CHECK(signing.status == 303);
  CHECK(room.audited(ada.id).at(0).action == "audit.sign");
  CHECK(room.audited(ada.id).at(0).details == "Asked about <b>two</b> rows");
  CHECK(room.audited(ada.id).at(0).subject_id == first_week.time_since_epoch().count());
  const auto done = room.get("/audit/review?week=2025-10-06", ada);
  CHECK(says(done, "This week was looked over."));
  CHECK(says(done, "Asked about &lt;b&gt;two&lt;/b&gt; rows"));
  CHECK_FALSE(says(done, "Sign for this week"));
  const auto again = room.post("/audit/review", ada, {{"week", "2025-10-06"}, {"note", "other"}});
  CHECK(again.status == 422);
  CHECK_FALSE(says(again, "other</p>"));
  const auto stored = room.store->read([](storage::Transaction& tx) {
    return tx
        .run("SELECT details FROM audit_row WHERE action = 'audit.sign' AND answer = 'allowed'")
        .one()
        ->blob(0);
  });
  CHECK(stored.find("rows") == std::string::npos);
}

// With the database and without the key: a sign-off that nobody gave, and one whose note is
// another.
TEST_CASE("a signature that somebody wrote into the database counts for nothing, and is shown") {
  ReviewRoom room;
  room.get("/audit", room.signed_in("old", Role::admin, {}));
  room.clock.pass(hours(7 * 24));
  const auto ada = room.signed_in("ada", Role::admin, {});
  const std::int64_t week = first_week.time_since_epoch().count();
  room.store->write([&](storage::Transaction& tx) {
    tx.run(
        "INSERT INTO audit_row (node, sequence, at, actor, actor_id, action, subject_kind,"
        " subject_id, answer, details, mac) VALUES (9, 1, $1, 'staff', $2, 'audit.sign', 'week',"
        " $3, 'allowed', NULL, zeroblob(32))",
        room.clock.now(), ada.id, week);
  });
  const auto forged = room.get("/audit/review?week=2025-10-06", ada);
  CHECK(says(forged, "Nobody has signed for this week yet."));
  CHECK(says(forged, "Changed by somebody. It counts for nothing."));
  CHECK(says(forged, "Sign for this week"));
}

TEST_CASE("a signature whose row was changed afterwards counts no more") {
  ReviewRoom room;
  room.get("/audit", room.signed_in("old", Role::admin, {}));
  room.clock.pass(hours(7 * 24));
  const auto ada = room.signed_in("ada", Role::admin, {});
  CHECK(room.post("/audit/review", ada, {{"week", "2025-10-06"}, {"note", "fine"}}).status == 303);
  CHECK(says(room.get("/audit/review?week=2025-10-06", ada), "This week was looked over."));
  const auto max = room.signed_in("max", Role::manager, {});
  room.store->write([&](storage::Transaction& tx) {
    tx.run("UPDATE audit_row SET actor_id = $1 WHERE action = 'audit.sign'", max.id);
  });
  const auto changed = room.get("/audit/review?week=2025-10-06", ada);
  CHECK(says(changed, "Nobody has signed for this week yet."));
  CHECK(says(changed, "Changed by somebody. It counts for nothing."));
  // The row itself lies in the week after, whose review says that rows of it were changed.
  CHECK(
      says(room.get("/audit/review?week=2025-10-13", ada), "Somebody changed rows of this week."));
}

TEST_CASE("a broken glass stands in the review with its reason until somebody else looked at it") {
  ReviewRoom room;
  const auto clara = room.signed_in("clara");
  const PatientId patient = room.patient("MRN-44712099", hill);
  const auto broken = room.post("/patients", clara,
                                {{"do", "glass"},
                                 {"glass", "break"},
                                 {"by", "record"},
                                 {"typed", "MRN-44712099"},
                                 {"reason", "chest pain, Hill is shut"}});
  CHECK(broken.status == 303);
  const auto ada = room.signed_in("ada", Role::admin, {});
  const auto shown = room.get("/audit/review?week=2025-10-06", ada);
  CHECK(says(shown, "Broken glass that nobody has looked over:"));
  CHECK(says(shown, "Colleague clara"));
  CHECK(says(shown, "chest pain, Hill is shut"));
  CHECK(says(shown, "MRN-44712099"));
  CHECK(says(shown, "Hill Office"));
  CHECK_FALSE(says(shown, "Underbridge"));
  const auto glass = room.store->read([&](storage::Transaction& tx) {
    return audit::Reviews(room.audit).glass(tx, Time{}, room.clock.now() + hours(1));
  });
  REQUIRE(glass.size() == 1);
  CHECK(glass[0].row.subject_id == patient.value);
  const std::vector<std::pair<std::string, std::string>> look{
      {"do", "glass"},
      {"week", "2025-10-06"},
      {"glass", std::to_string(glass[0].key)},
      {"note", "Asked Clara: it was so"}};
  CHECK(room.post("/audit/review", ada, look).status == 303);
  CHECK(room.audited(ada.id).at(0).action == "audit.glass");
  const auto done = room.get("/audit/review?week=2025-10-06", ada);
  CHECK_FALSE(says(done, "Broken glass that nobody has looked over:"));
  CHECK(says(done, "Asked Clara: it was so"));
  CHECK(room.post("/audit/review", ada, look).status == 422);
  room.store->write([&](storage::Transaction& tx) {
    tx.run("UPDATE audit_row SET answer = 'allowed', actor_id = $1 WHERE action = 'audit.glass'",
           clara.id);
  });
  CHECK(says(room.get("/audit/review?week=2025-10-06", ada),
             "Broken glass that nobody has looked over:"));
}

TEST_CASE("nobody looks over the glass that they broke, or one that nobody broke") {
  ReviewRoom room;
  const auto max = room.signed_in("max", Role::manager, {});
  const PatientId patient = room.patient("MRN-44712099", hill);
  room.did(max.id, "patient.break_glass", "patient", patient.value);  // in a role of before
  const auto glass = room.store->read([&](storage::Transaction& tx) {
    return audit::Reviews(room.audit).glass(tx, Time{}, room.clock.now() + hours(1));
  });
  REQUIRE(glass.size() == 1);
  for (const std::string& key : {std::to_string(glass[0].key), std::string("77")}) {
    CHECK(room.post("/audit/review", max, {{"do", "glass"}, {"week", "2025-10-06"}, {"glass", key}})
              .status == 422);
    CHECK(room.audited(max.id).at(1).action == "audit.glass");
    CHECK(room.audited(max.id).at(1).answer == Answer::refused);
  }
}

TEST_CASE("weeks to come, weeks before the log and what is no day can't be signed") {
  ReviewRoom room;
  room.signed_in("old", Role::admin, {});
  room.clock.pass(hours(7 * 24));
  const auto ada = room.signed_in("ada", Role::admin, {});
  for (const std::string week : {"2025-10-13", "2031-01-06", "2025-09-29", "", "soon"}) {
    CHECK(room.post("/audit/review", ada, {{"week", week}, {"note", ""}}).status == 422);
    CHECK(room.get("/audit/review?week=" + week, ada).status == 200);
  }
  CHECK(room.store->read([](storage::Transaction& tx) {
    return tx.run("SELECT COUNT(*) FROM audit_row WHERE action = 'audit.sign'").one()->integer(0);
  }) == 0);
}

TEST_CASE("whoever signs for a week with their own work in it is not its only judge") {
  ReviewRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  room.did(ada.id, "recovery.reopen", "patient", 7);
  room.clock.pass(hours(7 * 24));
  const auto later = room.signed_in("max", Role::manager, {});
  const auto sheet = room.get("/audit/review", later);
  CHECK_FALSE(says(sheet, ">You<"));
  room.store->write([&](storage::Transaction& tx) {
    audit::Reviews(room.audit).sign(tx, {first_week, ada.id, room.clock.now(), ""});
  });
  CHECK(says(room.get("/audit/review", later), "Only colleagues whose own work is in it"));
  CHECK(room.post("/audit/review", later, {{"week", "2025-10-06"}, {"note", ""}}).status == 303);
  CHECK(says(room.get("/audit/review?week=2025-10-06", later), "This week was looked over."));
  room.did(later.id, "ticket.view", "ticket", 0);
  CHECK(says(room.get("/audit/review?week=2025-10-13", later), ">You<"));
}

TEST_CASE("only administrators and managers see the review; everybody else is refused on record") {
  ReviewRoom room;
  for (const auto& [name, role] :
       {std::pair("clara", Role::office), {"ivan", Role::it}, {"olga", Role::outsourced_desk}}) {
    const auto member = room.signed_in(name, role);
    CHECK(room.get("/audit/review", member).status == 403);
    CHECK(room.audited(member.id).at(0).action == "audit.review");
    CHECK(room.post("/audit/review", member, {{"week", "2025-09-29"}}).status == 403);
    CHECK(room.audited(member.id).at(0).action == "audit.sign");
    CHECK(room.audited(member.id).at(0).answer == Answer::refused);
  }
}
