// The office rings once, whatever happens to the news that it rang (product.md T7, rulings.md R8).

#include <doctest/doctest.h>

#include <array>
#include <thread>

#include "tests/fakes/callers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::between;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;

namespace {

// A caller whom the line puts through to the office.
PhoneCaller put_through(Clinic& clinic) {
  clinic.open_office();
  PhoneCaller caller(clinic, Doubling::once);
  caller.press("1");
  caller.press("0");
  caller.press("0");
  REQUIRE(caller.shown().step == "transferring");
  return caller;
}

std::string end_of_dial(const PhoneCaller& caller) {
  return between(caller.body(), "action=\"", "\"");
}

// Every turn fails half-way, and nothing of it is stored.
void break_turns(Clinic& clinic) {
  clinic.service().store().write(
      [](storage::Transaction& tx) { return tx.run("ALTER TABLE call_step RENAME TO away"); });
}
void mend_turns(Clinic& clinic) {
  clinic.service().store().write(
      [](storage::Transaction& tx) { return tx.run("ALTER TABLE away RENAME TO call_step"); });
}

std::vector<calls::Call> calls_of(Clinic& clinic) {
  return clinic.service().store().read(
      [&](storage::Transaction& tx) { return clinic.service().calls().list(tx, {}); });
}

}  // namespace

// The second delivery was taken for an answer to the next question and counted as a wrong key.
TEST_CASE("the end of a transfer that is delivered twice at once counts no wrong key" *
          doctest::test_suite("concurrent phone line")) {
  Clinic clinic;
  clinic.open_office();
  const conversations::Opening opening{"en", {}, "", "+14015550190"};
  auto& conversations = clinic.service().conversations();
  for (int round = 0; round < 20; ++round) {
    const auto key = conversations::leg_key(clinic.service().sealer(), flow::Channel::phone,
                                            "CA" + std::to_string(round));
    conversations.open(key, opening);
    conversations.reply(key, 1, flow::Picked{"en"});
    conversations.reply(key, 2, flow::AskPerson{});
    const auto ringing = conversations.reply(key, 3, flow::AskPerson{}).prompt;
    REQUIRE(ringing->step.id.starts_with("transferring"));
    std::array<conversations::Reply, 4> replies;
    {
      std::vector<std::jthread> deliveries;
      for (auto& reply : replies)
        deliveries.emplace_back([&] {
          reply = conversations.reply(key, ringing->question,
                                      flow::TransferEnded{flow::TransferEnded::Result::unanswered});
        });
    }
    int accepted = 0;
    for (const auto& reply : replies) {
      accepted += reply.taken == conversations::Taken::accepted ? 1 : 0;
      CHECK(reply.taken != conversations::Taken::not_understood);
      CHECK(reply.prompt->question == ringing->question + 1);
      CHECK(reply.prompt->leg.wrong_keys == 0);
    }
    CHECK(accepted == 1);
  }
}

TEST_CASE("the end of a transfer that comes again is answered as it was") {
  Clinic clinic;
  PhoneCaller caller = put_through(clinic);
  const std::string ended = end_of_dial(caller);
  caller.deliver(ended, {{"DialCallStatus", "no-answer"}});
  CHECK(caller.shown().step == "offer_help");
  const std::string first = caller.body();
  for (int i = 0; i < 4; ++i) {
    caller.deliver(ended, {{"DialCallStatus", "no-answer"}});
    CHECK(caller.body() == first);
  }
}

// The apology asked anew what was asked last: it rang the office a second time.
TEST_CASE("a fault after a transfer rings nobody again: its end is told once more") {
  for (const char* status : {"no-answer", "completed"}) {
    Clinic clinic;
    PhoneCaller caller = put_through(clinic);
    break_turns(clinic);
    caller.deliver(end_of_dial(caller), {{"DialCallStatus", status}});
    CHECK(caller.speech().starts_with("Something went wrong on our side."));
    REQUIRE(caller.waits());
    caller.hold();
    CHECK(caller.body().find("<Dial") == std::string::npos);
    mend_turns(clinic);
    caller.hold();
    CHECK(caller.body().find("<Dial") == std::string::npos);
    CHECK(caller.shown().step ==
          (std::string_view(status) == "completed" ? "ended_transferred" : "offer_help"));
  }
  Clinic clinic;
  PhoneCaller caller = put_through(clinic);
  break_turns(clinic);
  caller.deliver(end_of_dial(caller), {{"DialCallStatus", "busy"}});
  for (int i = 0; i < 3; ++i) {
    REQUIRE(caller.waits());
    caller.hold();
    CHECK(caller.body().find("<Dial") == std::string::npos);
  }
  CHECK(caller.speech() ==
        "Something went wrong on our side. Please call again in a few minutes. Goodbye.");
  CHECK(caller.over());
}

TEST_CASE("why only a person could help stays in the contact log when one picks up") {
  Clinic clinic;
  clinic.open_office();
  PhoneCaller caller = fakes::identified(clinic, "maria");
  caller.choose("text");
  for (int i = 0; i < 3; ++i) caller.press("999999");
  REQUIRE(caller.shown().step == "offer_help");
  caller.press("0");
  REQUIRE(caller.shown().step == "transferring");
  caller.deliver(end_of_dial(caller), {{"DialCallStatus", "completed"}});
  CHECK(caller.shown().step == "ended_transferred");
  CHECK(clinic.tickets().empty());
  const auto calls = calls_of(clinic);
  REQUIRE(calls.size() == 1);
  CHECK(calls.front().outcome == calls::Outcome::transferred);
  CHECK(calls.front().failure == "code_failed");
  CHECK(calls.front().topic == "forgot_password");

  // A ticket's leg says it too; a recovery has nothing to say.
  clinic.clock.pass(std::chrono::minutes(1));  // the newest call stands first
  PhoneCaller asking = put_through(clinic);
  asking.deliver(end_of_dial(asking), {{"DialCallStatus", "busy"}});
  asking.choose("yes");
  asking.press("4015550142");
  asking.choose("no");
  asking.press("1");
  CHECK(asking.shown().step == "handed_over");
  CHECK(calls_of(clinic).front().failure == "wants_person");
}
