// The front desk vouches for somebody at a kiosk (rulings.md R20, domain.md J22).

#include "core/conversations/vouching.h"

#include <doctest/doctest.h>

#include "tests/fakes/lobby_device.h"

using namespace latchkey;
using conversations::VouchAsked;
using conversations::VouchMethod;
using conversations::VouchSaid;
using fakes::between;
using fakes::Clinic;
using fakes::LobbyDevice;
using tests::person;
using namespace std::chrono_literals;

namespace {

using Code = VouchAsked::Code;

constexpr StaffId clerk{41};

PatientId patient_of(Clinic& clinic, std::string_view key) {
  return clinic.service().store().read([&](storage::Transaction& tx) {
    return clinic.service().roster().by_user_name(tx, person(key).user_name).at(0);
  });
}

std::string match_code(const LobbyDevice& kiosk) {
  return between(kiosk.page(), "<strong>", "</strong>");
}

// As somebody with this ID, in a lobby of this clerk's.
VouchSaid vouch(Clinic& clinic, std::string_view id, const std::string& code, StaffId by = clerk,
                LocationId lobby = LocationId{1}, Code how = Code::told) {
  return clinic.service().vouchers().vouch(
      VouchAsked{by, {lobby}, patient_of(clinic, id), VouchMethod::passport, code, how});
}

void ask_desk(LobbyDevice& kiosk, std::string_view key) {
  kiosk.start();
  kiosk.identify(person(key));
  kiosk.choose("desk");
  REQUIRE(kiosk.heading() == "Go to the front desk with this code");
}

// From "you can go on now" to the end.
void choose_password(Clinic& clinic, LobbyDevice& kiosk) {
  kiosk.get("/kiosk/now");
  REQUIRE(kiosk.heading() == "You can go on now");
  kiosk.choose("go_on");
  clinic.settle();
  kiosk.get("/kiosk/now");
  kiosk.answer({{"password", "nine calm otters juggle"}});
  clinic.settle();
  kiosk.get("/kiosk/now");
}

std::vector<audit::Record> vouched(Clinic& clinic) {
  audit::Filter filter;
  filter.staff = clerk.value;
  return clinic.service().store().read(
      [&](storage::Transaction& tx) { return clinic.service().audit().list(tx, filter); });
}

}  // namespace

TEST_CASE("the screen waits five minutes for who went to the front desk, and no longer") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  ask_desk(kiosk, "landless");
  clinic.clock.pass(std::chrono::seconds(295));
  kiosk.get("/kiosk/now");
  CHECK(kiosk.heading() == "Go to the front desk with this code");
  const std::string code = match_code(kiosk);
  clinic.clock.pass(std::chrono::seconds(3));
  CHECK(vouch(clinic, "landless", code) == VouchSaid::done);
  clinic.clock.pass(std::chrono::seconds(45));
  kiosk.get("/kiosk/now");
  CHECK(kiosk.page().find(code) == std::string::npos);
}

TEST_CASE("somebody without phone or e-mail shows an ID at the desk and chooses a password alone") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  ask_desk(kiosk, "landless");
  CHECK(match_code(kiosk).size() == 4);
  CHECK(vouch(clinic, "landless", match_code(kiosk)) == VouchSaid::done);
  choose_password(clinic, kiosk);
  CHECK(kiosk.says("You are all set"));
  CHECK(clinic.tickets().empty());
  const auto rows = vouched(clinic);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].action == "kiosk.vouch");
  CHECK(rows[0].answer == audit::Answer::allowed);
  CHECK(rows[0].subject_id == patient_of(clinic, "landless").value);
  CHECK(rows[0].details.starts_with("passport; done; conversation "));
  CHECK(clinic.sink.leaks().empty());
}

TEST_CASE("the desk's word is one proof: an account with two steps goes to the office") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  ask_desk(kiosk, "two_step");
  CHECK(vouch(clinic, "two_step", match_code(kiosk)) == VouchSaid::done);
  kiosk.get("/kiosk/now");
  kiosk.choose("go_on");
  clinic.settle();
  kiosk.get("/kiosk/now");
  CHECK_FALSE(kiosk.says("name=\"password\""));
  CHECK(clinic.tickets() == std::vector<std::string>{"policy"});
}

TEST_CASE("the ID counts, not what was typed: a stranger's words open the ID's own account") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  ask_desk(kiosk, "stranger");
  CHECK(vouch(clinic, "maria", match_code(kiosk)) == VouchSaid::other_name);
  CHECK_FALSE(kiosk.says("You can go on now"));
  CHECK(vouch(clinic, "maria", match_code(kiosk), clerk, LocationId{1}, Code::read) ==
        VouchSaid::done);
  choose_password(clinic, kiosk);
  CHECK(kiosk.says("You are all set"));
  const auto signed_in = clinic.service().local_accounts().sign_in(
      std::string(person("maria").user_name), Secret("nine calm otters juggle"));
  CHECK(std::holds_alternative<accounts::SignedIn>(signed_in));
}

