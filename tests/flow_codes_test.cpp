// What the numbers of Policy do to a conversation, and what becomes of codes whose addressee
// corrects the details.

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/fakes/engine.h"
#include "tests/fakes/wrong_code.h"

using namespace latchkey;
using namespace latchkey::tests;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

void identify(Engine& engine, const FixturePerson& who, std::string_view zip = "") {
  if (engine.step().id == "enter_name")
    engine.take(flow::Named{std::string(who.first), std::string(who.last)});
  engine.take(flow::Dated{std::string(who.birth_date)});
  engine.take(flow::Picked{"zip"});
  engine.take(flow::Typed{Secret(std::string(zip.empty() ? who.zip : zip))});
}

// A text is on its way to `who`, or seems to be.
void ask_for_text(Engine& engine, const FixturePerson& who) {
  if (engine.step().id == "choose_language") engine.take(flow::Picked{"en"});
  engine.take(flow::Picked{"forgot_password"});
  identify(engine, who);
  engine.take(flow::Picked{"text"});
  REQUIRE(engine.step().id == "enter_code");
}

void type(Engine& engine, const std::string& code) { engine.take(flow::Typed{Secret(code)}); }

std::size_t sent_for_real(const Engine& engine) {
  std::size_t sent = 0;
  for (const auto& effect : engine.effects)
    if (const auto* code = std::get_if<flow::SendCode>(&effect)) sent += code->to ? 1 : 0;
  return sent;
}

}  // namespace

// "Check what I entered" threw away the code that was on its way to the same person.
TEST_CASE("a code that was sent before the details were corrected still opens") {
  Engine engine(flow::Channel::web);
  const auto& maria = person("maria");
  ask_for_text(engine, maria);
  const std::string first = engine.code();
  engine.take(flow::OtherWay{});
  SUBCASE("the details were entered again") {
    engine.take(flow::Picked{"check_details"});
    identify(engine, maria);
  }
  SUBCASE("one more detail was added") {
    engine.take(flow::Picked{"add_detail"});
    engine.take(flow::Picked{"phone"});
    engine.take(flow::Typed{Secret(std::string(maria.phone))});
  }
  REQUIRE(engine.step().id == "choose_proof");
  // Too soon for this account: nothing more is sent, and nobody is told.
  engine.records.sent_enough.insert(engine.records.claim_key({}, id_of(maria)));
  engine.take(flow::Picked{"text"});
  CHECK(sent_for_real(engine) == 1);
  type(engine, first);
  CHECK(engine.step().id == "checking");
}

// A birth date with a slip of the pen could be mended only after a code had gone nowhere.
TEST_CASE("what was entered can be mended on a page before any code is asked for") {
  for (const auto channel : {flow::Channel::web, flow::Channel::kiosk}) {
    Engine engine(channel);
    const auto& maria = person("maria");
    engine.take(flow::Picked{"forgot_password"});
    identify(engine, person("unlucky"));
    REQUIRE(engine.step().id == "choose_proof");
    engine.take(flow::Picked{"check_details"});
    CHECK(engine.step().id == "enter_name");
    CHECK_FALSE(engine.step().entered.empty());
    identify(engine, maria);
    engine.take(flow::Picked{"text"});
    type(engine, engine.code());
    CHECK(engine.step().id == "checking");
  }
}

TEST_CASE("details mended again and again lead to a person, as after a code") {
  Engine engine(flow::Channel::web);
  engine.take(flow::Picked{"forgot_password"});
  identify(engine, person("maria"));
  for (int i = 1; i < engine.policy.rounds_max; ++i) {
    engine.take(flow::Picked{"check_details"});
    identify(engine, person("maria"));
  }
  REQUIRE(engine.step().id == "choose_proof");
  const flow::Step step = engine.step();
  const auto& offered = std::get<flow::Choice>(step.field).options;
  CHECK(std::ranges::find(offered, "check_details") == offered.end());
  engine.take(flow::Picked{"check_details"});
  CHECK(engine.last.notice == flow::Notice::not_understood);
}

TEST_CASE("correcting the details buys neither tries nor time") {
  Engine engine(flow::Channel::web);
  const auto& maria = person("maria");
  ask_for_text(engine, maria);
  const std::string first = engine.code();
  for (int i = 0; i < 3; ++i) type(engine, fakes::wrong_code(first));
  engine.take(flow::OtherWay{});
  engine.take(flow::Picked{"check_details"});
  identify(engine, maria);
  engine.take(flow::Picked{"mail"});
  CHECK(engine.state.tally.wrong_codes == 3);
  SUBCASE("the fifth wrong one of all is the last") {
    type(engine, fakes::wrong_code(first));
    CHECK(engine.step().id == "enter_code");
    type(engine, fakes::wrong_code(first));
    CHECK(engine.step().id == "offer_help");
  }
  SUBCASE("the first code dies when it would have died") {
    engine.now += minutes(10);
    type(engine, first);
    CHECK(engine.last.notice == flow::Notice::wrong_code);
  }
}

TEST_CASE("a code sent to one person opens for nobody else whose details are entered next") {
  Engine engine(flow::Channel::web);
  ask_for_text(engine, person("maria"));
  const std::string first = engine.code();
  engine.take(flow::OtherWay{});
  engine.take(flow::Picked{"check_details"});
  identify(engine, person("unlucky"));
  engine.take(flow::Picked{"text"});
  type(engine, first);
  CHECK(engine.last.notice == flow::Notice::wrong_code);
  CHECK(engine.step().id == "enter_code");
}

