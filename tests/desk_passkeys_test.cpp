#include <doctest/doctest.h>

#include "core/base/json.h"
#include "kiosk/desk/my_sign_in.h"
#include "tests/fakes/authenticator.h"
#include "tests/fakes/desk_room.h"
#include "tests/fakes/shown.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::Authenticator;
using fakes::between;
using fakes::DeskRoom;
using fakes::header;
using fakes::lake;
using fakes::says;
using staff::Role;

namespace {

// The browser's part: options fetched, answered, and put into a form's fields.
struct Browser {
  DeskRoom& room;
  Authenticator key{staff::relying_party(fakes::desk_origin).value()};

  Json options(const http::Response& answer) { return Json::parse(answer.body).value(); }
  static std::string challenge(const Json& options) {
    return from_base64url(options.text_of("challenge").value(), 256).value();
  }
  http::Response add(const DeskRoom::Person& by, const std::string& name) {
    const auto options = this->options(room.get("/me/passkey", by));
    const auto made = key.create(challenge(options));
    return room.post("/me/passkey", by,
                     {{"name", name},
                      {"client_data", base64url(made.client_data)},
                      {"attestation", base64url(made.object)}});
  }
  http::Fields answer(const Json& options, const std::string& handle) {
    const auto given = key.get(challenge(options), handle);
    return {{"credential", base64url(given.credential)},
            {"client_data", base64url(given.client_data)},
            {"authenticator", base64url(given.authenticator_data)},
            {"signature", base64url(given.signature)},
            {"handle", base64url(given.user_handle)}};
  }
  http::Response sign_in(StaffId who, const std::string& draft = "") {
    auto fields = answer(options(room.get("/sign-in/passkey")), room.passkeys.user_handle(who));
    fields.emplace_back("draft", draft);
    return room.post("/sign-in/passkey", fields);
  }
};

}  // namespace

TEST_CASE("a passkey is added on one's own page and signs in without name, password or digits") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  Browser browser{room};
  CHECK(says(room.get("/me", clara), "data-passkey=\"create\""));
  CHECK(header(browser.add(clara, "Blue <key>"), "Location") == "/me");
  CHECK(room.audited(clara.id).at(0).action == "staff.passkey_add");
  const auto page = room.get("/me", clara);
  CHECK(says(page, "Blue &lt;key&gt;"));
  CHECK(says(page, "value=\"remove\""));
  const auto in = browser.sign_in(clara.id);
  CHECK(header(in, "Location") == "/");
  CHECK(header(in, "Set-Cookie").starts_with("latchkey_staff="));
  CHECK(room.audited(clara.id).at(0).action == "staff.sign_in");
}

TEST_CASE("the door's options are alike for everybody and name nobody") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  Browser browser{room};
  const auto before = browser.options(room.get("/sign-in/passkey"));
  browser.add(clara, "key");
  const auto after = browser.options(room.get("/sign-in/passkey"));
  CHECK(after.find("allowCredentials")->items().empty());
  CHECK(after.text_of("rpId") == "staff.localhost");
  CHECK(after.text_of("userVerification") == "required");
  CHECK(before.members().size() == after.members().size());
  const auto own = browser.options(room.get("/me/passkey", clara));
  CHECK(own.find("excludeCredentials")->items().size() == 1);
  CHECK(own.find("user")->text_of("name") == "clara");
  CHECK(own.find("authenticatorSelection")->text_of("userVerification") == "required");
}

TEST_CASE("a refused passkey is one sentence, one audit row, and soon only counted") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  Browser browser{room};
  browser.add(clara, "key");
  auto fields = browser.answer(browser.options(room.get("/sign-in/passkey")), "somebody else's");
  const auto wrong = room.post("/sign-in/passkey", fields);
  CHECK(wrong.status == 422);
  CHECK(says(wrong, "did not work here"));
  CHECK(header(wrong, "Set-Cookie").empty());
  CHECK(room.audited().at(0).details == "192.0.2.7, handle");
  const auto junk = room.post("/sign-in/passkey", {{"credential", "?"}});
  CHECK(junk.body == wrong.body);
  for (int i = 0; i < 60; ++i) room.post("/sign-in/passkey", {{"credential", "x"}});
  int rows = 0;
  for (const auto& row : room.audited()) rows += row.action == "staff.passkey" ? 1 : 0;
  CHECK(rows == 21);  // twenty of an address, and the one that names a member
}

TEST_CASE("a known member's refused passkeys name them, and no stranger's noise hides them") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  Browser browser{room};
  browser.add(clara, "key");
  for (int i = 0; i < 60; ++i) room.post("/sign-in/passkey", {{"credential", "x"}});
  auto forged = browser.answer(browser.options(room.get("/sign-in/passkey")),
                               room.passkeys.user_handle(clara.id));
  for (auto& [name, value] : forged)
    if (name == "signature") value = base64url("no signature of anybody");
  for (int i = 0; i < 60; ++i) room.post("/sign-in/passkey", forged);
  room.staff.disable(clara.id);
  CHECK(browser.sign_in(clara.id).status == 422);
  CHECK(room.audited().at(0).details == "192.0.2.7, ended");
  CHECK(room.audited().at(0).subject_id == clara.id.value);
  CHECK(room.audited().at(1).details == "192.0.2.7, signature");
  CHECK(room.audited().at(1).subject_id == clara.id.value);
}

