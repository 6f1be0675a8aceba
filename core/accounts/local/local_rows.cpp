#include "core/accounts/local/local_rows.h"

namespace latchkey::accounts {

namespace {

using storage::Blob;

std::optional<Time> maybe_time(const storage::Row& row, std::size_t column) {
  const auto value = row.maybe_integer(column);
  return value ? std::optional(from_millis(*value)) : std::nullopt;
}

AccountStatus status_from(const std::string& word) {
  for (const auto status :
       {AccountStatus::invited, AccountStatus::active, AccountStatus::deactivated})
    if (name_of(status) == word) return status;
  throw Fault("an account is in a state that this version does not know");
}

std::optional<LocalAccount> only(const storage::Result& result) {
  const storage::Row* row = result.one();
  if (row == nullptr) return std::nullopt;
  return LocalAccount{.id = row->id<LocalAccountId>(0),
                      .patient = row->id<PatientId>(1),
                      .user_name = row->blob(2),
                      .user_blind = row->blob(3),
                      .password_hash = row->maybe_text(4),
                      .status = status_from(row->text(5)),
                      .failures = static_cast<int>(row->integer(6)),
                      .locked_until = maybe_time(*row, 7),
                      .change = static_cast<AccountState::Change>(row->integer(8)),
                      .temporary_until = maybe_time(*row, 9),
                      .session_epoch = row->integer(10),
                      .last_request = RequestId{row->integer(11)},
                      .created_at = row->time(12),
                      .password_at = maybe_time(*row, 13)};
}

}  // namespace

namespace local_rows {

std::optional<LocalAccount> by_id(Transaction& tx, LocalAccountId id) {
  return only(
      tx.run("SELECT id, patient_id, user_name, user_blind, password_hash, state, failures, "
             "locked_until, must_change, temporary_until, session_epoch, last_request, "
             "created_at, password_at FROM local_account WHERE id = $1",
             id));
}

std::optional<LocalAccount> by_user(Transaction& tx, const std::string& blind) {
  return only(
      tx.run("SELECT id, patient_id, user_name, user_blind, password_hash, state, failures, "
             "locked_until, must_change, temporary_until, session_epoch, last_request, "
             "created_at, password_at FROM local_account WHERE user_blind = $1",
             Blob{blind}));
}

void add(Transaction& tx, const LocalAccount& account) {
  tx.run(
      "INSERT INTO local_account (id, patient_id, user_name, user_blind, password_hash, state, "
      "failures, locked_until, must_change, temporary_until, session_epoch, last_request, "
      "created_at, password_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
      account.id, account.patient, Blob{account.user_name}, Blob{account.user_blind},
      account.password_hash, name_of(account.status), account.failures, account.locked_until,
      static_cast<int>(account.change), account.temporary_until, account.session_epoch,
      account.last_request.value, account.created_at, account.password_at);
}

void update(Transaction& tx, const LocalAccount& account) {
  tx.run(
      "UPDATE local_account SET user_name = $2, user_blind = $3, password_hash = $4, "
      "state = $5, failures = $6, locked_until = $7, must_change = $8, temporary_until = $9, "
      "session_epoch = $10, last_request = $11, password_at = $12 WHERE id = $1",
      account.id, Blob{account.user_name}, Blob{account.user_blind}, account.password_hash,
      name_of(account.status), account.failures, account.locked_until,
      static_cast<int>(account.change), account.temporary_until, account.session_epoch,
      account.last_request.value, account.password_at);
}

}  // namespace local_rows

}  // namespace latchkey::accounts
