#include "kiosk/lobby/lobby_pages.h"

#include <doctest/doctest.h>

#include "tests/fakes/lobby_device.h"

using namespace latchkey;
using fakes::Clinic;
using fakes::LobbyDevice;
using tests::person;
using namespace std::chrono_literals;

namespace {

using Follow = LobbyDevice::Follow;

std::string header(const http::Response& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name) return value;
  return "";
}

bool is_first_page(const LobbyDevice& kiosk) { return kiosk.says("action=\"/kiosk/start\""); }

std::vector<calls::Call> contact_log(Clinic& clinic) {
  return clinic.service().store().read(
      [&](storage::Transaction& tx) { return clinic.service().calls().list(tx, {}); });
}

void revoke(Clinic& clinic, kiosks::KioskId id) {
  clinic.service().store().write(
      [&](storage::Transaction& tx) { clinic.service().kiosks().revoke(tx, id); });
}

// Maria, from the first page to the new password that is on its way.
void choose_password(Clinic& clinic, LobbyDevice& kiosk) {
  kiosk.start();
  kiosk.identify(person("maria"));
  kiosk.choose("text");
  clinic.settle();
  kiosk.answer({{"code", clinic.newest_code("text")}});
  clinic.settle();
  kiosk.get("/kiosk/now");
  kiosk.answer({{"password", "nine calm otters juggle"}});
}

}  // namespace

TEST_CASE("a kiosk is known by its credential, which scripts and other sites never see") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  CHECK(is_first_page(kiosk));
  const auto again = kiosk.get("/kiosk");
  CHECK(header(again, "Cache-Control") == "no-store");
  CHECK(header(again, "Clear-Site-Data") == "\"cache\", \"storage\"");
  LobbyDevice stranger(clinic, LobbyDevice::Stranger{});
  stranger.get("/?kiosk=1");
  CHECK_FALSE(stranger.says("/kiosk/"));
  stranger.get("/kiosk?kiosk=1");
  CHECK(stranger.says("action=\"/kiosk/pair\""));
  CHECK_FALSE(is_first_page(stranger));
}

TEST_CASE("the credential's cookie is of this host alone, and long-lived") {
  Clinic clinic(Clinic::Roster::fixture_people,
                [](Config& config) { config.urls.patient = "https://portal.example.org"; });
  const kiosks::Draws draws = kiosks::draw(clinic.dice);
  clinic.service().store().write([&](storage::Transaction& tx) {
    clinic.service().kiosks().add(tx, draws, "Lobby", LocationId{1}, clinic.clock.now());
  });
  LobbyDevice device(clinic, LobbyDevice::Stranger{});
  const auto paired =
      device.post("/kiosk/pair", {{"code", std::string(draws.pairing_code.reveal())}});
  const std::string cookie = header(paired, "Set-Cookie");
  CHECK(cookie.starts_with("__Host-latchkey_kiosk="));
  for (const char* part :
       {"; Path=/", "; HttpOnly", "; SameSite=Strict", "; Secure", "; Max-Age=34560000"})
    CHECK(cookie.find(part) != std::string::npos);
}

TEST_CASE("a wrong pairing code makes no kiosk, and is audited") {
  Clinic clinic;
  LobbyDevice device(clinic, LobbyDevice::Stranger{});
  const auto refused = device.post("/kiosk/pair", {{"code", "7K4MP-9QX2T"}});
  CHECK(refused.status == 422);
  CHECK(device.says("That code does not work."));
  CHECK(device.cookies.empty());
  const auto rows = clinic.service().store().read(
      [&](storage::Transaction& tx) { return clinic.service().audit().list(tx, {}); });
  CHECK(rows.at(0).action == "kiosk.pair");
  CHECK(rows.at(0).answer == audit::Answer::refused);
}

TEST_CASE("a forged or revoked credential opens nothing from the next request on") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  kiosk.start();
  CHECK(kiosk.heading() == "We can help you get back into your account");
  revoke(clinic, kiosk.id());
  const auto refused = kiosk.answer({{"option", "forgot_password"}});
  CHECK(refused.status == 303);
  CHECK(kiosk.says("action=\"/kiosk/pair\""));
  CHECK_FALSE(kiosk.cookies.contains("latchkey_kiosk"));
  LobbyDevice forger(clinic, LobbyDevice::Stranger{});
  forger.cookies["latchkey_kiosk"] = std::string(43, 'A');
  forger.get("/kiosk");
  CHECK(forger.says("action=\"/kiosk/pair\""));
  forger.cookies["latchkey_kiosk"] = std::string(43, 'A');
  forger.get("/");
  CHECK(forger.path() == "/");
}

