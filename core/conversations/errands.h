// What conversations send to the account system, and what comes back.
//
// The bodies of check_account, set_password and account_act errands, and the functions that perform
// them on the courier's threads: outside every transaction, with an outcome that the conversation
// then takes as an input. Thread-safe.
#pragma once

#include "core/accounts/account_system.h"
#include "core/accounts/roster.h"
#include "core/base/clock.h"
#include "core/courier/outbox.h"
#include "core/flow/effect.h"
#include "core/flow/input.h"
#include "core/identity/attempts.h"
#include "core/identity/registration_codes.h"
#include "core/identity/stamps.h"
#include "core/storage/store.h"

namespace latchkey::conversations {

Secret pack_check(PatientId patient);
// An account_act errand says what it is to do.
Secret pack_unlock(PatientId patient);
// Of the desk, which has judged it (desk_acts.h): activate, deactivate, unlock, or rename to
// `user_name`.
Secret pack_desk_act(identity::Act act, PatientId patient, const std::string& user_name);
Secret pack_password(const flow::SetPassword& effect);
Secret pack_sign_out(PatientId patient);

class AccountErrands {
 public:
  // All outlive this.
  AccountErrands(storage::Store& store, const accounts::Roster& roster,
                 accounts::AccountSystem& system, const identity::Attempts& attempts,
                 const identity::AttemptKeys& keys,
                 const identity::RegistrationCodes& registrations, const Clock& clock)
      : store_(store),
        roster_(roster),
        system_(system),
        attempts_(attempts),
        keys_(keys),
        registrations_(registrations),
        clock_(clock) {}

  // Asks for the account's state and user name; the answer is for account_seen().
  courier::Outcome check(const courier::Claimed& errand) const;
  // An account_act: a conversation asks to unlock, a repudiation to end the portal's sessions, the
  // desk for what it has judged. The answer of one that was refused is the system's reason.
  courier::Outcome act(const courier::Claimed& errand) const;
  // The first password of an account opens it before. With a registration code: only if this errand
  // takes the code, and nobody uses the account yet (rulings.md R19); begun once, it may finish.
  // Sets the password, unlocks, ends sessions. Setting twice is setting once. Refused once somebody
  // has said "this wasn't me": what was under way then must not end well (rulings.md R22).
  courier::Outcome set_password(const courier::Claimed& errand) const;

 private:
  struct Whom {
    std::optional<accounts::AccountRef> account;
    std::string user_name;
    enum class Recovery { open, suspended } recovery = Recovery::open;
  };
  Whom whom(PatientId patient) const;
  // Ends the lock; what is not locked is unlocked already. Refused as set_password() is.
  courier::Outcome unlock(const Whom& found) const;
  courier::Outcome sign_out(const Whom& found) const;
  courier::Outcome desk_act(identity::Act act, const Whom& found,
                            const std::string& user_name) const;
  courier::Outcome open_account(const accounts::AccountRef& account, RegistrationId registration,
                                ErrandId errand) const;
  // True once this errand has taken the code.
  bool takes(RegistrationId registration, ErrandId errand) const;
  storage::Store& store_;
  const accounts::Roster& roster_;
  accounts::AccountSystem& system_;
  const identity::Attempts& attempts_;
  const identity::AttemptKeys& keys_;
  const identity::RegistrationCodes& registrations_;
  const Clock& clock_;
};

// A ring that was promised to a caller names itself by the ordinal of its errand; that of nobody's
// ring too. Empty for all other errands.
std::int64_t ring_ordinal(int ring);
std::optional<int> ring_of(const courier::Origin& origin);

// The inputs that ended errands become.
flow::AccountSeen account_seen(const courier::Outcome& outcome);
flow::PasswordSet password_set(const courier::Outcome& outcome);
flow::Unlocked unlocked(const courier::Outcome& outcome);

}  // namespace latchkey::conversations