TEST_CASE("starting over leaves no code behind") {
  Engine engine(flow::Channel::web);
  ask_for_text(engine, person("maria"));
  const std::string first = engine.code();
  engine.take(flow::StartOver{});
  engine.take(flow::Picked{"forgot_password"});
  identify(engine, person("maria"));
  engine.take(flow::Picked{"call"});
  type(engine, first);
  CHECK(engine.last.notice == flow::Notice::wrong_code);
}

TEST_CASE("a code of another length costs no try, whoever types it") {
  for (const char* who : {"maria", "stranger"}) {
    INFO(who);
    Engine engine(flow::Channel::web);
    ask_for_text(engine, person(who));
    const flow::State before = engine.state;
    for (const char* slip : {"1111", "11111", "1111111", "11111111"}) {
      type(engine, slip);
      CHECK(engine.last.notice == flow::Notice::wrong_length);
      CHECK(engine.state == before);
    }
    // With a code by e-mail on its way too, eight digits are judged.
    engine.take(flow::OtherWay{});
    engine.take(flow::Picked{"mail"});
    type(engine, "11111111");
    CHECK(engine.last.notice == flow::Notice::wrong_code);
    type(engine, fakes::wrong_code("", 6));
    CHECK(engine.last.notice == flow::Notice::wrong_code);
    type(engine, "1111111");
    CHECK(engine.last.notice == flow::Notice::wrong_length);
  }
}

TEST_CASE("codes are as long as the policy says, and the page asks for as many digits") {
  Engine engine(flow::Channel::web);
  engine.policy.short_code_digits = 7;
  engine.policy.mail_code_digits = 10;
  engine.policy.hand_off_digits = 9;
  engine.take(flow::Speak{"en"});  // the next turn's codes are drawn by the new policy
  ask_for_text(engine, person("maria"));
  CHECK(engine.code().size() == 7);
  const auto entry = std::get<flow::Entry>(engine.step().field);
  CHECK(entry.at_least == 7);
  CHECK(entry.at_most == 10);
  engine.take(flow::OtherWay{});
  engine.take(flow::Picked{"mail"});
  CHECK(engine.code().size() == 10);

  Engine redeeming(flow::Channel::web);
  redeeming.policy.hand_off_digits = 9;
  redeeming.take(flow::Picked{"have_code"});
  CHECK(std::get<flow::HandOffEntry>(redeeming.step().field).digits == 9);
}

TEST_CASE("a password is chosen within the grant's time, or the proof must be given again") {
  for (const int life : {10, 3}) {
    Engine engine(flow::Channel::web);
    engine.policy.grant_life = minutes(life);
    ask_for_text(engine, person("maria"));
    type(engine, engine.code());
    engine.take(flow::AccountSeen{flow::AccountState::active, "mquintero1950"});
    REQUIRE(engine.step().id == "choose_password");
    engine.now += minutes(life) - seconds(1);
    engine.take(flow::NewPassword{Secret("short"), "too_short"});
    CHECK(engine.last.notice == flow::Notice::password_refused);
    engine.now += seconds(1);
    engine.take(flow::NewPassword{Secret("a sentence of mine"), ""});
    CHECK(engine.last.notice == flow::Notice::prove_again);
    CHECK(engine.step().id == "enter_name");
    for (const auto& effect : engine.effects)
      CHECK_FALSE(std::holds_alternative<flow::SetPassword>(effect));
  }
}

TEST_CASE("whoever was told the user name must hurry as much for a new password") {
  Engine engine(flow::Channel::web);
  engine.take(flow::Picked{"forgot_user_name"});
  identify(engine, person("maria"));
  engine.take(flow::Picked{"text"});
  type(engine, engine.code());
  engine.take(flow::AccountSeen{flow::AccountState::active, "mquintero1950"});
  REQUIRE(engine.step().id == "your_user_name");
  engine.now += minutes(10);
  engine.take(flow::Picked{"need_password"});
  CHECK(engine.last.notice == flow::Notice::prove_again);
  CHECK(engine.step().id == "enter_name");
}

TEST_CASE("a call that has lasted too long goes on with a person, but a code is still judged") {
  for (const int length : {30, 10}) {
    Engine engine(flow::Channel::phone);
    engine.policy.call_length = minutes(length);
    engine.offices.open = true;
    ask_for_text(engine, person("maria"));
    engine.now += minutes(length) - seconds(1);
    engine.take(flow::OtherWay{});
    CHECK(engine.step().id == "no_code");
    engine.now += seconds(1);
    SUBCASE("any other key leads to a person") {
      engine.take(flow::Picked{"back"});
      CHECK(engine.step().id == "transferring");
    }
    SUBCASE("on a page nobody is hurried") {
      engine.channel = flow::Channel::web;
      engine.take(flow::Picked{"back"});
      CHECK(engine.step().id == "enter_code");
    }
  }
  Engine late(flow::Channel::phone);
  late.policy.call_length = minutes(5);
  ask_for_text(late, person("maria"));
  late.now += minutes(6);
  type(late, late.code());
  CHECK(late.step().id == "checking");
}

TEST_CASE("a caller who has called too often chooses a language and then meets a person") {
  Engine engine(flow::Channel::phone);
  engine.offices.open = true;
  engine.state = flow::opening(flow::Channel::phone, "en", flow::ChoosingLanguage::Then::person);
  CHECK(engine.step().id == "choose_language");
  engine.take(flow::Picked{"es"});
  CHECK(engine.state.language == "es");
  CHECK(engine.step().id == "transferring_many_calls");
}