TEST_CASE("at a kiosk the same steps are asked, and it meets no other page of ours") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  kiosk.start("es");
  CHECK(kiosk.says("<html lang=\"es\""));
  kiosk.start();
  kiosk.identify(person("maria"));
  CHECK(kiosk.says("value=\"text\""));
  for (const char* other : {"/", "/recover", "/check", "/not-me", "/kiosk/elsewhere"}) {
    kiosk.start();
    kiosk.get(other);
    CHECK(is_first_page(kiosk));
    CHECK(kiosk.path() == "/kiosk");
  }
}

TEST_CASE("a password is recovered at a kiosk, and the contact log says where") {
  Clinic clinic;
  LobbyDevice kiosk(clinic, LocationId{3});
  choose_password(clinic, kiosk);
  clinic.settle();
  kiosk.get("/kiosk/now");
  CHECK(kiosk.says("You are all set"));
  const auto log = contact_log(clinic);
  REQUIRE(log.size() == 1);
  CHECK(log[0].channel == calls::Channel::kiosk);
  CHECK(log[0].location == LocationId{3});
  CHECK(log[0].outcome == calls::Outcome::recovered);
  kiosk.get("/kiosk");
  CHECK(contact_log(clinic).at(0).outcome == calls::Outcome::recovered);
  CHECK(clinic.sink.leaks().empty());
}

TEST_CASE("whoever comes next meets the first page, wherever they go back to") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  kiosk.start();
  kiosk.identify(person("maria"));
  const std::string secret = kiosk.secret(), question = kiosk.question();
  const auto cookies = kiosk.cookies;
  kiosk.get("/kiosk");  // the button "End"
  for (const char* back : {"/kiosk/now", "/kiosk/more", "/kiosk/start"}) {
    kiosk.get(back);
    CHECK(is_first_page(kiosk));
    CHECK_FALSE(kiosk.says("López"));
  }
  // The form of the page before, sent again, by itself and with the cookies of then.
  for (const auto& jar : {kiosk.cookies, cookies}) {
    kiosk.cookies = jar;
    kiosk.post("/kiosk/now", {{"s", secret}, {"q", question}, {"option", "text"}});
    CHECK(is_first_page(kiosk));
  }
  CHECK(contact_log(clinic).at(0).outcome == calls::Outcome::abandoned);
  clinic.settle();
  CHECK(clinic.sent().empty());
}

TEST_CASE("a visit's cookie without its form, or its form without the cookie, answers nothing") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  kiosk.start();
  const std::string secret = kiosk.secret(), question = kiosk.question();
  const http::Fields pick{{"q", question}, {"option", "forgot_password"}};
  CHECK(kiosk.post("/kiosk/now", pick, Follow::nothing).status == 303);
  kiosk.get("/kiosk/now");
  CHECK(kiosk.heading() == "We can help you get back into your account");
  kiosk.cookies.erase("latchkey_visit");
  auto whole = pick;
  whole.emplace_back("s", secret);
  kiosk.post("/kiosk/now", whole, Follow::nothing);
  kiosk.get("/kiosk/now");
  CHECK(is_first_page(kiosk));
}

TEST_CASE("a kiosk that nobody touches asks after a minute and forgets half a minute later") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  kiosk.start();
  kiosk.choose("forgot_password");
  clinic.clock.pass(59s);
  kiosk.get("/kiosk/now");
  CHECK(kiosk.heading() == "What is your name?");
  clinic.clock.pass(1s);
  kiosk.get("/kiosk/now");
  CHECK(kiosk.heading() == "Are you still there?");
  CHECK(kiosk.says("content=\"30;url=/kiosk\""));
  kiosk.post("/kiosk/more", {{"s", kiosk.secret()}});
  CHECK(kiosk.heading() == "What is your name?");
  CHECK(kiosk.says("content=\"60;url=/kiosk/now\""));
  // A page that loads itself is no sign of life.
  for (int i = 0; i < 10; ++i) {
    clinic.clock.pass(10s);
    kiosk.get("/kiosk/now");
  }
  CHECK(is_first_page(kiosk));
}

TEST_CASE("a kiosk, which has no mail of its own, offers no message to take along") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  kiosk.start();
  kiosk.choose("page_broken");
  kiosk.choose("no");
  CHECK(kiosk.heading() == clinic.texts().text("en", "guidance.page_broken.right_address.title"));
  CHECK_FALSE(kiosk.says("mailto:"));
  CHECK_FALSE(kiosk.says("sms:"));
}