TEST_CASE("a misheard code opens nobody's account on another visitor's screen") {
  Clinic clinic;
  LobbyDevice mine(clinic), next_to_it(clinic);
  ask_desk(mine, "maria");
  for (const char* other : {"stranger", "landless", "twin"}) {
    ask_desk(next_to_it, other);
    CHECK(vouch(clinic, "maria", match_code(next_to_it)) == VouchSaid::other_name);
    next_to_it.get("/kiosk/now");
    CHECK(next_to_it.heading() == "Go to the front desk with this code");
    CHECK(vouched(clinic).front().answer == audit::Answer::refused);
    CHECK(vouched(clinic).front().details.starts_with("passport; another is named there"));
  }
  CHECK(vouch(clinic, "maria", match_code(mine)) == VouchSaid::done);
}

TEST_CASE("everybody is shown the same, whoever they are, and a number that is nobody's") {
  std::vector<std::string> pages;
  for (const char* key : {"maria", "stranger", "landless", "twin", "deceased", "switched_off",
                          "teenager", "two_step"}) {
    Clinic clinic;
    LobbyDevice kiosk(clinic);
    ask_desk(kiosk, key);
    std::string page = kiosk.page();
    for (const std::string& own : {kiosk.secret(), "<strong>" + match_code(kiosk) + "</strong>"})
      for (auto at = page.find(own); at != page.npos; at = page.find(own))
        page.replace(at, own.size(), 1, '#');
    pages.push_back(page);
    kiosk.post("/kiosk/now", {{"s", kiosk.secret()}, {"q", kiosk.question()}, {"do", "other"}});
    CHECK(kiosk.heading() == "How should we send you a code?");
  }
  for (const std::string& page : pages) CHECK(page == pages.front());
}

TEST_CASE("the desk's word is good for two minutes, for that kiosk's conversation only") {
  Clinic clinic;
  LobbyDevice kiosk(clinic), other(clinic);
  ask_desk(kiosk, "maria");
  ask_desk(other, "maria");
  const std::string code = match_code(kiosk);
  CHECK(vouch(clinic, "maria", code) == VouchSaid::done);
  other.get("/kiosk/now");
  CHECK(other.heading() == "Go to the front desk with this code");
  // Once is once.
  CHECK(vouch(clinic, "maria", code) == VouchSaid::no_match);
  kiosk.get("/kiosk/now");
  clinic.clock.pass(60s);
  kiosk.post("/kiosk/more", {{"s", kiosk.secret()}});
  clinic.clock.pass(60s);
  kiosk.post("/kiosk/more", {{"s", kiosk.secret()}});
  CHECK(kiosk.heading() == "You can go on now");
  kiosk.choose("go_on");
  CHECK(kiosk.heading() == "Go to the front desk with this code");
  CHECK(kiosk.says("more than two minutes ago"));
  CHECK(match_code(kiosk) != code);
  CHECK(vouch(clinic, "maria", match_code(kiosk)) == VouchSaid::done);
  choose_password(clinic, kiosk);
  CHECK(kiosk.says("You are all set"));
}

TEST_CASE("nothing goes on for whoever stands there next, after the desk has vouched") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  ask_desk(kiosk, "maria");
  const std::string code = match_code(kiosk);
  const std::string secret = kiosk.secret(), question = kiosk.question();
  CHECK(vouch(clinic, "maria", code) == VouchSaid::done);
  kiosk.start();
  CHECK(kiosk.heading() == "We can help you get back into your account");
  kiosk.post("/kiosk/now", {{"s", secret}, {"q", question}, {"option", "go_on"}});
  CHECK(kiosk.path() == "/kiosk");
  // A code of a visit that is over is nobody's.
  ask_desk(kiosk, "maria");
  const std::string over = match_code(kiosk);
  kiosk.get("/kiosk");
  CHECK(vouch(clinic, "maria", over) == VouchSaid::no_match);
}

TEST_CASE("a clerk who guesses match codes is stopped after five, and every guess is audited") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  ask_desk(kiosk, "maria");
  const std::string code = match_code(kiosk);
  for (int guess = 0; guess < 5; ++guess)
    CHECK(vouch(clinic, "maria", code == "0000" ? "0001" : "0000") == VouchSaid::no_match);
  CHECK(vouch(clinic, "maria", code) == VouchSaid::throttled);
  CHECK(vouched(clinic).size() == 6);
  CHECK(vouched(clinic)[0].answer == audit::Answer::refused);
  // Another clerk is not held up by it, nor is this one for ever.
  CHECK(vouch(clinic, "maria", code, StaffId{42}) == VouchSaid::done);
  clinic.clock.pass(10min);
  ask_desk(kiosk, "maria");
  CHECK(vouch(clinic, "maria", match_code(kiosk)) == VouchSaid::done);
}

