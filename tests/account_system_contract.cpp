#include "tests/account_system_contract.h"

#include <doctest/doctest.h>

using namespace latchkey::accounts;

namespace latchkey::accounts_contract {

namespace {

const std::string fresh = "a fresh long passphrase";

AccountStatus status(Bench& bench, const AccountRef& account) {
  return std::get<AccountState>(bench.system().account_state(account)).status;
}

void check_state(Bench& bench) {
  const AccountRef active = bench.account(AccountStatus::active, "state.active");
  const auto state = std::get<AccountState>(bench.system().account_state(active));
  CHECK(state.status == AccountStatus::active);
  CHECK(state.user_name == "state.active");
  CHECK(status(bench, bench.account(AccountStatus::invited, "state.invited")) ==
        AccountStatus::invited);
  CHECK(status(bench, bench.account(AccountStatus::deactivated, "state.off")) ==
        AccountStatus::deactivated);
  CHECK(status(bench, bench.nobody()) == AccountStatus::missing);
}

void check_password(Bench& bench) {
  AccountSystem& system = bench.system();
  const AccountRef ann = bench.account(AccountStatus::active, "password.ann");
  CHECK(bench.can_sign_in("password.ann", Bench::old_password));
  CHECK(system.set_password(ann, Secret(fresh), RequestId{1}) == Outcome(Done{}));
  CHECK(bench.can_sign_in("password.ann", fresh));
  CHECK_FALSE(bench.can_sign_in("password.ann", Bench::old_password));
  // The same request again, as after a lost answer, changes nothing.
  CHECK(system.set_password(ann, Secret(fresh), RequestId{1}) == Outcome(Done{}));
  CHECK(bench.can_sign_in("password.ann", fresh));
  CHECK(system.set_password(ann, Secret("short"), RequestId{2}) ==
        Outcome(Refused{Refusal::password_rejected}));
  CHECK(bench.can_sign_in("password.ann", fresh));
  CHECK(system.set_password(bench.nobody(), Secret(fresh), RequestId{3}) ==
        Outcome(Refused{Refusal::missing}));
}

// A directory lets a new password switch an account on again (domain.md 4.2); no adapter may.
void check_password_does_not_activate(Bench& bench) {
  AccountSystem& system = bench.system();
  const AccountRef off = bench.account(AccountStatus::deactivated, "activate.off");
  CHECK(system.set_password(off, Secret(fresh), RequestId{4}) ==
        Outcome(Refused{Refusal::deactivated}));
  CHECK(status(bench, off) == AccountStatus::deactivated);
  CHECK_FALSE(bench.can_sign_in("activate.off", fresh));
  const AccountRef invited = bench.account(AccountStatus::invited, "activate.invited");
  CHECK(system.set_password(invited, Secret(fresh), RequestId{5}) ==
        Outcome(Refused{Refusal::invited}));
  CHECK(status(bench, invited) == AccountStatus::invited);
}

void check_activation(Bench& bench) {
  AccountSystem& system = bench.system();
  const AccountRef invited = bench.account(AccountStatus::invited, "activation.new");
  CHECK(system.activate(invited) == Outcome(Done{}));
  CHECK(system.activate(invited) == Outcome(Done{}));
  CHECK(status(bench, invited) == AccountStatus::active);
  CHECK(system.set_password(invited, Secret(fresh), RequestId{6}) == Outcome(Done{}));
  CHECK(bench.can_sign_in("activation.new", fresh));
  CHECK(system.deactivate(invited) == Outcome(Done{}));
  CHECK_FALSE(bench.can_sign_in("activation.new", fresh));
  CHECK(system.activate(bench.nobody()) == Outcome(Refused{Refusal::missing}));
}

void check_lock(Bench& bench) {
  AccountSystem& system = bench.system();
  const AccountRef ann = bench.account(AccountStatus::active, "lock.ann");
  bench.lock("lock.ann");
  CHECK(status(bench, ann) == AccountStatus::locked);
  CHECK_FALSE(bench.can_sign_in("lock.ann", Bench::old_password));
  CHECK(system.unlock(ann) == Outcome(Done{}));
  CHECK(status(bench, ann) == AccountStatus::active);
  CHECK(bench.can_sign_in("lock.ann", Bench::old_password));
  CHECK(system.unlock(ann) == Outcome(Done{}));
  bench.lock("lock.ann");
  CHECK(system.set_password(ann, Secret(fresh), RequestId{7}) == Outcome(Done{}));
  CHECK(bench.can_sign_in("lock.ann", fresh));
}

void check_rename(Bench& bench) {
  AccountSystem& system = bench.system();
  const AccountRef ann = bench.account(AccountStatus::active, "rename.ann");
  bench.account(AccountStatus::active, "rename.taken");
  CHECK(system.rename(ann, "Rename.Taken") == Outcome(Refused{Refusal::taken}));
  CHECK(system.rename(ann, "rename.\nann") == Outcome(Refused{Refusal::name_rejected}));
  CHECK(bench.can_sign_in("rename.ann", Bench::old_password));
  CHECK(system.rename(ann, "rename.anna") == Outcome(Done{}));
  CHECK(bench.can_sign_in("rename.anna", Bench::old_password));
  CHECK_FALSE(bench.can_sign_in("rename.ann", Bench::old_password));
}

void check_temporary(Bench& bench) {
  AccountSystem& system = bench.system();
  const AccountRef ann = bench.account(AccountStatus::active, "temporary.ann");
  const Time later = bench.now() + std::chrono::minutes(60);
  CHECK(system.set_temporary(ann, Secret("blue-river-42"), later, RequestId{8}) == Outcome(Done{}));
  CHECK(std::get<AccountState>(system.account_state(ann)).change == AccountState::Change::required);
  CHECK(bench.can_sign_in("temporary.ann", "blue-river-42"));
  CHECK_FALSE(bench.can_sign_in("temporary.ann", "blue-river-42"));
  CHECK(system.set_password(ann, Secret(fresh), RequestId{9}) == Outcome(Done{}));
  CHECK(std::get<AccountState>(system.account_state(ann)).change == AccountState::Change::none);
}

// What an adapter says it can't do, it answers so, and nothing else.
void check_incapable(Bench& bench) {
  AccountSystem& system = bench.system();
  const Capabilities can = system.capabilities();
  const AccountRef ref = bench.nobody();
  const auto says = [&](Capability capability, const Outcome& outcome) {
    CHECK(can.has(capability) != std::holds_alternative<NotCapable>(outcome));
  };
  says(Capability::set_password, system.set_password(ref, Secret(fresh), RequestId{10}));
  says(Capability::set_temporary,
       system.set_temporary(ref, Secret(fresh), bench.now(), RequestId{11}));
  says(Capability::force_change, system.force_change(ref));
  says(Capability::unlock, system.unlock(ref));
  says(Capability::rename, system.rename(ref, "somebody"));
  says(Capability::activate, system.activate(ref));
  says(Capability::deactivate, system.deactivate(ref));
  says(Capability::sign_out, system.sign_out(ref));
  CHECK(can.has(Capability::state) !=
        std::holds_alternative<NotCapable>(system.account_state(ref)));
}

}  // namespace

void check_account_system(Bench& bench) {
  const Capabilities can = bench.system().capabilities();
  check_incapable(bench);
  if (can.has(Capability::state)) check_state(bench);
  if (can.has(Capability::set_password)) check_password(bench);
  if (can.has(Capability::set_password)) check_password_does_not_activate(bench);
  if (can.has(Capability::activate)) check_activation(bench);
  if (can.has(Capability::unlock)) check_lock(bench);
  if (can.has(Capability::rename)) check_rename(bench);
  if (can.has(Capability::set_temporary)) check_temporary(bench);
}

}  // namespace latchkey::accounts_contract
