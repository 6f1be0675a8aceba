#include "kiosk/desk/vouch_desk.h"

#include <doctest/doctest.h>

#include "tests/fakes/desk_room.h"

using namespace latchkey;
using conversations::VouchMethod;
using conversations::VouchSaid;
using fakes::DeskRoom;
using fakes::hill;
using fakes::lake;
using fakes::says;
using staff::Role;

namespace {

// What the ID of DeskRoom's patient says.
std::vector<std::pair<std::string, std::string>> id_of_wilhelmina() {
  return {
      {"first", "Wilhelmina"}, {"last", "Underbridge"}, {"month", "2"},         {"day", "3"},
      {"year", "1950"},        {"record", ""},          {"method", "state_id"}, {"match", "4821"}};
}

}  // namespace

TEST_CASE("a clerk types what the ID says and which ID it is, and the kiosk's code") {
  DeskRoom room;
  const auto patient = room.patient("MRN-88101", lake);
  const auto clara = room.signed_in("clara");
  CHECK(says(room.get("/vouch", clara), "name=\"match\""));
  const auto done = room.post("/vouch", clara, id_of_wilhelmina());
  CHECK(done.status == 200);
  CHECK(says(done, "The kiosk goes on"));
  REQUIRE(room.vouched.size() == 1);
  const auto& asked = room.vouched[0];
  CHECK(asked.by == clara.id);
  CHECK(asked.patient == patient);
  CHECK(asked.method == VouchMethod::state_id);
  CHECK(asked.match_code == "4821");
  CHECK(asked.locations == std::vector{lake});
  CHECK(room.audited(clara.id).at(0).action == "patient.find");
}

TEST_CASE(
    "IT, an outsourced desk, managers and administrators vouch for nobody, and it is audited") {
  DeskRoom room;
  room.patient("MRN-88101", lake);
  for (const auto& [name, role] : {std::pair("ivan", Role::it),
                                   {"olga", Role::outsourced_desk},
                                   {"max", Role::manager},
                                   {"ada", Role::admin}}) {
    const auto member = room.signed_in(name, role, {lake});
    CHECK(room.get("/vouch", member).status == 403);
    CHECK(room.post("/vouch", member, id_of_wilhelmina()).status == 403);
    CHECK(room.audited(member.id).at(0).action == "kiosk.vouch");
    CHECK(room.audited(member.id).at(0).answer == audit::Answer::refused);
  }
  CHECK(room.vouched.empty());
}

TEST_CASE("a record of another office, or of nobody, is not vouched for") {
  DeskRoom room;
  room.patient("MRN-88101", hill);
  const auto clara = room.signed_in("clara");
  CHECK(room.post("/vouch", clara, id_of_wilhelmina()).status == 422);
  CHECK(room.audited(clara.id).at(0).answer == audit::Answer::refused);
  for (const auto& [field, wrong] : {std::pair<std::string, std::string>("year", "1951"),
                                     {"first", "Wilma"},
                                     {"day", "40"},
                                     {"method", ""},
                                     {"method", "a smile"}}) {
    auto fields = id_of_wilhelmina();
    for (auto& [name, value] : fields)
      if (name == field) value = wrong;
    const auto refused = room.post("/vouch", clara, fields);
    CHECK(refused.status == 422);
    CHECK_FALSE(says(refused, "value=\"4821\""));
  }
  CHECK(room.vouched.empty());
}

TEST_CASE("twins need the record number too") {
  DeskRoom room;
  room.patient("MRN-88101", lake);
  const auto second = room.patient("MRN-88102", lake);
  const auto clara = room.signed_in("clara");
  const auto which = room.post("/vouch", clara, id_of_wilhelmina());
  CHECK(which.status == 422);
  CHECK(says(which, "record number"));
  auto fields = id_of_wilhelmina();
  fields[5].second = "MRN-88102";
  CHECK(room.post("/vouch", clara, fields).status == 200);
  REQUIRE(room.vouched.size() == 1);
  CHECK(room.vouched[0].patient == second);
}

TEST_CASE("nobody vouches for a colleague's record, or for one's own") {
  DeskRoom room;
  room.patient("MRN-88101", lake);
  // Members are shown as "Colleague <name>"; this one is called as the patient is.
  room.staff.add({"wilma", "Wilhelmina UNDERBRIDGE", Role::office, {lake}});
  const auto clara = room.signed_in("clara");
  const auto refused = room.post("/vouch", clara, id_of_wilhelmina());
  CHECK(refused.status == 422);
  CHECK(says(refused, "colleague"));
  CHECK(room.audited(clara.id).at(0).action == "kiosk.vouch");
  CHECK(room.audited(clara.id).at(0).answer == audit::Answer::refused);
  CHECK(room.vouched.empty());
}

TEST_CASE("where another name was typed, the clerk says that the code was read on that screen") {
  using Code = conversations::VouchAsked::Code;
  DeskRoom room;
  room.patient("MRN-88101", lake);
  const auto clara = room.signed_in("clara");
  CHECK_FALSE(says(room.get("/vouch", clara), "type=\"checkbox\""));
  room.vouch_says = VouchSaid::other_name;
  const auto page = room.post("/vouch", clara, id_of_wilhelmina());
  CHECK(page.status == 422);
  CHECK(says(page, "type=\"checkbox\""));
  CHECK(says(page, "another name"));
  CHECK(says(page, "value=\"Underbridge\""));
  CHECK_FALSE(says(page, "value=\"4821\""));
  auto fields = id_of_wilhelmina();
  fields.emplace_back("code", "read");
  room.vouch_says = VouchSaid::done;
  CHECK(room.post("/vouch", clara, fields).status == 200);
  REQUIRE(room.vouched.size() == 2);
  CHECK(room.vouched[0].code == Code::told);
  CHECK(room.vouched[1].code == Code::read);
}

TEST_CASE("a clerk hears why the kiosk does not go on, and keeps what was typed") {
  DeskRoom room;
  room.patient("MRN-88101", lake);
  const auto clara = room.signed_in("clara");
  for (const auto& [said, status] : {std::pair(VouchSaid::no_match, 422),
                                     {VouchSaid::throttled, 429},
                                     {VouchSaid::barred, 422}}) {
    room.vouch_says = said;
    const auto page = room.post("/vouch", clara, id_of_wilhelmina());
    CHECK(page.status == status);
    CHECK(says(page, "value=\"Underbridge\""));
    CHECK_FALSE(says(page, "value=\"4821\""));
  }
}
