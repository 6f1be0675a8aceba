#include "kiosk/desk/colleagues.h"

#include <doctest/doctest.h>

#include "tests/fakes/desk_room.h"
#include "tests/fakes/shown.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::between;
using fakes::DeskRoom;
using fakes::header;
using fakes::hill;
using fakes::lake;
using fakes::says;
using staff::Role;

namespace {

std::string at(StaffId id) { return "/staff/" + std::to_string(id.value); }

}  // namespace

TEST_CASE("an administrator adds a colleague and reads the setup code once") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  const auto added = room.post("/staff", ada,
                               {{"do", "add"},
                                {"display", "Dora <Doe>"},
                                {"name", "Dora.Doe"},
                                {"role", "office"},
                                {"location", "2"}});
  REQUIRE(added.status == 200);
  const std::string code = between(added.body, "Setup code: <strong class=\"key\">", "<");
  CHECK(code.size() == 24);
  CHECK(says(added, "Dora &lt;Doe&gt;"));
  CHECK_FALSE(says(room.get("/staff", ada), code));
  const auto dora = room.staff.list().at(1);
  CHECK(dora.role == Role::office);
  CHECK(dora.locations == std::vector<LocationId>{hill});
  CHECK(room.staff.open_enrolment("dora.doe", Secret(code)));
  CHECK(room.audited(ada.id).at(2).action == "staff.add");
  CHECK(room.audited(ada.id).at(2).subject_id == dora.id.value);
}

TEST_CASE("a form that adds nobody keeps what was typed and says what is missing") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  const auto add = [&](const http::Fields& fields) {
    http::Fields all = fields;
    all.emplace_back("do", "add");
    return room.post("/staff", ada, all);
  };
  using F = http::Fields;
  CHECK(says(add(F{{"display", " "}, {"name", "dora"}, {"role", "it"}}), "that colleagues see"));
  CHECK(says(add(F{{"display", "D"}, {"name", "dora"}, {"role", "king"}}), "Pick a role"));
  CHECK(
      says(add(F{{"display", "D"}, {"name", "dora"}, {"role", "office"}}), "at least one office"));
  CHECK(says(add(F{{"display", "D"}, {"name", "dora"}, {"role", "office"}, {"location", "9"}}),
             "at least one office"));
  const auto taken = add(F{{"display", "Second Ada"}, {"name", "ADA"}, {"role", "it"}});
  CHECK(taken.status == 422);
  CHECK(says(taken, "is taken"));
  CHECK(says(taken, "value=\"Second Ada\""));
  CHECK(room.staff.list().size() == 1);
}

TEST_CASE("nobody but an administrator sees colleagues, and trying is audited") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  for (const auto& [name, role] : {std::pair("clara", Role::office),
                                   {"ivan", Role::it},
                                   {"max", Role::manager},
                                   {"olga", Role::outsourced_desk}}) {
    const auto member = room.signed_in(name, role, {lake});
    CHECK_FALSE(says(room.get("/", member), "href=\"/staff\""));
    CHECK(room.get("/staff", member).status == 403);
    CHECK(room.get(at(ada.id), member).status == 403);
    CHECK(room.post("/staff", member, {{"do", "add"}, {"name", "x"}}).status == 403);
    CHECK(room.post(at(ada.id), member, {{"do", "disable"}}).status == 403);
    CHECK(room.audited(member.id).at(0).answer == audit::Answer::refused);
  }
  CHECK(says(room.get("/", ada), "href=\"/staff\""));
  CHECK(room.get("/staff").status == 303);
  CHECK(room.staff.find(ada.id)->state == staff::MemberState::active);
}

TEST_CASE("every act asks for fresh digits first") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  const auto clara = room.member("clara", Role::office, {lake});
  room.clock.pass(6min);
  for (const http::Fields& act : {http::Fields{{"do", "disable"}},
                                  {{"do", "invite"}, {"present", "yes"}},
                                  {{"do", "place"}, {"role", "admin"}}}) {
    const auto asked = room.post(at(clara.id), ada, act);
    CHECK(asked.status == 422);
    CHECK(says(asked, "Is it still you?"));
  }
  CHECK(room.staff.find(clara.id)->state == staff::MemberState::active);
  CHECK(room.staff.find(clara.id)->role == Role::office);
}

