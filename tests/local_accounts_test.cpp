#include "core/accounts/local/local_accounts.h"

#include <doctest/doctest.h>

#include <thread>

#include "core/accounts/roster_only.h"
#include "tests/account_system_contract.h"
#include "tests/accounts_world.h"

using namespace latchkey;
using namespace latchkey::accounts;
using namespace latchkey::accounts_world;
using namespace std::chrono_literals;

namespace {

const Secret right("an old long passphrase"), wrong("not that one at all");

struct Portal : World {
  LocalAccountId account(AccountStatus status, const std::string& user_name) {
    NewAccount fresh;
    fresh.id = LocalAccountId{dice.row_id()};
    fresh.patient = PatientId{7};
    fresh.user_name = user_name;
    fresh.status = status;
    if (status != AccountStatus::invited) fresh.password_hash = hasher.hash(right);
    store->write([&](storage::Transaction& tx) { accounts.add(tx, fresh); });
    return fresh.id;
  }
  bool enters(const std::string& user_name, const Secret& password) {
    return std::holds_alternative<SignedIn>(accounts.sign_in(user_name, password));
  }
  AccountState state(LocalAccountId account) {
    return std::get<AccountState>(accounts.account_state(LocalAccounts::ref_of(account)));
  }
};

struct LocalBench final : accounts_contract::Bench {
  Portal portal;
  AccountSystem& system() override { return portal.accounts; }
  AccountRef account(AccountStatus status, const std::string& user_name) override {
    return LocalAccounts::ref_of(portal.account(status, user_name));
  }
  AccountRef nobody() override { return {"12345"}; }
  bool can_sign_in(const std::string& user_name, const std::string& password) override {
    return portal.enters(user_name, Secret(password));
  }
  void lock(const std::string& user_name) override {
    for (int i = 0; i < 5; ++i) portal.enters(user_name, wrong);
  }
  Time now() override { return portal.clock.now(); }
};

struct RosterOnlyBench final : accounts_contract::Bench {
  RosterOnly adapter;
  AccountSystem& system() override { return adapter; }
  AccountRef account(AccountStatus, const std::string&) override { return {}; }
  AccountRef nobody() override { return {}; }
  bool can_sign_in(const std::string&, const std::string&) override { return false; }
  void lock(const std::string&) override {}
  Time now() override { return from_millis(0); }
};

}  // namespace

TEST_CASE("the local account system keeps the contract") {
  LocalBench bench;
  accounts_contract::check_account_system(bench);
}

TEST_CASE("a roster alone keeps the contract by being able to do nothing") {
  RosterOnlyBench bench;
  CHECK(bench.adapter.capabilities() == Capabilities{});
  accounts_contract::check_account_system(bench);
}

TEST_CASE("a reference that is no number is a missing account") {
  Portal portal;
  for (const char* text : {"", "x", "12x", "-1", "0", "99999999999999999999", "uid=ann"})
    CHECK(portal.accounts.sign_out({text}) == Outcome(Refused{Refusal::missing}));
}

TEST_CASE("wrong passwords rest the account longer and longer") {
  Portal portal;
  const auto id = portal.account(AccountStatus::active, "ann");
  const Millis rests[] = {0s, 0s, 0s, 0s, 30s, 1min, 2min, 4min, 8min, 16min, 32min, 60min, 60min};
  for (const Millis rest : rests) {
    CHECK_FALSE(portal.enters("ann", wrong));
    const AccountState state = portal.state(id);
    CHECK((state.status == AccountStatus::locked) == (rest > 0s));
    if (rest == 0s) continue;
    CHECK(state.locked_until == portal.clock.now() + rest);
    // While it rests nothing is judged or counted, not even the right password.
    CHECK(std::holds_alternative<SignInLocked>(portal.accounts.sign_in("ann", right)));
    portal.clock.time += rest;
  }
  CHECK(portal.enters("ann", right));
  CHECK(portal.state(id).status == AccountStatus::active);
  CHECK_FALSE(portal.enters("ann", wrong));
  CHECK(portal.enters("ann", right));
}

