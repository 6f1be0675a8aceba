#include "core/accounts/local/local_accounts.h"

#include <algorithm>
#include <charconv>

#include "core/accounts/local/local_rows.h"
#include "core/base/normal.h"
#include "core/base/unicode.h"

namespace latchkey::accounts {

namespace {

constexpr int failures_free = 4;
constexpr std::string_view name_purpose = "local_account.user_name";

std::optional<LocalAccountId> id_of(const AccountRef& account) {
  std::int64_t id = 0;
  const char* end = account.text.data() + account.text.size();
  const auto [stopped, error] = std::from_chars(account.text.data(), end, id);
  if (error != std::errc() || stopped != end || id <= 0) return std::nullopt;
  return LocalAccountId{id};
}

// How long sign-in rests after this many wrong passwords in a row (standards.md section 3).
Millis rest_after(int failures) {
  using std::chrono::minutes;
  if (failures <= failures_free) return Millis{0};
  if (failures == 5) return std::chrono::seconds(30);
  return std::min<Millis>(minutes(1) * (1 << std::min(failures - 6, 6)), minutes(60));
}

bool is_locked(const LocalAccount& account, int failures_max, Time now) {
  if (account.failures >= failures_max) return true;
  return account.locked_until && now < *account.locked_until;
}

void forget_failures(LocalAccount& account) {
  account.failures = 0;
  account.locked_until.reset();
}

bool fits(const Secret& password, const PasswordRules& rules) {
  const auto points = unicode::code_points(password.reveal());
  return points && points->size() >= rules.min_length && points->size() <= rules.max_length;
}

// Why a password can't be set now, if it can't.
std::optional<Refusal> no_password_for(const std::optional<LocalAccount>& account) {
  if (!account) return Refusal::missing;
  if (account->status == AccountStatus::invited) return Refusal::invited;
  if (account->status == AccountStatus::deactivated) return Refusal::deactivated;
  return std::nullopt;
}

}  // namespace

LocalAccounts::LocalAccounts(storage::Store& store, const Sealer& sealer, PasswordHasher& hasher,
                             const Clock& clock, int failures_max)
    : store_(store), sealer_(sealer), hasher_(hasher), clock_(clock), failures_max_(failures_max) {}

Capabilities LocalAccounts::capabilities() const {
  using enum Capability;
  return {state,  set_password, set_temporary, force_change, unlock,
          rename, activate,     deactivate,    policy,       sign_out};
}

std::string LocalAccounts::user_blind(std::string_view normal) const {
  return sealer_.blind("local_account.user_name", normal);
}

AccountRef LocalAccounts::ref_of(LocalAccountId account) { return {std::to_string(account.value)}; }

void LocalAccounts::add(storage::Transaction& tx, const NewAccount& account) const {
  const auto normal = normal_user_name(account.user_name);
  ensure(normal.has_value(), "a user name is checked before it is added");
  const Time now = clock_.now();
  LocalAccount row{.id = account.id,
                   .patient = account.patient,
                   .user_name = sealer_.seal(account.user_name, account.id.value, name_purpose),
                   .user_blind = user_blind(*normal),
                   .password_hash = account.password_hash,
                   .status = account.status,
                   .locked_until = std::nullopt,
                   .temporary_until = std::nullopt,
                   .last_request = {},
                   .created_at = now,
                   // A password that was brought along is of nobody knows when.
                   .password_at = std::nullopt};
  local_rows::add(tx, row);
}

StateAnswer LocalAccounts::account_state(const AccountRef& account) {
  const auto id = id_of(account);
  if (!id) return AccountState{};
  const auto row =
      store_.read([&](storage::Transaction& tx) { return local_rows::by_id(tx, *id); });
  if (!row) return AccountState{};
  AccountState state{
      .status = row->status,
      .locked_until = std::nullopt,
      .user_name = sealer_.open_or_fault(row->user_name, row->id.value, name_purpose),
      .change = row->change,
      .password_at = row->password_at};
  if (row->status == AccountStatus::active && is_locked(*row, failures_max_, clock_.now())) {
    state.status = AccountStatus::locked;
    if (row->failures < failures_max_) state.locked_until = row->locked_until;
  }
  return state;
}

// Runs `change` on the account's row, which it may edit, and stores the row when it was Done.
template <class Change>
Outcome LocalAccounts::change(const AccountRef& account, Change change) {
  const auto id = id_of(account);
  if (!id) return Refused{Refusal::missing};
  return store_.write([&](storage::Transaction& tx) -> Outcome {
    auto row = local_rows::by_id(tx, *id);
    if (!row) return Refused{Refusal::missing};
    Outcome outcome = change(*row);
    if (std::holds_alternative<Done>(outcome)) local_rows::update(tx, *row);
    return outcome;
  });
}

Outcome LocalAccounts::replace_password(const AccountRef& account, const Secret& password,
                                        std::optional<Time> temporary_until, RequestId request) {
  const auto id = id_of(account);
  const auto before =
      id ? store_.read([&](storage::Transaction& tx) { return local_rows::by_id(tx, *id); })
         : std::nullopt;
  if (const auto refusal = no_password_for(before)) return Refused{*refusal};
  if (before->last_request == request) return Done{};
  const std::string hash = hasher_.hash(password);
  return change(account, [&](LocalAccount& row) -> Outcome {
    if (const auto refusal = no_password_for(row)) return Refused{*refusal};
    if (row.last_request == request) return Done{};
    row.password_hash = hash;
    row.password_at = clock_.now();
    row.last_request = request;
    row.temporary_until = temporary_until;
    row.change = temporary_until ? AccountState::Change::required : AccountState::Change::none;
    forget_failures(row);
    return Done{};
  });
}

Outcome LocalAccounts::set_password(const AccountRef& account, const Secret& password,
                                    RequestId request) {
  if (!fits(password, password_rules())) return Refused{Refusal::password_rejected};
  return replace_password(account, password, std::nullopt, request);
}

// A temporary password is spoken or printed, so it is shorter; its short life makes up for it.
Outcome LocalAccounts::set_temporary(const AccountRef& account, const Secret& password,
                                     Time expires, RequestId request) {
  PasswordRules rules = password_rules();
  rules.min_length = 8;
  if (!fits(password, rules)) return Refused{Refusal::password_rejected};
  return replace_password(account, password, expires, request);
}

Outcome LocalAccounts::force_change(const AccountRef& account) {
  return change(account, [](LocalAccount& row) -> Outcome {
    if (const auto refusal = no_password_for(row)) return Refused{*refusal};
    row.change = AccountState::Change::required;
    return Done{};
  });
}

Outcome LocalAccounts::unlock(const AccountRef& account) {
  return change(account, [](LocalAccount& row) -> Outcome {
    if (const auto refusal = no_password_for(row)) return Refused{*refusal};
    forget_failures(row);
    return Done{};
  });
}

Outcome LocalAccounts::rename(const AccountRef& account, const std::string& user_name) {
  const auto normal = normal_user_name(user_name);
  if (!normal) return Refused{Refusal::name_rejected};
  try {
    return change(account, [&](LocalAccount& row) -> Outcome {
      row.user_name = sealer_.seal(user_name, row.id.value, name_purpose);
      row.user_blind = user_blind(*normal);
      return Done{};
    });
  } catch (const storage::StoreFault& fault) {
    if (fault.kind() == storage::StoreFault::Kind::unique) return Refused{Refusal::taken};
    throw;
  }
}

Outcome LocalAccounts::activate(const AccountRef& account) {
  return change(account, [](LocalAccount& row) -> Outcome {
    row.status = AccountStatus::active;
    return Done{};
  });
}

Outcome LocalAccounts::deactivate(const AccountRef& account) {
  return change(account, [](LocalAccount& row) -> Outcome {
    row.status = AccountStatus::deactivated;
    ++row.session_epoch;
    return Done{};
  });
}

Outcome LocalAccounts::sign_out(const AccountRef& account) {
  return change(account, [](LocalAccount& row) -> Outcome {
    ++row.session_epoch;
    return Done{};
  });
}

// ---- Sign-in -----------------------------------------------------------------------------------

// The row as it was before this try, which is on disk as a wrong one before anybody judges it: a
// thousand guesses at once cost a thousand tries.
std::optional<LocalAccount> LocalAccounts::count_try(const std::string& blind, Time now) {
  return store_.write([&](storage::Transaction& tx) {
    auto row = local_rows::by_user(tx, blind);
    LocalAccount counted = row.value_or(LocalAccount());
    if (row && row->status == AccountStatus::active && !is_locked(*row, failures_max_, now)) {
      ++counted.failures;
      if (const Millis rest = rest_after(counted.failures); rest > Millis{0})
        counted.locked_until = now + rest;
    }
    local_rows::update(tx, counted);  // of nobody, for a name that there isn't
    return row;
  });
}

void LocalAccounts::forgive(const LocalAccount& judged,
                            const std::optional<std::string>& better_hash) {
  store_.write([&](storage::Transaction& tx) {
    auto row = local_rows::by_id(tx, judged.id);
    // A password set meanwhile is another one than was judged.
    if (!row || row->password_hash != judged.password_hash) return;
    forget_failures(*row);
    if (better_hash) row->password_hash = better_hash;
    if (row->temporary_until) row->password_hash.reset();  // good for one sign-in
    local_rows::update(tx, *row);
  });
}

SignIn LocalAccounts::sign_in(const std::string& user_name, const Secret& password) {
  const Time now = clock_.now();
  const auto row = count_try(user_blind(normal_user_name(user_name).value_or("")), now);
  const bool usable = row && row->status == AccountStatus::active && row->password_hash;
  const auto match = hasher_.check(usable ? *row->password_hash : hasher_.decoy(), password);
  if (row && row->status == AccountStatus::active && is_locked(*row, failures_max_, now))
    return SignInLocked{row->failures < failures_max_ ? row->locked_until : std::nullopt};
  if (!usable || match == PasswordMatch::wrong) return SignInWrong{};
  if (row->temporary_until && now >= *row->temporary_until) return SignInWrong{};
  std::optional<std::string> better_hash;
  if (match == PasswordMatch::right_but_old_settings) better_hash = hasher_.hash(password);
  forgive(*row, better_hash);
  return SignedIn{row->id, row->patient, row->session_epoch, row->change};
}

bool LocalAccounts::is_live(LocalAccountId account, std::int64_t epoch) const {
  const auto row =
      store_.read([&](storage::Transaction& tx) { return local_rows::by_id(tx, account); });
  return row && row->status == AccountStatus::active && row->session_epoch == epoch;
}

}  // namespace latchkey::accounts
