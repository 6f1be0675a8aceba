// What every account system must do, as far as it says that it can, written once.
//
// A new adapter gives a Bench and its test runs check_account_system() on it.
#pragma once

#include "core/accounts/account_system.h"

namespace latchkey::accounts_contract {

// A place with real accounts to try an adapter on.
class Bench {
 public:
  virtual ~Bench() = default;
  virtual accounts::AccountSystem& system() = 0;
  // A fresh account in this state, with this user name; its password is `old_password`.
  virtual accounts::AccountRef account(accounts::AccountStatus status,
                                       const std::string& user_name) = 0;
  // A reference to no account.
  virtual accounts::AccountRef nobody() = 0;
  // Whether a patient could sign in at the portal with these now.
  virtual bool can_sign_in(const std::string& user_name, const std::string& password) = 0;
  // Locks the account by wrong passwords, as somebody at the portal's door would.
  virtual void lock(const std::string& user_name) = 0;
  virtual Time now() = 0;

  static constexpr const char* old_password = "an old long passphrase";
};

void check_account_system(Bench& bench);

}  // namespace latchkey::accounts_contract