TEST_CASE("role and offices change together and count from the colleague's next request") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const auto ada = room.signed_in("ada", Role::admin, {});
  const auto place =
      room.post(at(clara.id), ada,
                {{"do", "place"}, {"role", "manager"}, {"location", "1"}, {"location", "2"}});
  CHECK(header(place, "Location") == at(clara.id));
  const auto now = room.staff.find(clara.id).value();
  CHECK(now.role == Role::manager);
  CHECK(now.locations == std::vector<LocationId>{lake, hill});
  CHECK(room.audited(ada.id).at(0).action == "staff.set_locations");
  CHECK(room.audited(ada.id).at(1).action == "staff.set_role");
  CHECK(says(room.get("/", clara), "(manager)"));
  CHECK(room.post(at(clara.id), ada, {{"do", "place"}, {"role", "office"}}).status == 422);
  CHECK(room.staff.find(clara.id)->role == Role::manager);
}

TEST_CASE("a role that can't be given leaves the offices as they were") {
  DeskRoom room;
  const auto eve = room.signed_in("eve", Role::admin, {});
  const auto ada = room.signed_in("ada", Role::admin, {});
  room.staff.disable(eve.id);
  const auto clara = room.member("clara", Role::office, {lake});
  room.store->write([](storage::Transaction& tx) {
    tx.run(
        "CREATE TRIGGER no_office BEFORE DELETE ON staff_location BEGIN"
        " SELECT RAISE(ABORT, 'the disk is full'); END");
  });
  CHECK_THROWS(
      room.post(at(clara.id), ada, {{"do", "place"}, {"role", "manager"}, {"location", "2"}}));
  CHECK(room.staff.find(clara.id)->role == Role::office);
  CHECK(room.staff.find(clara.id)->locations == std::vector<LocationId>{lake});
}

TEST_CASE("letting go ends the colleague's session; a new setup code is given only in person") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const auto ada = room.signed_in("ada", Role::admin, {});
  CHECK(room.get("/", clara).status == 200);
  CHECK(room.post(at(clara.id), ada, {{"do", "disable"}}).status == 303);
  CHECK(room.get("/", clara).status == 303);
  CHECK(room.audited(ada.id).at(0).action == "staff.disable");
  const auto absent = room.post(at(clara.id), ada, {{"do", "invite"}});
  CHECK(absent.status == 422);
  CHECK(says(absent, "only in person"));
  CHECK(room.staff.find(clara.id)->state == staff::MemberState::disabled);
  const auto present = room.post(at(clara.id), ada, {{"do", "invite"}, {"present", "yes"}});
  CHECK(present.status == 200);
  const std::string code = between(present.body, "Setup code: <strong class=\"key\">", "<");
  CHECK(room.staff.open_enrolment("clara", Secret(code)));
  CHECK_FALSE(says(room.get(at(clara.id), ada), code));
}

TEST_CASE("nobody changes themselves, and the last administrator stays") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  for (const http::Fields& act : {http::Fields{{"do", "disable"}},
                                  {{"do", "invite"}, {"present", "yes"}},
                                  {{"do", "place"}, {"role", "it"}}}) {
    const auto refused = room.post(at(ada.id), ada, act);
    CHECK(refused.status == 422);
    CHECK(says(refused, "their own account"));
    CHECK(room.audited(ada.id).at(1).answer == audit::Answer::refused);
  }
  CHECK_FALSE(says(room.get(at(ada.id), ada), "value=\"disable\""));
  const auto eve = room.signed_in("eve", Role::admin, {});
  CHECK(room.post(at(ada.id), eve, {{"do", "place"}, {"role", "it"}}).status == 303);
  CHECK(room.get("/staff", ada).status == 403);
}

TEST_CASE("what does not exist is not there, and no act is made up") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  const auto clara = room.member("clara", Role::office, {lake});
  for (const char* const target : {"/staff/1", "/staff/x", "/staff/", "/staff/1/2", "/staff/-3"}) {
    CHECK(room.get(target, ada).status == 404);
    for (const char* const act : {"disable", "invite", "place"})
      CHECK(room.post(target, ada, {{"do", act}, {"present", "yes"}, {"role", "it"}}).status ==
            404);
  }
  CHECK(room.post(at(clara.id), ada, {{"do", "melt"}}).status == 422);
  CHECK(room.post("/staff", ada, {{"do", "melt"}}).status == 422);
}

TEST_CASE("the list tells of wrong tries and of what strangers tried") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  room.member("clara", Role::office, {lake});
  CHECK_FALSE(says(room.get("/staff", ada), "Wrong tries:"));
  for (int i = 0; i < 3; ++i)
    room.post("/sign-in", {{"name", "clara"}, {"password", "x"}, {"code", "1"}});
  const auto page = room.get("/staff", ada);
  CHECK(says(page, "Wrong tries: 3"));
  CHECK(says(page, "<td>Signing in</td><td>192.0.2.7</td>"));
}
