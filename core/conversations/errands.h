// What conversations send to the account system, and what comes back.
//
// The bodies of check_account and set_password errands, and the functions that perform them on the
// courier's threads: outside every transaction, with an outcome that the conversation then takes
// as an input. Thread-safe.
#pragma once

#include "core/accounts/account_system.h"
#include "core/accounts/roster.h"
#include "core/courier/outbox.h"
#include "core/flow/input.h"
#include "core/storage/store.h"

namespace latchkey::conversations {

Secret pack_check(PatientId patient);
Secret pack_password(PatientId patient, const Secret& password);

class AccountErrands {
 public:
  // All outlive this.
  AccountErrands(const storage::Store& store, const accounts::Roster& roster,
                 accounts::AccountSystem& system)
      : store_(store), roster_(roster), system_(system) {}

  // Asks for the account's state and user name; the answer is for account_seen().
  courier::Outcome check(const courier::Claimed& errand) const;
  // Ends the lock; what is not locked is unlocked already.
  courier::Outcome unlock(const courier::Claimed& errand) const;
  // Sets the password, unlocks, ends sessions. Setting twice is setting once.
  courier::Outcome set_password(const courier::Claimed& errand) const;

 private:
  struct Whom {
    std::optional<accounts::AccountRef> account;
    std::string user_name;
  };
  Whom whom(PatientId patient) const;
  const storage::Store& store_;
  const accounts::Roster& roster_;
  accounts::AccountSystem& system_;
};

// The inputs that ended errands become.
flow::AccountSeen account_seen(const courier::Outcome& outcome);
flow::PasswordSet password_set(const courier::Outcome& outcome);
flow::Unlocked unlocked(const courier::Outcome& outcome);

}  // namespace latchkey::conversations
