// The system that keeps the portal's accounts and passwords, behind one port.
//
// Every portal has its own: a table of ours (local), a directory, an OpenEMR database, a web
// service, or nothing that we can reach (roster only). Each adapter says what it can do; menus,
// the desk and the reference sheet offer only that (product.md "Capabilities"). An account is
// named by the reference that the roster holds; its meaning is the adapter's own.
//
// Answers are values in four kinds: it was done; it was refused for a reason a person can act on;
// nobody knows whether it was done (a connection broke after sending) and it must not be repeated
// blindly; the system can't do such a thing at all. A Fault means that surely nothing was done (no
// connection, no memory for hashing): the same request may be tried again later.
//
// Thread rule: called by the courier's threads, may block for seconds, thread-safe. Never called
// inside a Transaction.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/secret.h"
#include "core/base/time.h"

namespace latchkey::accounts {

enum class Capability {
  lookup,         // find people by their data
  contact,        // read contacts on file
  state,          // account_state()
  set_password,   // set_password()
  set_temporary,  // set_temporary()
  force_change,   // force_change()
  unlock,
  rename,      // give another user name
  activate,    // invited or deactivated → active
  deactivate,  // active → deactivated
  delivery,    // tell which messages reached the inbox
  policy,      // password_rules() are the system's own
  sign_out     // end sessions
};
inline constexpr int capability_count = static_cast<int>(Capability::sign_out) + 1;

// The capability's name in configuration, reports and the page "what this installation can do".
std::string_view name_of(Capability capability);

class Capabilities {
 public:
  constexpr Capabilities() = default;
  constexpr Capabilities(std::initializer_list<Capability> all) {
    for (const Capability each : all) bits_ |= bit(each);
  }
  constexpr bool has(Capability capability) const { return (bits_ & bit(capability)) != 0; }
  bool operator==(const Capabilities&) const = default;

 private:
  static constexpr std::uint32_t bit(Capability c) { return 1U << static_cast<unsigned>(c); }
  std::uint32_t bits_ = 0;
};

// Names an account inside its own system: a row id, a distinguished name, a UUID. May hold a user
// name, so it is sealed wherever it is stored.
struct AccountRef {
  std::string text;
  auto operator<=>(const AccountRef&) const = default;
};

// Makes a repeated request harmless: the same id with the same account is done once.
struct RequestId {
  std::int64_t value = 0;
  auto operator<=>(const RequestId&) const = default;
};

// Why a system said no; each is something the flow or the desk can act on.
enum class Refusal {
  missing,            // no such account
  invited,            // never activated: activate first
  deactivated,        // switched off by staff; setting a password must not switch it on
  taken,              // the user name belongs to somebody else
  name_rejected,      // the system can't have such a user name
  password_rejected,  // too short, used before or forbidden by the system's own rules
  not_allowed         // our service user lacks the right: an operator's task
};
std::string_view name_of(Refusal refusal);

struct Done {
  bool operator==(const Done&) const = default;
};
struct Refused {
  Refusal reason;
  bool operator==(const Refused&) const = default;
};
// `why` is for an operator: our own words, never personal data.
struct Unknown {
  std::string why;
  bool operator==(const Unknown&) const = default;
};
struct NotCapable {
  bool operator==(const NotCapable&) const = default;
};

using Outcome = std::variant<Done, Refused, Unknown, NotCapable>;

enum class AccountStatus { missing, invited, active, locked, deactivated };
std::string_view name_of(AccountStatus status);

struct AccountState {
  AccountStatus status = AccountStatus::missing;
  std::optional<Time> locked_until;  // with `locked`: absent means until a new password or staff
  std::string user_name;             // as the patient types it; empty when missing
  enum class Change { none, required } change = Change::none;  // at the next sign-in
  std::optional<Time> password_at;  // when the password was set, where the system can tell
  bool operator==(const AccountState&) const = default;
};
using StateAnswer = std::variant<AccountState, Unknown, NotCapable>;

// What the system accepts as a password. Counts are Unicode code points.
struct PasswordRules {
  std::size_t min_length = 15;  // NIST 800-63B-4 §3.1.1.2: the only factor
  std::size_t max_length = 128;
  std::string forbidden;  // characters that the system can't store; usually none
  bool operator==(const PasswordRules&) const = default;
};

// Every method but capabilities() and password_rules() may be NotCapable; that is the default. What
// is so already (unlock an account that is not locked, activate an active one) is Done: errands are
// delivered at least once.
class AccountSystem {
 public:
  virtual ~AccountSystem() = default;

  // Constant for the life of the object.
  virtual Capabilities capabilities() const = 0;
  virtual PasswordRules password_rules() const { return {}; }

  virtual StateAnswer account_state(const AccountRef& account);

  // Sets the patient's own choice, ends a lock and clears failures. Never activates. Sessions that
  // exist stay; sign_out() ends them.
  virtual Outcome set_password(const AccountRef& account, const Secret& password,
                               RequestId request);

  // A password for one sign-in, good until `expires`; the next page asks for an own one.
  virtual Outcome set_temporary(const AccountRef& account, const Secret& password, Time expires,
                                RequestId request);
  virtual Outcome force_change(const AccountRef& account);
  virtual Outcome unlock(const AccountRef& account);
  virtual Outcome rename(const AccountRef& account, const std::string& user_name);
  virtual Outcome activate(const AccountRef& account);
  virtual Outcome deactivate(const AccountRef& account);
  virtual Outcome sign_out(const AccountRef& account);
};

}  // namespace latchkey::accounts
