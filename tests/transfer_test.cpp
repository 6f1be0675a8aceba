// The office rings once, whatever happens to the news that it rang (product.md T7, rulings.md R8).

#include <doctest/doctest.h>

#include <array>
#include <thread>

#include "tests/fakes/callers.h"
#include "tests/fakes/office_end.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::at_office;
using fakes::between;
using fakes::Clinic;
using fakes::Doubling;
using fakes::end_of_dial;
using fakes::PhoneCaller;
using fakes::takes_it;
using fakes::whispered;

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
    const bool answered = std::string_view(status) == "completed";
    if (answered) takes_it(clinic, caller);
    break_turns(clinic);
    caller.deliver(end_of_dial(caller), {{"DialCallStatus", status}});
    CHECK(caller.speech().starts_with("Something went wrong on our side."));
    REQUIRE(caller.waits());
    caller.hold();
    CHECK(caller.body().find("<Dial") == std::string::npos);
    mend_turns(clinic);
    caller.hold();
    CHECK(caller.body().find("<Dial") == std::string::npos);
    CHECK(caller.shown().step == (answered ? "ended_transferred" : "offer_help"));
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
  takes_it(clinic, caller);
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

// The office's answering machine picked up, and the caller talked to a tape.
TEST_CASE("an office's machine that picks up is no person: the caller is asked for a number") {
  Clinic clinic;
  PhoneCaller caller = put_through(clinic);
  const auto asked = at_office(clinic, whispered(caller));
  CHECK(asked.body.find("To take the call, press 1.") != std::string::npos);
  const auto silent = at_office(clinic, between(asked.body, "action=\"", "\""), {{"Digits", ""}});
  CHECK(silent.body.find("<Hangup/>") != std::string::npos);
  const auto known = at_office(clinic, whispered(caller), {{"AnsweredBy", "machine_start"}});
  CHECK(known.body.find("<Hangup/>") != std::string::npos);
  caller.deliver(end_of_dial(caller), {{"DialCallStatus", "completed"}});
  CHECK(caller.shown().step == "offer_help");
}

TEST_CASE("whoever takes the call hears what it is about, and no name") {
  Clinic clinic;
  clinic.open_office();
  PhoneCaller caller = fakes::identified(clinic, "maria");
  caller.press("0");
  caller.press("0");
  REQUIRE(caller.shown().step == "transferring");
  const std::string heard = at_office(clinic, whispered(caller)).body;
  CHECK(heard.find("It is about a forgotten password.") != std::string::npos);
  const auto& maria = tests::person("maria");
  for (const auto& name : {maria.first, maria.last, maria.phone})
    CHECK(heard.find(name) == std::string::npos);
}

TEST_CASE("a key that takes the call counts once, and only while it rings") {
  Clinic clinic;
  PhoneCaller caller = put_through(clinic);
  const std::string asks = whispered(caller);
  const std::string took = between(at_office(clinic, asks).body, "action=\"", "\"");
  for (int i = 0; i < 2; ++i)
    CHECK(at_office(clinic, took, {{"Digits", "1"}}).body.find("<Hangup") == std::string::npos);
  caller.deliver(end_of_dial(caller), {{"DialCallStatus", "completed"}});
  CHECK(caller.shown().step == "ended_transferred");
  for (const auto& path : {asks, took})
    CHECK(at_office(clinic, path, {{"Digits", "1"}}).body.find("<Hangup") != std::string::npos);
  CHECK(at_office(clinic, "/ivr/whisper/77/3").body.find("<Hangup") != std::string::npos);
}

TEST_CASE("a provider that can't whisper is believed when it says that somebody answered") {
  Clinic clinic(Clinic::Roster::fixture_people,
                [](Config& config) { fakes::join_provider(config, ProviderProfile::somleng); });
  PhoneCaller caller = put_through(clinic);
  CHECK(caller.body().find("<Number>") != std::string::npos);
  caller.deliver(end_of_dial(caller), {{"DialCallStatus", "completed"}});
  CHECK(caller.shown().step == "ended_transferred");
}

// Its fallback leaves out how the dial ended: a patient who had just been helped was offered a
// call.
TEST_CASE("a call that was taken has reached a person, whatever is said of the dial") {
  Clinic clinic;
  PhoneCaller caller = put_through(clinic);
  takes_it(clinic, caller);
  caller.deliver(end_of_dial(caller), {});
  CHECK(caller.shown().step == "ended_transferred");
}