TEST_CASE("after fifty wrong in a row only recovery or staff help") {
  Portal portal;
  const auto id = portal.account(AccountStatus::active, "ann");
  for (int i = 0; i < 50; ++i) {
    portal.enters("ann", wrong);
    portal.clock.time += 2h;
  }
  portal.clock.time += std::chrono::hours(24 * 365);
  const auto answer = portal.accounts.sign_in("ann", right);
  REQUIRE(std::holds_alternative<SignInLocked>(answer));
  CHECK_FALSE(std::get<SignInLocked>(answer).until);
  const Secret fresh("a fresh long passphrase");
  CHECK(portal.accounts.set_password(LocalAccounts::ref_of(id), fresh, RequestId{1}) ==
        Outcome(Done{}));
  CHECK(portal.enters("ann", fresh));
}

TEST_CASE("asking about an account and failing to change it never touches sign-in") {
  Portal portal;
  const auto id = portal.account(AccountStatus::active, "ann");
  const AccountRef ref = LocalAccounts::ref_of(id);
  for (int i = 0; i < 3; ++i) portal.enters("ann", wrong);
  const auto row = [&] {
    return portal.ask([&](storage::Transaction& tx) {
      return tx
          .run(
              "SELECT failures || ' ' || COALESCE(locked_until, 0) || ' ' || password_hash "
              "FROM local_account WHERE id = $1",
              id)
          .one()
          ->text(0);
    });
  };
  const std::string before = row();
  for (std::int64_t i = 0; i < 1000; ++i) {
    portal.accounts.account_state(ref);
    portal.accounts.set_password(ref, Secret("short"), RequestId{i + 1});
  }
  CHECK(row() == before);
  CHECK(portal.enters("ann", right));
}

TEST_CASE("an unknown user name costs one hash like a known one") {
  Portal portal;
  portal.account(AccountStatus::active, "ann");
  portal.account(AccountStatus::invited, "new");
  for (const char* name : {"ann", "new", "nobody", "", "\n"}) {
    portal.hasher.checks = 0;
    CHECK_FALSE(portal.enters(name, wrong));
    CHECK(portal.hasher.checks == 1);
  }
}

TEST_CASE("a hash with old settings is renewed at the next sign-in") {
  Portal portal;
  NewAccount old{.id = LocalAccountId{5},
                 .patient = PatientId{7},
                 .user_name = "ann",
                 .status = AccountStatus::active,
                 .password_hash = "old:an old long passphrase"};
  portal.store->write([&](storage::Transaction& tx) { portal.accounts.add(tx, old); });
  CHECK(portal.enters("ann", right));
  const int hashes = portal.hasher.hashes;
  CHECK(portal.enters("ann", right));
  CHECK(portal.hasher.hashes == hashes);
}

TEST_CASE("a temporary password ends at its time") {
  Portal portal;
  const auto id = portal.account(AccountStatus::active, "ann");
  const Secret temporary("blue-river-42");
  portal.accounts.set_temporary(LocalAccounts::ref_of(id), temporary, portal.clock.now() + 1h,
                                RequestId{1});
  portal.clock.time += 1h;
  CHECK_FALSE(portal.enters("ann", temporary));
}

TEST_CASE("a session lives until the patient is signed out or switched off") {
  Portal portal;
  const auto id = portal.account(AccountStatus::active, "ann");
  const auto session = std::get<SignedIn>(portal.accounts.sign_in("Ann", right));
  CHECK(portal.accounts.is_live(id, session.epoch));
  portal.accounts.sign_out(LocalAccounts::ref_of(id));
  CHECK_FALSE(portal.accounts.is_live(id, session.epoch));
  const auto next = std::get<SignedIn>(portal.accounts.sign_in("ann", right));
  CHECK(portal.accounts.is_live(id, next.epoch));
  portal.accounts.deactivate(LocalAccounts::ref_of(id));
  CHECK_FALSE(portal.accounts.is_live(id, next.epoch));
}

TEST_CASE("guesses made at the same moment all count" * doctest::test_suite("concurrent")) {
  Portal portal;
  const auto id = portal.account(AccountStatus::active, "ann");
  std::vector<std::thread> guessers;
  for (int i = 0; i < 4; ++i)
    guessers.emplace_back([&] {
      for (int n = 0; n < 5; ++n) portal.accounts.sign_in("ann", wrong);
    });
  for (std::thread& guesser : guessers) guesser.join();
  CHECK(portal.state(id).status == AccountStatus::locked);
  CHECK(portal.state(id).locked_until == portal.clock.now() + 30s);
}
