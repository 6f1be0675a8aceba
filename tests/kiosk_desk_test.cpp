#include "kiosk/desk/kiosk_desk.h"

#include <doctest/doctest.h>

#include "tests/fakes/desk_room.h"
#include "tests/fakes/shown.h"

using namespace latchkey;
using fakes::between;
using fakes::DeskRoom;
using fakes::hill;
using fakes::lake;
using fakes::says;
using staff::Role;

namespace {

std::vector<kiosks::Kiosk> all(DeskRoom& room) {
  return room.store->read([&](storage::Transaction& tx) { return room.kiosks.list(tx); });
}

// The device that types `code`; empty if nobody waits for it.
std::optional<kiosks::Kiosk> paired_by(DeskRoom& room, const std::string& code) {
  return room.store->write([&](storage::Transaction& tx) {
    return room.kiosks.pair(tx, Secret(code), kiosks::draw(room.dice), room.clock.now());
  });
}

std::string code_on(const http::Response& page) {
  return between(page.body, "Pairing code: <strong class=\"key\">", "<");
}

}  // namespace

TEST_CASE("an office adds a kiosk of its own lobby and reads its pairing code once") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const auto page = room.get("/kiosks", clara);
  CHECK(page.status == 200);
  CHECK(says(page, "Lake Office"));
  CHECK_FALSE(says(page, "Hill Office"));
  const auto added =
      room.post("/kiosks", clara, {{"do", "add"}, {"name", "Lobby <left>"}, {"location", "1"}});
  CHECK(added.status == 200);
  const std::string code = code_on(added);
  CHECK(code.size() == 11);
  CHECK(says(added, "Lobby &lt;left&gt;"));
  CHECK(room.audited(clara.id).at(1).action == "kiosk.add");
  CHECK_FALSE(says(room.get("/kiosks", clara), code));
  const auto kiosk = paired_by(room, code);
  REQUIRE(kiosk);
  CHECK(kiosk->location == lake);
}

TEST_CASE("another office's lobby is not there, and trying is audited") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  CHECK(room.post("/kiosks", clara, {{"do", "add"}, {"name", "x"}, {"location", "2"}}).status ==
        404);
  CHECK(room.audited(clara.id).at(0).answer == audit::Answer::refused);
  CHECK(all(room).empty());
  const auto hanna = room.signed_in("hanna", Role::office, {hill});
  room.post("/kiosks", hanna, {{"do", "add"}, {"name", "Hill lobby"}, {"location", "2"}});
  const std::string id = std::to_string(all(room).at(0).id.value);
  for (const std::string act : {"revoke", "pair", "inspect"}) {
    CHECK(room.post("/kiosks", clara, {{"do", act}, {"kiosk", id}}).status == 404);
    CHECK(room.audited(clara.id).at(0).answer == audit::Answer::refused);
  }
  CHECK_FALSE(says(room.get("/kiosks", clara), "Hill lobby"));
  CHECK(all(room).at(0).state == kiosks::State::waiting);
  CHECK_FALSE(all(room).at(0).inspected_at);
}

TEST_CASE("IT and administrators see to every kiosk; who only reads sees to none") {
  DeskRoom room;
  for (const auto& [name, role] : {std::pair("ivan", Role::it), {"ada", Role::admin}}) {
    const auto member = room.signed_in(name, role, {});
    CHECK(says(room.get("/kiosks", member), "Hill Office"));
  }
  for (const auto& [name, role] :
       {std::pair("max", Role::manager), {"olga", Role::outsourced_desk}}) {
    const auto member = room.signed_in(name, role, {lake});
    CHECK(room.get("/kiosks", member).status == 403);
    CHECK(room.post("/kiosks", member, {{"do", "add"}, {"name", "x"}, {"location", "1"}}).status ==
          403);
    CHECK_FALSE(says(room.get("/", member), "href=\"/kiosks\""));
  }
  CHECK(all(room).empty());
  CHECK(room.get("/kiosks").status == 303);
}

TEST_CASE("a kiosk is looked over, given a new code, and revoked for good") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const auto code =
      code_on(room.post("/kiosks", clara, {{"do", "add"}, {"name", "Lobby"}, {"location", "1"}}));
  const std::string id = std::to_string(all(room).at(0).id.value);
  CHECK(paired_by(room, code));
  CHECK(room.post("/kiosks", clara, {{"do", "inspect"}, {"kiosk", id}}).status == 303);
  CHECK(all(room).at(0).inspected_at == room.clock.now());
  CHECK(room.audited(clara.id).at(0).action == "kiosk.inspect");
  const auto again = code_on(room.post("/kiosks", clara, {{"do", "pair"}, {"kiosk", id}}));
  CHECK(again != code);
  CHECK(paired_by(room, again));
  CHECK(room.post("/kiosks", clara, {{"do", "revoke"}, {"kiosk", id}}).status == 303);
  CHECK(all(room).at(0).state == kiosks::State::revoked);
  for (const std::string act : {"revoke", "pair"})
    CHECK(room.post("/kiosks", clara, {{"do", act}, {"kiosk", id}}).status == 422);
  CHECK(room.post("/kiosks", clara, {{"do", "melt"}, {"kiosk", id}}).status == 422);
}

TEST_CASE("a kiosk without a name or an office is not added; a silent one is marked") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  for (const http::Fields& fields : {http::Fields{{"do", "add"}, {"name", "  "}, {"location", "1"}},
                                     {{"do", "add"}, {"name", "Lobby"}, {"location", ""}},
                                     {{"do", "add"}, {"name", "Lobby"}, {"location", "99"}}})
    CHECK(room.post("/kiosks", clara, fields).status == 422);
  const auto code =
      code_on(room.post("/kiosks", clara, {{"do", "add"}, {"name", "Lobby"}, {"location", "1"}}));
  REQUIRE(paired_by(room, code));
  CHECK_FALSE(says(room.get("/kiosks", clara), "Silent"));
  room.clock.pass(std::chrono::minutes(14));
  room.get("/", clara);
  room.clock.pass(std::chrono::minutes(14));
  room.get("/", clara);
  room.clock.pass(std::chrono::minutes(14));
  CHECK(says(room.get("/kiosks", clara), "Silent"));
}
