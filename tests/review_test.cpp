// What a hostile reading found, each held by its story.

#include <doctest/doctest.h>

#include "core/flow/flow.h"
#include "tests/fakes/engine.h"

using namespace latchkey;
using namespace latchkey::tests;

namespace {

void identify(Engine& engine, const FixturePerson& who) {
  engine.take(flow::Picked{"forgot_password"});
  if (engine.step().id == "enter_name")
    engine.take(flow::Named{std::string(who.first), std::string(who.last)});
  engine.take(flow::Dated{std::string(who.birth_date)});
  engine.take(flow::Picked{"zip"});
  engine.take(flow::Typed{Secret(std::string(who.zip))});
}

}  // namespace

// A proven caller typed the hand-off code on a computer and said nothing: three silences ended the
// hand-off, and the right code then opened a dead page.
TEST_CASE("silence while the hand-off code is typed elsewhere keeps the code good") {
  Engine engine(flow::Channel::phone);
  engine.offices.open = true;
  engine.take(flow::Picked{"en"});
  identify(engine, person("maria"));
  engine.take(flow::Picked{"text"});
  engine.take(flow::Typed{Secret(engine.code())});
  engine.take(flow::AccountSeen{flow::AccountState::active, "maria"});
  CHECK(engine.step().id == "hand_off_code");
  engine.take(flow::GaveUp{});
  CHECK(engine.step().id == "hand_off_waiting");
  engine.channel = flow::Channel::web;
  engine.take(flow::HandOffRedeemed{});
  CHECK(engine.step().id == "choose_password");
}

// Text and call share one minute of the same telephone: "a code is on its way" was said for a
// call that the budget then never let out.
TEST_CASE("a call within a minute of a text is not promised") {
  Engine engine(flow::Channel::web);
  identify(engine, person("maria"));
  engine.take(flow::Picked{"text"});
  engine.take(flow::OtherWay{});
  engine.take(flow::Picked{"call"});
  CHECK(engine.last.notice == flow::Notice::wait_before_resend);
  engine.take(flow::Picked{"mail"});
  CHECK(engine.last.notice == flow::Notice::code_sent);
}

// Whoever knows name, birth date and ZIP code could mark a patient's record as possible fraud by
// asking for help twice, without ever trying a code.
TEST_CASE("facts alone leave no ticket on a patient's record") {
  Engine engine(flow::Channel::web);
  identify(engine, person("maria"));
  engine.take(flow::Picked{"help"});
  engine.take(flow::Picked{"no"});
  CHECK(engine.step().id == "ended_declined");
  for (const auto& effect : engine.effects)
    CHECK_FALSE(std::holds_alternative<flow::OpenTicket>(effect));
}

// The same, by a code that went to nobody first: it was taken for one that the patient had got.
TEST_CASE("a code for invented details marks nobody's record") {
  Engine engine(flow::Channel::web);
  engine.take(flow::Picked{"forgot_password"});
  engine.take(flow::Named{"Nobody", "Invented"});
  engine.take(flow::Dated{"01/02/1953"});
  engine.take(flow::Picked{"zip"});
  engine.take(flow::Typed{Secret("02999")});
  engine.take(flow::Picked{"text"});
  REQUIRE(engine.step().id == "enter_code");
  engine.take(flow::OtherWay{});
  engine.take(flow::Picked{"check_details"});
  const auto& maria = person("maria");
  engine.take(flow::Named{std::string(maria.first), std::string(maria.last)});
  engine.take(flow::Dated{std::string(maria.birth_date)});
  engine.take(flow::Picked{"zip"});
  engine.take(flow::Typed{Secret(std::string(maria.zip))});
  engine.effects.clear();
  engine.take(flow::Picked{"help"});
  engine.take(flow::Picked{"no"});
  CHECK(engine.step().id == "ended_declined");
  for (const auto& effect : engine.effects)
    CHECK_FALSE(std::holds_alternative<flow::OpenTicket>(effect));
}