TEST_CASE("a clerk of another office has no kiosk that shows the code") {
  Clinic clinic;
  LobbyDevice kiosk(clinic, LocationId{3});
  ask_desk(kiosk, "maria");
  CHECK(vouch(clinic, "maria", match_code(kiosk), clerk, LocationId{1}) == VouchSaid::no_match);
  CHECK(vouch(clinic, "maria", match_code(kiosk), clerk, LocationId{3}) == VouchSaid::done);
}

TEST_CASE("nobody vouches for the dead, nor for an account whose patient said: not me") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  ask_desk(kiosk, "deceased");
  CHECK(vouch(clinic, "deceased", match_code(kiosk)) == VouchSaid::barred);
  ask_desk(kiosk, "maria");
  const identity::AttemptKeys keys(clinic.service().sealer());
  clinic.service().store().write([&](storage::Transaction& tx) {
    identity::Attempts(identity::Limits{})
        .suspend(tx, keys.account(patient_of(clinic, "maria")), clinic.clock.now());
  });
  CHECK(vouch(clinic, "maria", match_code(kiosk)) == VouchSaid::barred);
  kiosk.get("/kiosk/now");
  CHECK(kiosk.heading() == "Go to the front desk with this code");
}

TEST_CASE("the desk's way is offered at a kiosk only") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  kiosk.start();
  kiosk.identify(person("maria"));
  CHECK(kiosk.says("value=\"desk\""));
  flow::State state;
  state.stage = flow::ChoosingProof{};
  for (const auto channel : {flow::Channel::web, flow::Channel::phone}) {
    const auto step = flow::view(state, clinic.service().flow_policy(), channel);
    for (const auto option : std::get<flow::Choice>(step.field).options) CHECK(option != "desk");
  }
}

TEST_CASE("what is begun at a kiosk goes on at the person's own telephone, and nowhere else") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  ask_desk(kiosk, "maria");
  CHECK(vouch(clinic, "maria", match_code(kiosk)) == VouchSaid::done);
  kiosk.get("/kiosk/now");
  kiosk.choose("go_on");
  clinic.settle();
  kiosk.get("/kiosk/now");
  REQUIRE(kiosk.heading() == "Choose a new password");
  kiosk.answer({{"do", "other"}});
  REQUIRE(kiosk.heading() == "Go on with your own phone");
  CHECK(kiosk.says("class=\"qr\""));
  const std::string shown = match_code(kiosk);  // "4821 9340"
  LobbyDevice phone(clinic, LobbyDevice::Stranger{});
  phone.get("/continue?lang=en");
  CHECK(phone.says("value=\"have_code\""));
  CHECK(phone.says("action=\"/recover?lang=en\""));
  phone.post("/recover", {{"s", "en"}, {"q", "0"}, {"option", "have_code"}});
  const auto type = [&](const std::string& year) {
    phone.post("/recover", {{"s", phone.secret()},
                            {"q", phone.question()},
                            {"code", shown},
                            {"month", "2"},
                            {"day", "3"},
                            {"year", year},
                            {"do", "answer"}});
  };
  type("1951");
  CHECK(phone.says("name=\"year\""));
  type("1950");
  CHECK(phone.heading() == "Choose a new password");
  // The kiosk shows nothing of it any more, and its next visitor can't undo it.
  kiosk.get("/kiosk/now");
  CHECK(kiosk.path() == "/kiosk");
  phone.post("/recover", {{"s", phone.secret()},
                          {"q", phone.question()},
                          {"password", "nine calm otters juggle"},
                          {"do", "answer"}});
  clinic.settle();
  phone.get("/recover");
  CHECK(phone.says("You are all set"));
  CHECK(clinic.tickets().empty());
}

TEST_CASE("staying on the kiosk's screen makes the code of the picture worthless") {
  Clinic clinic;
  LobbyDevice kiosk(clinic);
  ask_desk(kiosk, "maria");
  vouch(clinic, "maria", match_code(kiosk));
  kiosk.get("/kiosk/now");
  kiosk.choose("go_on");
  clinic.settle();
  kiosk.get("/kiosk/now");
  kiosk.answer({{"do", "other"}});
  const std::string shown = match_code(kiosk);
  kiosk.choose("stay");
  CHECK(kiosk.heading() == "Choose a new password");
  LobbyDevice phone(clinic, LobbyDevice::Stranger{});
  phone.post("/recover", {{"s", "en"}, {"q", "0"}, {"option", "have_code"}});
  phone.post("/recover", {{"s", phone.secret()},
                          {"q", phone.question()},
                          {"code", shown},
                          {"month", "2"},
                          {"day", "3"},
                          {"year", "1950"},
                          {"do", "answer"}});
  CHECK(phone.says("name=\"year\""));
}