TEST_CASE("a kiosk counts its look-ups on its own account, not on the lobby's address") {
  Clinic clinic(Clinic::Roster::fixture_people, [](Config& config) {
    config.limits.push_back({"kiosk_lookups_per_hour", 1, "test"});
  });
  LobbyDevice one(clinic), other(clinic);
  const auto reaches_maria = [&](LobbyDevice& kiosk) {
    const auto before = clinic.sent().size();
    kiosk.start();
    kiosk.identify(person("maria"));
    kiosk.choose("mail");
    clinic.settle();
    clinic.clock.pass(61s);
    return clinic.sent().size() > before;
  };
  CHECK(reaches_maria(one));
  CHECK_FALSE(reaches_maria(one));
  CHECK(reaches_maria(other));
}

// Whoever reads none of our languages could only read at a kiosk that there is help, and touch
// none.
TEST_CASE("a language without pages is touched at a kiosk, and the ticket names its interpreter") {
  Clinic clinic;
  LobbyDevice kiosk(clinic, LocationId{3});
  kiosk.get("/kiosk");
  CHECK(kiosk.says("href=\"/kiosk/languages\""));
  kiosk.get("/kiosk/languages");
  CHECK(kiosk.says("name=\"interpreter\" value=\"vi\""));
  CHECK_FALSE(kiosk.says("name=\"interpreter\" value=\"es\""));
  kiosk.post("/kiosk/start", {{"interpreter", "vi"}});
  CHECK(kiosk.heading() == "Would you like a call from your office?");
  CHECK(kiosk.says("<p class=\"notice well\" lang=\"vi\" dir=\"ltr\">"));
  kiosk.choose("yes");
  kiosk.answer({{"text", "401 555 0142"}});
  kiosk.choose("no");
  const auto tickets = clinic.service().store().read([&](storage::Transaction& tx) {
    return clinic.service().tickets().list(tx, tickets::Filter{});
  });
  REQUIRE(tickets.size() == 1);
  CHECK(tickets[0].location == LocationId{3});
  CHECK(tickets[0].interpreter == tickets::Interpreter::needed);
  CHECK(tickets[0].language == "vi");
  // A word that is on no list begins a visit as a touch on "start" does.
  kiosk.post("/kiosk/start", {{"interpreter", "<b>"}});
  CHECK(kiosk.page().find("button") != std::string::npos);
  CHECK_FALSE(kiosk.says("<b>"));
}

// domain.md J24
TEST_CASE("who can't be helped at a kiosk is promised a call of its office, with a receipt") {
  for (const char* key : {"landless", "stranger"}) {
    Clinic clinic;
    LobbyDevice kiosk(clinic, LocationId{3});
    kiosk.start();
    kiosk.identify(person(key));
    kiosk.choose("help");
    kiosk.choose("yes");
    kiosk.answer({{"text", "401 555 0142"}});
    kiosk.choose("yes");
    CHECK(kiosk.says("Millbrook Family Practice"));
    const std::string receipt =
        fakes::between(kiosk.page(), "class=\"card receipt\"", "</section>");
    CHECK(receipt.find("Help number") != receipt.npos);
    CHECK(receipt.find("We will call you by") != receipt.npos);
    CHECK(receipt.find("(401) 555-0103") != receipt.npos);
    for (const std::string_view own :
         {person(key).first, person(key).last, person(key).phone, std::string_view("555-0142")})
      CHECK(receipt.find(own) == receipt.npos);
    const auto tickets = clinic.service().store().read([&](storage::Transaction& tx) {
      return clinic.service().tickets().list(tx, tickets::Filter{});
    });
    REQUIRE(tickets.size() == 1);
    CHECK(tickets[0].location == LocationId{3});
    CHECK(tickets[0].code == (std::string_view(key) == "landless"
                                  ? tickets::FailureCode::no_contact
                                  : tickets::FailureCode::no_match));
    CHECK(contact_log(clinic).at(0).outcome == calls::Outcome::ticket);
  }
}

TEST_CASE("a new password that is on its way when its owner leaves is set, and told") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  choose_password(clinic, kiosk);
  const auto told = clinic.sent().size();
  kiosk.get("/kiosk");
  clinic.settle();
  CHECK(clinic.sent().size() > told);
  const auto signed_in = clinic.service().local_accounts().sign_in(
      std::string(person("maria").user_name), Secret("nine calm otters juggle"));
  CHECK(std::holds_alternative<accounts::SignedIn>(signed_in));
}
