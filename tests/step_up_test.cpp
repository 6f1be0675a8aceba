#include "kiosk/desk/step_up.h"

#include <doctest/doctest.h>

#include "kiosk/desk/draft.h"
#include "tests/fakes/desk_room.h"
#include "tests/fakes/shown.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::between;
using fakes::DeskRoom;
using fakes::header;
using fakes::lake;
using fakes::says;
using staff::Role;

namespace {

std::string draft_on(const http::Response& page) {
  return between(page.body, "name=\"draft\" value=\"", "\"");
}

// An administrator whose six digits are older than five minutes, and a form that needs them.
struct Late {
  DeskRoom room;
  DeskRoom::Person ada = room.signed_in("ada", Role::admin, {});
  const http::Fields form = {{"do", "add"},       {"display", "Dora \"D\" <Doe>\r\nJr."},
                             {"name", "dora"},    {"role", "office"},
                             {"location", "1"},   {"location", "2"},
                             {"password", "no!"}, {"code", "111111"}};
  Late() { room.clock.pass(6min); }
  http::Response send() { return room.post("/staff", ada, form); }
};

}  // namespace

TEST_CASE("a delicate form is kept, and sent by one more press after fresh digits") {
  Late at;
  const auto asked = at.send();
  CHECK(asked.status == 422);
  CHECK(says(asked, "Is it still you?"));
  CHECK_FALSE(says(asked, "dora"));  // sealed: nobody reads it over a shoulder
  CHECK(at.room.staff.list().size() == 1);
  const auto confirm = at.room.post(
      "/step-up", at.ada, {{"code", at.room.code_of(at.ada.totp)}, {"draft", draft_on(asked)}});
  CHECK(confirm.status == 200);
  CHECK(says(confirm, "action=\"/staff\""));
  CHECK(says(confirm, "name=\"name\" value=\"dora\""));
  CHECK(says(confirm, "name=\"display\" value=\"Dora &quot;D&quot; &lt;Doe&gt;\r\nJr.\""));
  CHECK(says(confirm, "name=\"location\" value=\"1\""));
  CHECK(says(confirm, "name=\"location\" value=\"2\""));
  CHECK(says(confirm, "name=\"csrf\" value=\"" + at.ada.csrf + "\""));
  CHECK_FALSE(says(confirm, "no!"));
  CHECK_FALSE(says(confirm, "111111"));
  CHECK(at.room.staff.list().size() == 1);  // nothing is done by itself
  const auto done = at.send();
  CHECK(done.status == 200);
  CHECK(at.room.staff.list().size() == 2);
  CHECK(at.room.audited(at.ada.id).at(2).action == "staff.step_up");
}

TEST_CASE("wrong digits keep what was typed, are audited, and are slowed down") {
  Late at;
  auto page = at.send();
  const std::string draft = draft_on(page);
  for (int i = 0; i < 5; ++i) {
    page = at.room.post("/step-up", at.ada, {{"code", "000000"}, {"draft", draft}});
    CHECK(page.status == 422);
    CHECK(draft_on(page) == draft);
    CHECK(at.room.audited(at.ada.id).at(0).action == "staff.step_up");
    CHECK(at.room.audited(at.ada.id).at(0).answer == audit::Answer::refused);
  }
  const std::string right = at.room.code_of(at.ada.totp);
  CHECK(at.room.post("/step-up", at.ada, {{"code", right}, {"draft", draft}}).status == 422);
  at.room.clock.pass(31s);
  const auto done =
      at.room.post("/step-up", at.ada, {{"code", at.room.code_of(at.ada.totp)}, {"draft", draft}});
  CHECK(done.status == 200);
}

