// A new password that "does not work": most often the browser filled in the old one (domain.md
// C12).
#include <doctest/doctest.h>

#include "tests/fakes/engine.h"
#include "tests/fakes/visitors.h"

using namespace latchkey;
using namespace latchkey::fakes;
using tests::Engine;

namespace {

// From the forgotten password to the box for a new one.
void prove(WebVisitor& visitor, Clinic& clinic) {
  identify(visitor, tests::person("maria"), "forgot_password", "text");
  clinic.settle();
  visitor.post({{"code", clinic.newest_code("text")}});
  clinic.settle();
  visitor.look();
  REQUIRE(visitor.shown().step == "choose_password");
}

// What is said with the step that follows the answer of the account system.
flow::Notice told_of(flow::Channel channel, const char* topic, std::chrono::seconds since) {
  Engine engine(channel);
  const auto& maria = tests::person("maria");
  if (channel == flow::Channel::phone) engine.take(flow::Picked{"en"});
  engine.take(flow::Picked{topic});
  if (channel != flow::Channel::phone)
    engine.take(flow::Named{std::string(maria.first), std::string(maria.last)});
  engine.take(flow::Dated{std::string(maria.birth_date)});
  engine.take(flow::Picked{"zip"});
  engine.take(flow::Typed{Secret(std::string(maria.zip))});
  engine.take(flow::Picked{"text"});
  engine.take(flow::Typed{Secret(engine.code())});
  engine.take(flow::AccountSeen{flow::AccountState::active, "mq", {}, engine.now - since});
  return engine.last.notice;
}

}  // namespace

TEST_CASE("who chose a password today and comes again is told of the one that browsers keep") {
  Clinic clinic;
  WebVisitor first(clinic, Doubling::once);
  prove(first, clinic);
  CHECK(first.shown().notice.empty());
  first.post({{"password", "seven quiet herons by the lake"}});
  clinic.settle();
  clinic.clock.pass(std::chrono::hours(2));
  WebVisitor again(clinic, Doubling::twice);
  prove(again, clinic);
  CHECK(again.shown().notice == "chosen_lately");
  CHECK(again.unlike().empty());
  clinic.clock.pass(std::chrono::hours(24));
  WebVisitor later(clinic, Doubling::once);
  prove(later, clinic);
  CHECK(later.shown().notice.empty());
}

TEST_CASE("a password is of today for a day, on the page and by phone") {
  using flow::Notice;
  const std::chrono::hours day(24);
  for (const auto channel : {flow::Channel::web, flow::Channel::kiosk, flow::Channel::phone}) {
    CHECK(told_of(channel, "forgot_password", day - std::chrono::seconds(1)) ==
          Notice::chosen_lately);
    CHECK(told_of(channel, "forgot_password", day) == Notice::none);
    // Whoever asks for the user name alone chooses no password.
    CHECK(told_of(channel, "forgot_user_name", std::chrono::hours(1)) == Notice::none);
  }
}
