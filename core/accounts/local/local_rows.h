// The table local_account as values. Only the adapter's own sources include this.
#pragma once

#include <optional>
#include <string>

#include "core/accounts/local/local_accounts.h"

namespace latchkey::accounts {

struct LocalAccount {
  LocalAccountId id;
  PatientId patient;
  std::string user_name;  // sealed
  std::string user_blind;
  std::optional<std::string> password_hash;
  AccountStatus status = AccountStatus::invited;  // invited, active or deactivated
  int failures = 0;                               // wrong passwords in a row
  std::optional<Time> locked_until;
  AccountState::Change change = AccountState::Change::none;
  std::optional<Time> temporary_until;  // the password is for one sign-in before then
  std::int64_t session_epoch = 0;
  RequestId last_request;
  Time created_at{};
  std::optional<Time> password_at;
};

namespace local_rows {

using storage::Transaction;

std::optional<LocalAccount> by_id(Transaction& tx, LocalAccountId id);
std::optional<LocalAccount> by_user(Transaction& tx, const std::string& blind);
void add(Transaction& tx, const LocalAccount& account);
// Writes everything that may change. Changes nothing when there is no such id.
void update(Transaction& tx, const LocalAccount& account);

}  // namespace local_rows

}  // namespace latchkey::accounts