TEST_CASE("a draft opens for the member who typed it, whole, and for half a day") {
  Late at;
  const std::string draft = draft_on(at.send());
  const auto hanna = at.room.signed_in("hanna", Role::admin, {});
  const auto by_hanna =
      at.room.post("/step-up", hanna, {{"code", at.room.code_of(hanna.totp)}, {"draft", draft}});
  CHECK(header(by_hanna, "Location") == "/me");
  std::string bent = draft;
  bent[bent.size() / 2] = bent[bent.size() / 2] == 'A' ? 'B' : 'A';
  const auto bent_answer =
      at.room.post("/step-up", at.ada, {{"code", at.room.code_of(at.ada.totp)}, {"draft", bent}});
  CHECK(header(bent_answer, "Location") == "/me");
  at.room.clock.pass(kiosk::draft_life + 1s);
  const auto in = std::get<staff::SignedIn>(
      at.room.staff.sign_in("ada", Secret(at.room.password), at.room.code_of(at.ada.totp)));
  DeskRoom::Person again{at.ada.id, at.ada.totp, std::string(in.token.reveal()),
                         std::string(in.session.csrf.reveal())};
  at.room.clock.pass(30s);
  const auto late =
      at.room.post("/step-up", again, {{"code", at.room.code_of(at.ada.totp)}, {"draft", draft}});
  CHECK(header(late, "Location") == "/me");
}

TEST_CASE("showing who one is needs the form's token and changes nothing by GET") {
  Late at;
  const std::string code = at.room.code_of(at.ada.totp);
  auto thief = at.ada;
  thief.csrf = std::string(64, '0');
  CHECK(at.room.post("/step-up", thief, {{"code", code}}).status == 403);
  CHECK(at.room.get("/step-up?code=" + code, at.ada).status == 200);
  CHECK(at.send().status == 422);
  CHECK(at.room.post("/step-up", at.ada, {{"code", code}}).status == 303);
  CHECK(at.send().status == 200);
}

// ---- What was typed when the session had ended ----

TEST_CASE("a form sent after the idle time is kept while the same member signs in") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const std::string number = room.open_ticket();
  room.clock.pass(16min);
  room.staff.tidy();
  const http::Fields note = {{"do", "note"}, {"note", "She called\r\ntwice & waits"}};
  const auto kept = room.post("/ticket/" + number, clara, note);
  CHECK(kept.status == 422);
  CHECK(says(kept, "what you typed is kept"));
  CHECK_FALSE(says(kept, "She called"));
  const std::string draft = draft_on(kept);
  const auto wrong = room.post(
      "/sign-in", {{"name", "clara"}, {"password", "x"}, {"code", "1"}, {"draft", draft}});
  CHECK(draft_on(wrong) == draft);
  const auto in = room.post("/sign-in", {{"name", "clara"},
                                         {"password", room.password},
                                         {"code", room.code_of(clara.totp)},
                                         {"draft", draft}});
  CHECK(in.status == 200);
  CHECK(header(in, "Set-Cookie").starts_with("latchkey_staff="));
  CHECK(says(in, "action=\"/ticket/" + number + "\""));
  CHECK(says(in, "name=\"note\" value=\"She called\r\ntwice &amp; waits\""));
  CHECK(room.detail(number).timeline.size() == 1);  // opened, and no note
  DeskRoom::Person again = clara;
  again.token = between(header(in, "Set-Cookie"), "latchkey_staff=", ";");
  again.csrf = between(in.body, "name=\"csrf\" value=\"", "\"");
  CHECK(again.token != clara.token);
  CHECK(room.post("/ticket/" + number, again, note).status == 303);
  CHECK(room.detail(number).timeline.size() == 2);
}

TEST_CASE("another member who signs in there gets nothing of what the first one typed") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const auto hanna = room.member("hanna", Role::office, {lake});
  const std::string number = room.open_ticket();
  room.clock.pass(16min);
  const auto kept = room.post("/ticket/" + number, clara, {{"do", "note"}, {"note", "only hers"}});
  const auto in = room.post("/sign-in", {{"name", "hanna"},
                                         {"password", room.password},
                                         {"code", room.code_of(hanna.totp)},
                                         {"draft", draft_on(kept)}});
  CHECK(header(in, "Location") == "/");
  CHECK_FALSE(says(in, "only hers"));
}

