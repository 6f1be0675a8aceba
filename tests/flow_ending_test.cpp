// Where self-service has failed: why it did stays known, whatever the person does then.

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/fakes/engine.h"
#include "tests/fakes/wrong_code.h"

using namespace latchkey;
using namespace latchkey::tests;

namespace {

using Tries = std::vector<flow::Tried>;

// Somebody on the phone, as far as the code that a text would bring.
void look_up(Engine& engine, const char* who, const char* topic = "forgot_password") {
  const auto& someone = person(who);
  engine.take(flow::Picked{topic});
  engine.take(flow::Dated{std::string(someone.birth_date)});
  engine.take(flow::Picked{"zip"});
  engine.take(flow::Typed{Secret(std::string(someone.zip))});
  engine.take(flow::Picked{"text"});
  REQUIRE(engine.step().id == "enter_code");
}

// The same, after three wrong codes, at one of the questions on the way to a call.
void fail(Engine& engine, const std::string& step) {
  engine.take(flow::Picked{"en"});
  look_up(engine, "maria");
  for (int i = 0; i < 3; ++i) engine.take(flow::Typed{Secret(fakes::wrong_code(engine.code()))});
  if (step != "offer_help") engine.take(flow::Picked{"yes"});
  const bool has_number = step == "help_message" || step == "help_office";
  if (has_number) engine.take(flow::Typed{Secret("4015550142")});
  if (step == "help_office") engine.take(flow::Picked{"no"});
  REQUIRE(engine.step().id == step);
}

bool has(const Tries& tries, const flow::Tried& wanted) {
  return std::find(tries.begin(), tries.end(), wanted) != tries.end();
}

}  // namespace

TEST_CASE("who falls silent while a call is offered is put through for what had failed") {
  for (const char* step : {"offer_help", "help_number", "help_message", "help_office"}) {
    CAPTURE(step);
    Engine engine(flow::Channel::phone);
    fail(engine, step);
    engine.offices.open = true;
    engine.take(flow::GaveUp{});
    REQUIRE(engine.step().id == "transferring");
    engine.take(flow::TransferEnded{flow::TransferEnded::Result::answered});
    CHECK(engine.state.tried.back() == flow::Tried{"handed_over", "code_failed"});
  }
}

TEST_CASE(
    "without a number to leave, whoever it is is told the office called, and page and phone") {
  for (const auto channel : {flow::Channel::web, flow::Channel::phone})
    for (const bool known : {true, false}) {
      Engine engine(channel);
      const flow::Failed failed{known ? flow::Failure::no_contact : flow::Failure::no_match,
                                flow::Topic::forgot_password,
                                known ? std::optional(id_of(person("landless"))) : std::nullopt};
      engine.state.stage = flow::LeavingNumber{failed};
      CHECK(engine.step().other_way == flow::Step::OtherWays::offered);
      engine.take(flow::OtherWay{});
      CHECK(engine.step().id == "ended_no_number");
      REQUIRE(engine.step().told.size() == 1);
      CHECK(std::get<LocationId>(engine.step().told[0].value) == engine.context().here);
      REQUIRE(engine.effects.size() == (known ? 1U : 0U));
      if (!known) continue;
      const auto& ticket = std::get<flow::OpenTicket>(engine.effects[0]);
      CHECK(ticket.callback.empty());
      CHECK_FALSE(ticket.help_number.empty());
      CHECK(ticket.office == engine.records.office_of(*failed.patient));
    }
}

TEST_CASE("where too many calls were promised, whoever it is is told the office's number") {
  for (const bool known : {true, false})
    for (const bool late : {true, false}) {
      Engine engine(flow::Channel::web);
      const flow::Failed failed{known ? flow::Failure::no_contact : flow::Failure::no_match,
                                flow::Topic::forgot_password,
                                known ? std::optional(id_of(person("landless"))) : std::nullopt};
      engine.state.stage = flow::OfferingHelp{failed};
      if (!late) engine.records.promises = FakeRecords::Door::closed;
      engine.take(flow::Picked{"yes"});
      if (late) {  // another conversation took the last one meanwhile
        engine.take(flow::Typed{Secret("4015550142")});
        engine.take(flow::Picked{"yes"});
        REQUIRE(engine.step().id == "help_office");
        engine.records.promises = FakeRecords::Door::closed;
        engine.take(flow::Picked{"here"});
      }
      CHECK(engine.step().id == "ended_no_number");
      CHECK(engine.last.notice == flow::Notice::no_promise);
      // A known patient's ticket is as silent as theirs who leave no number.
      REQUIRE(engine.effects.size() == (known ? 1U : 0U));
      if (known) CHECK(std::get<flow::OpenTicket>(engine.effects[0]).callback.empty());
    }
}

TEST_CASE("however much was tried before, a proof, the topic and the handing over are noted") {
  Engine engine(flow::Channel::phone);
  engine.take(flow::Picked{"en"});
  for (int i = 0; i < 40; ++i) {
    engine.take(flow::Picked{"forgot_password"});
    engine.take(flow::StartOver{});
  }
  look_up(engine, "maria", "forgot_user_name");
  CHECK(flow::is_unproven_attempt(engine.state));
  engine.take(flow::Typed{Secret(engine.code())});
  CHECK_FALSE(flow::is_unproven_attempt(engine.state));
  engine.take(flow::AccountSeen{flow::AccountState::missing, ""});
  REQUIRE(engine.step().id == "handed_over_proven");
  const Tries& tried = engine.state.tried;
  CHECK(has(tried, {"code", "right"}));
  CHECK(has(tried, {"handed_over", "policy"}));
  const auto topic = std::find_if(tried.rbegin(), tried.rend(),
                                  [](const flow::Tried& each) { return each.step == "topic"; });
  REQUIRE(topic != tried.rend());
  CHECK(topic->result == "forgot_user_name");
  CHECK(tried.size() < 50);
  // What the clerk reads is what the conversation knows.
  CHECK(std::get<flow::OpenTicket>(engine.effects.back()).tried == tried);
}
