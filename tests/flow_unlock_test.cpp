// A locked account on the bare engine: unlock, wait, or a new password.

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/fakes/engine.h"

using namespace latchkey;
using namespace latchkey::tests;

namespace {

// Maria has proven herself and says that her account is locked.
struct LockedOut {
  explicit LockedOut(flow::AccountSeen seen, flow::Channel channel = flow::Channel::web)
      : engine(channel) {
    engine.state.stage =
        flow::Checking{{flow::Topic::locked, id_of(person("maria")), flow::ProofKind::text, "claim",
                        engine.now + std::chrono::minutes(10)},
                       {}};
    engine.take(std::move(seen));
  }
  std::string pick(const char* option) {
    engine.take(flow::Picked{option});
    return std::string(engine.step().id);
  }
  std::string end(flow::ErrandResult result) {
    engine.take(flow::Unlocked{result});
    return std::string(engine.step().id);
  }
  bool offers(std::string_view option) const {
    const auto step = engine.step();
    const auto& options = std::get<flow::Choice>(step.field).options;
    return std::ranges::count(options, option) == 1;
  }
  template <class Effect>
  int count() const {
    return static_cast<int>(std::ranges::count_if(
        engine.effects, [](const auto& effect) { return std::holds_alternative<Effect>(effect); }));
  }

  Engine engine;
};

Time soon() { return from_millis(1'790'000'900'000); }

flow::AccountSeen locked(std::optional<Time> until = std::nullopt) {
  return {flow::AccountState::locked, "mquintero1950", until};
}

}  // namespace

TEST_CASE("a locked account is opened again, everybody is told, and open tickets close") {
  LockedOut person(locked(soon()));
  CHECK(person.engine.step().id == "account_locked_until");
  CHECK(person.pick("unlock") == "unlocking");
  CHECK(person.count<flow::Unlock>() == 1);
  CHECK(person.end(flow::ErrandResult::done) == "recovered_locked");
  CHECK(person.count<flow::TellEveryone>() == 1);
  CHECK(person.count<flow::CloseTickets>() == 1);
  CHECK(person.count<flow::OpenTicket>() == 0);
}

TEST_CASE("an unlock that failed, or of which nobody knows, is a ticket and never repeated") {
  for (const auto result : {flow::ErrandResult::unknown, flow::ErrandResult::refused}) {
    LockedOut person(locked(soon()));
    person.pick("unlock");
    CHECK(person.end(result) == "handed_over_proven");
    CHECK(person.count<flow::Unlock>() == 1);
    const auto& ticket = std::get<flow::OpenTicket>(person.engine.effects.back());
    CHECK(ticket.failed.code == flow::Failure::account_system);
    CHECK(ticket.failed.topic == flow::Topic::locked);
  }
}

TEST_CASE("whoever waits for a lock that ends by itself makes no ticket") {
  LockedOut person(locked(soon()));
  CHECK(person.engine.step().id == "account_locked_until");
  CHECK(person.pick("wait") == "ended_waits");
  CHECK(person.count<flow::OpenTicket>() == 0);
  CHECK(person.count<flow::TellEveryone>() == 0);
}

// A user name in silence would be a gift to whoever holds the telephone (product.md rule 8).
TEST_CASE("an account that is not locked says so with its user name, and everybody is told") {
  LockedOut person({flow::AccountState::active, "mquintero1950", std::nullopt});
  REQUIRE(person.count<flow::TellEveryone>() == 1);
  CHECK(std::get<flow::TellEveryone>(person.engine.effects.back()).recovered ==
        flow::Topic::forgot_user_name);
  CHECK(person.engine.step().id == "account_open");
  CHECK_FALSE(person.offers("unlock"));
  CHECK(person.pick("unlock") == "account_open");
  CHECK(person.count<flow::Unlock>() == 0);
  CHECK(person.pick("new_password") == "choose_password");
}

TEST_CASE("what too many wrong passwords have locked opens with a new one only") {
  LockedOut person(locked());
  CHECK(person.engine.step().id == "account_locked");
  CHECK_FALSE(person.offers("unlock"));
  CHECK_FALSE(person.offers("wait"));
  CHECK(person.pick("unlock") == "account_locked");
  CHECK(person.count<flow::Unlock>() == 0);
  CHECK(person.pick("new_password") == "choose_password");
}

TEST_CASE("a caller who waited too long for the unlock is told by message, and it still counts") {
  LockedOut person(locked(soon()), flow::Channel::phone);
  person.pick("unlock");
  person.engine.take(flow::GaveUp{});
  CHECK(person.engine.step().id == "unlocking_later");
  CHECK(person.end(flow::ErrandResult::done) == "recovered_locked");
  CHECK(person.count<flow::TellEveryone>() == 1);
}

// Nobody is left on the line to pick anything: a new password opens any lock, by message.
TEST_CASE("a caller who hung up while the lock was looked at is sent a hand-off") {
  for (const auto& seen :
       {locked(soon()), locked(), flow::AccountSeen{flow::AccountState::active, "mq", {}}}) {
    Engine engine(flow::Channel::phone);
    engine.state.stage =
        flow::Checking{{flow::Topic::locked, id_of(person("maria")), flow::ProofKind::text, "claim",
                        engine.now + std::chrono::minutes(10)},
                       {}};
    engine.take(flow::GaveUp{});
    CHECK(engine.step().id == "checking_later");
    engine.take(seen);
    CHECK(engine.step().id == "hand_off_waiting");
    REQUIRE(engine.effects.size() == 2);
    CHECK(std::holds_alternative<flow::KeepHandOff>(engine.effects[0]));
    const auto* sent = std::get_if<flow::SendHandOff>(&engine.effects[1]);
    REQUIRE(sent != nullptr);
    CHECK(sent->patient == id_of(person("maria")));
    engine.take(flow::HandOffRedeemed{});
    CHECK(engine.step().id == "choose_password");
  }
}

TEST_CASE("what the account system can't do is not offered, nor done") {
  LockedOut person(locked(soon()));
  person.engine.policy.unlock = flow::Policy::Can::no;
  CHECK_FALSE(person.offers("unlock"));
  CHECK(person.pick("unlock") == "account_locked_until");
  CHECK(person.count<flow::Unlock>() == 0);
}

TEST_CASE("a proof that is too old opens no lock") {
  LockedOut person(locked(soon()));
  person.engine.now += std::chrono::minutes(11);
  CHECK(person.pick("unlock") == "enter_name");
  CHECK(person.engine.last.notice == flow::Notice::prove_again);
  CHECK(person.count<flow::Unlock>() == 0);
}

TEST_CASE("a caller who wants a new password instead is led to the page") {
  LockedOut person(locked(), flow::Channel::phone);
  CHECK(person.pick("new_password") == "hand_off_code");
}