TEST_CASE("a copied passkey stops, and is told in the log under its member's name") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  Browser browser{room};
  browser.key.counter = 9;
  browser.add(clara, "key");
  CHECK(browser.sign_in(clara.id).status == 422);
  CHECK(room.audited().at(0).action == "staff.passkey");
  CHECK(room.audited().at(0).subject_id == clara.id.value);
  CHECK(room.get("/me", clara).status == 303);  // signed out everywhere
  const auto ada = room.signed_in("ada", Role::admin, {});
  const auto page = room.get("/staff/" + std::to_string(clara.id.value), ada);
  CHECK(says(page, "<dd>0 <span class=\"mark bad\">Stopped, may be copied: key</span>"));
}

TEST_CASE("without fresh digits no passkey is added or removed; a passkey is as good as digits") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  Browser browser{room};
  browser.add(clara, "key");
  room.clock.pass(6min);
  CHECK(room.get("/me/passkey", clara).status == 403);
  CHECK(says(room.get("/me", clara), "Show that it is you"));
  CHECK(room.post("/me/passkey", clara, {{"name", "x"}}).status == 422);
  const std::string id = std::to_string(room.passkeys.list(clara.id).at(0).id.value);
  const http::Fields removal = {{"do", "remove"}, {"passkey", id}};
  const auto asked = room.post("/me", clara, removal);
  CHECK(says(asked, "Is it still you?"));
  CHECK(says(asked, "data-options=\"/step-up/passkey\""));
  auto fields = browser.answer(browser.options(room.get("/step-up/passkey", clara)), "");
  fields.emplace_back("draft", between(asked.body, "name=\"draft\" value=\"", "\""));
  const auto confirm = room.post("/step-up/passkey", clara, fields);
  CHECK(confirm.status == 200);
  CHECK(says(confirm, "name=\"passkey\" value=\"" + id + "\""));
  CHECK(room.post("/step-up/passkey", clara, fields).status == 422);  // answered already
  CHECK(header(room.post("/me", clara, removal), "Location") == "/me");
  CHECK(room.passkeys.credentials(clara.id).empty());
  CHECK(room.audited(clara.id).at(0).action == "staff.passkey_remove");
  CHECK(room.post("/me", clara, removal).status == 422);
}

TEST_CASE("nobody removes another's passkey, and posts need the form's token") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const auto hanna = room.signed_in("hanna", Role::admin, {});
  Browser browser{room};
  browser.add(clara, "key");
  const std::string id = std::to_string(room.passkeys.list(clara.id).at(0).id.value);
  CHECK(room.post("/me", hanna, {{"do", "remove"}, {"passkey", id}}).status == 422);
  auto forged = clara;
  forged.csrf = hanna.csrf;
  CHECK(room.post("/me", forged, {{"do", "remove"}, {"passkey", id}}).status == 403);
  CHECK(room.passkeys.credentials(clara.id).size() == 1);
  CHECK(room.get("/me").status == 303);
  CHECK(room.get("/me/passkey").status == 303);
}

TEST_CASE("a passkey needs a name of its own; what is no passkey is not added") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  Browser browser{room};
  CHECK(says(browser.add(clara, "  "), "Give the passkey a name"));
  CHECK(says(browser.add(clara, std::string(61, 'x')), "Give the passkey a name"));
  browser.key.flags = 0x01;
  CHECK(says(browser.add(clara, "key"), "was not added"));
  CHECK(room.audited(clara.id).at(1).answer == audit::Answer::refused);
  CHECK(room.passkeys.list(clara.id).empty());
}

TEST_CASE("what was typed before the session ended is kept for who comes back by passkey") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  Browser browser{room};
  browser.add(clara, "key");
  const std::string number = room.open_ticket();
  room.clock.pass(16min);
  const auto kept = room.post("/ticket/" + number, clara, {{"do", "note"}, {"note", "for later"}});
  const auto in = browser.sign_in(clara.id, between(kept.body, "name=\"draft\" value=\"", "\""));
  CHECK(in.status == 200);
  CHECK(says(in, "value=\"for later\""));
}

TEST_CASE("a member sees their open sessions and ends all but this one") {
  DeskRoom room;
  const auto here = room.signed_in("clara");
  const auto hanna = room.signed_in("hanna");
  CHECK_FALSE(says(room.get("/me", here), "value=\"end_others\""));
  const auto there = std::get<staff::SignedIn>(
      room.staff.sign_in("clara", Secret(room.password), room.code_of(here.totp)));
  CHECK(says(room.get("/me", here), "value=\"end_others\""));
  CHECK(header(room.post("/me", here, {{"do", "end_others"}}), "Location") == "/me");
  CHECK(room.audited(here.id).at(0).action == "staff.end_sessions");
  CHECK_FALSE(room.staff.authenticate(there.token));
  CHECK(room.get("/me", here).status == 200);
  CHECK(room.get("/me", hanna).status == 200);
}

TEST_CASE("what changed at a member's way in stands on their own page and in the week's review") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  CHECK_FALSE(says(room.get("/me", clara), "What changed lately"));
  Browser browser{room};
  browser.add(clara, "key");
  const auto own = room.get("/me", clara);
  CHECK(says(own, "What changed lately"));
  CHECK(says(own, "Added a passkey"));
  CHECK(says(own, "If one of these was not you"));
  const auto tom = room.signed_in("tom");
  CHECK_FALSE(says(room.get("/me", tom), "Added a passkey"));
  const auto ada = room.signed_in("ada", Role::admin, {});
  const auto review = room.get("/audit/review?week=2025-10-06", ada);
  CHECK(says(review, "What changed at colleagues"));
  CHECK(says(review, "<td>Colleague clara</td><td>Added a passkey</td><td>Colleague clara</td>"));
  room.clock.pass(std::chrono::hours(31 * 24));
  const auto later = room.signed_in("ben", Role::admin, {});
  room.staff.invite_again(clara.id);
  CHECK_FALSE(says(room.get("/audit/review?week=2025-11-03", later), "Added a passkey"));
}
