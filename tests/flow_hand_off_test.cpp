// The code that takes a caller to the page, once the caller lets go of the telephone.

#include <doctest/doctest.h>

#include "core/conversations/state_codec.h"
#include "tests/fakes/engine.h"

using namespace latchkey;
using namespace latchkey::tests;

namespace {

// Maria on the phone, with a code for the page in her hand.
void prove(Engine& engine) {
  const auto& maria = person("maria");
  engine.take(flow::Picked{"en"});
  engine.take(flow::Picked{"forgot_password"});
  engine.take(flow::Dated{std::string(maria.birth_date)});
  engine.take(flow::Picked{"zip"});
  engine.take(flow::Typed{Secret(std::string(maria.zip))});
  engine.take(flow::Picked{"text"});
  engine.take(flow::Typed{Secret(engine.code())});
  engine.take(flow::AccountSeen{flow::AccountState::active, "maria.q"});
  REQUIRE(engine.step().id == "hand_off_code");
  engine.effects.clear();
}

std::int64_t minutes_told(const Engine& engine) {
  REQUIRE(engine.step().id == "hand_off_waiting");
  REQUIRE(engine.step().told.size() == 1);
  return std::get<std::int64_t>(engine.step().told[0].value);
}

}  // namespace

TEST_CASE("a caller who goes to the page hears how long the code is good from then on") {
  for (const auto& [waited, left] :
       std::vector<std::pair<std::chrono::seconds, std::int64_t>>{{std::chrono::seconds(0), 10},
                                                                  {std::chrono::seconds(1), 9},
                                                                  {std::chrono::seconds(210), 6},
                                                                  {std::chrono::seconds(599), 1}})
    for (const flow::Input& input :
         {flow::Input(flow::Picked{"done"}), flow::Input(flow::GaveUp{})}) {
      Engine engine(flow::Channel::phone);
      prove(engine);
      engine.now += waited;
      engine.take(input);
      CHECK(minutes_told(engine) == left);
      // Whoever asks again hears the same.
      engine.state = conversations::decode(conversations::encode(engine.state)).value();
      CHECK(minutes_told(engine) == left);
    }
}

TEST_CASE("a code for the page that is dead by now is neither sent nor called good") {
  for (const char* option : {"done", "send_copy"}) {
    CAPTURE(option);
    Engine engine(flow::Channel::phone);
    prove(engine);
    engine.now += std::chrono::minutes(10);
    engine.take(flow::Picked{option});
    CHECK(engine.step().id == "enter_birth_date");
    CHECK(engine.last.notice == flow::Notice::prove_again);
    CHECK(engine.effects.empty());
  }
  Engine silent(flow::Channel::phone);
  prove(silent);
  silent.now += std::chrono::minutes(10);
  silent.take(flow::GaveUp{});
  CHECK(silent.step().id == "ended_no_answer");
}