TEST_CASE("only a form of the ended session itself is kept") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  room.clock.pass(16min);
  auto forged = clara;
  forged.csrf = std::string(64, '0');
  CHECK(header(room.post("/ticket/1", forged, {{"note", "x"}}), "Location") == "/sign-in");
  auto no_cookie = clara;
  no_cookie.token = std::string(43, 'A');
  CHECK(header(room.post("/ticket/1", no_cookie, {{"note", "x"}}), "Location") == "/sign-in");
  CHECK(room.post("/ticket/1", clara, {{"note", "x"}}).status == 422);
  room.clock.pass(staff::ended_session_kept);
  room.staff.tidy();
  CHECK(header(room.post("/ticket/1", clara, {{"note", "x"}}), "Location") == "/sign-in");
}

TEST_CASE("nothing is kept for who was disabled or has signed out, nor more than fits") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const auto dora = room.signed_in("dora");
  const auto emma = room.signed_in("emma");
  room.post("/sign-out", dora, {});
  room.staff.disable(clara.id);
  room.clock.pass(16min);
  for (const auto* gone : {&clara, &dora})
    CHECK(header(room.post("/ticket/1", *gone, {{"note", "x"}}), "Location") == "/sign-in");
  const auto much =
      room.post("/ticket/1", emma, {{"note", std::string(kiosk::draft_bytes_max, 'x')}});
  CHECK(draft_on(much).empty());
  CHECK_FALSE(says(much, "is kept"));
}

TEST_CASE("no draft leads to another site") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  room.clock.pass(16min);
  for (const char* const away : {"//evil.example/x", "/\\evil.example/x"})
    CHECK(draft_on(room.post(away, clara, {{"note", "x"}})).empty());
  CHECK_FALSE(draft_on(room.post("/x", clara, {{"note", "x"}})).empty());
}

TEST_CASE("a page from before signing in anew, in another window, is asked about and not refused") {
  DeskRoom room;
  const auto before = room.signed_in("clara");
  const auto in = std::get<staff::SignedIn>(
      room.staff.sign_in("clara", Secret(room.password), room.code_of(before.totp)));
  DeskRoom::Person now = before;
  now.token = in.token.reveal();  // the cookie is new, the form's token old
  const std::string number = room.open_ticket();
  const auto asked =
      room.post("/ticket/" + number, now, {{"do", "note"}, {"note", "typed before"}});
  CHECK(asked.status == 200);
  CHECK(says(asked, "Send what you typed?"));
  CHECK(room.detail(number).timeline.size() == 1);
  const auto hanna = room.signed_in("hanna");
  now.csrf = hanna.csrf;
  CHECK(room.post("/ticket/" + number, now, {{"do", "note"}, {"note", "forged"}}).status == 403);
}

TEST_CASE("an ended session takes no place of an open one, and opens nothing") {
  DeskRoom room;
  const auto first = room.signed_in("clara");
  const auto sign_in = [&] {
    auto in = std::get<staff::SignedIn>(
        room.staff.sign_in("clara", Secret(room.password), room.code_of(first.totp)));
    room.clock.pass(30s);
    return in.token;
  };
  const Secret idle = sign_in();
  for (int i = 0; i < 2; ++i) {
    room.clock.pass(10min);
    CHECK(room.get("/", first).status == 200);
  }
  const Secret newest = sign_in();
  CHECK(room.staff.authenticate(newest));
  CHECK(room.get("/", first).status == 200);
  CHECK_FALSE(room.staff.authenticate(idle));
}

TEST_CASE("whoever says in time that they are still there has fifteen minutes more") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  room.clock.pass(13min);
  const auto said = room.post("/stay", clara, {});
  CHECK(said.body == "{\"left\":900}");
  room.clock.pass(14min);
  const auto page = room.get("/", clara);
  CHECK(says(page, "data-left=\"900\""));
  room.clock.pass(16min);
  CHECK(room.post("/stay", clara, {}).status == 303);
  CHECK(room.get("/stay", clara).status == 303);
}
