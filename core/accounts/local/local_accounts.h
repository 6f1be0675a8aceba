// Portal accounts in a table of our own: for clinics whose portal reads them there, and the demo.
//
// User names are sealed and found by a blind index; passwords are kept as the hasher makes them.
// Sign-in counts a try before it judges it and backs off by standards.md section 3 (5th wrong in a
// row 30 s, then 1, 2, 4 … 60 min; after 50 the password is void until recovery). Nothing but
// sign_in() moves that counter up: asking for recovery, failing at it or being throttled leaves the
// account as it is (product.md rule 6).
//
// An AccountRef is the row's id in decimal. Thread-safe; blocks while it hashes and writes, so it
// is never called inside a Transaction, except add(), which is given one.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/accounts/account_system.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/password_hasher.h"
#include "core/base/sealer.h"
#include "core/storage/store.h"

namespace latchkey::accounts {

using LocalAccountId = Id<struct LocalAccountTag>;

struct LocalAccount;  // the stored form: local_rows.h

// An account to be. Without a hash nobody can sign in until a password is set.
struct NewAccount {
  LocalAccountId id;  // drawn before the transaction
  PatientId patient;
  std::string user_name;                          // must normalise (normal_user_name)
  AccountStatus status = AccountStatus::invited;  // invited, active or deactivated
  std::optional<std::string> password_hash;       // from the hasher, made before the transaction
};

struct SignedIn {
  LocalAccountId account;
  PatientId patient;
  std::int64_t epoch = 0;  // the session lives while is_live(account, epoch)
  AccountState::Change change = AccountState::Change::none;
};
// Wrong name, wrong password, invited, deactivated, or a temporary password too late: not told
// apart.
struct SignInWrong {};
// Too many wrong in a row. Without `until` only recovery helps. Not judged and not counted.
struct SignInLocked {
  std::optional<Time> until;
};
using SignIn = std::variant<SignedIn, SignInWrong, SignInLocked>;

class LocalAccounts final : public AccountSystem {
 public:
  // All four must outlive the object. After `failures_max` wrong passwords in a row only recovery
  // helps (NIST 800-63B-4 §3.2.2: at most 100).
  LocalAccounts(storage::Store& store, const Sealer& sealer, PasswordHasher& hasher,
                const Clock& clock, int failures_max = 50);

  Capabilities capabilities() const override;
  StateAnswer account_state(const AccountRef& account) override;
  Outcome set_password(const AccountRef& account, const Secret& password,
                       RequestId request) override;
  Outcome set_temporary(const AccountRef& account, const Secret& password, Time expires,
                        RequestId request) override;
  Outcome force_change(const AccountRef& account) override;
  Outcome unlock(const AccountRef& account) override;
  Outcome rename(const AccountRef& account, const std::string& user_name) override;
  Outcome activate(const AccountRef& account) override;
  Outcome deactivate(const AccountRef& account) override;
  Outcome sign_out(const AccountRef& account) override;

  // A user name that is taken is a StoreFault of kind unique.
  void add(storage::Transaction& tx, const NewAccount& account) const;
  static AccountRef ref_of(LocalAccountId account);

  // The portal's own sign-in. Costs one hash and the same reads and writes for every user name.
  SignIn sign_in(const std::string& user_name, const Secret& password);
  // False once the patient or staff ended the sessions, or the account is no longer active.
  bool is_live(LocalAccountId account, std::int64_t epoch) const;

 private:
  template <class Change>
  Outcome change(const AccountRef& account, Change change);
  Outcome replace_password(const AccountRef& account, const Secret& password,
                           std::optional<Time> temporary_until, RequestId request);
  std::string user_blind(std::string_view normal) const;
  std::optional<LocalAccount> count_try(const std::string& blind, Time now);
  void forgive(const LocalAccount& judged, const std::optional<std::string>& better_hash);

  storage::Store& store_;
  const Sealer& sealer_;
  PasswordHasher& hasher_;
  const Clock& clock_;
  int failures_max_;
};

}  // namespace latchkey::accounts
