#include "core/accounts/account_system.h"

#include "core/base/fault.h"

namespace latchkey::accounts {

std::string_view name_of(Capability capability) {
  switch (capability) {
    case Capability::lookup:
      return "lookup";
    case Capability::contact:
      return "contact";
    case Capability::state:
      return "state";
    case Capability::set_password:
      return "set_password";
    case Capability::set_temporary:
      return "set_temporary";
    case Capability::force_change:
      return "force_change";
    case Capability::unlock:
      return "unlock";
    case Capability::rename:
      return "rename";
    case Capability::activate:
      return "activate";
    case Capability::deactivate:
      return "deactivate";
    case Capability::delivery:
      return "delivery";
    case Capability::policy:
      return "policy";
    case Capability::sign_out:
      return "sign_out";
  }
  throw Bug("a capability outside its list");
}

std::string_view name_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::missing:
      return "missing";
    case Refusal::invited:
      return "invited";
    case Refusal::deactivated:
      return "deactivated";
    case Refusal::taken:
      return "taken";
    case Refusal::name_rejected:
      return "name_rejected";
    case Refusal::password_rejected:
      return "password_rejected";
    case Refusal::not_allowed:
      return "not_allowed";
  }
  throw Bug("a refusal outside its list");
}

std::string_view name_of(AccountStatus status) {
  switch (status) {
    case AccountStatus::missing:
      return "missing";
    case AccountStatus::invited:
      return "invited";
    case AccountStatus::active:
      return "active";
    case AccountStatus::locked:
      return "locked";
    case AccountStatus::deactivated:
      return "deactivated";
  }
  throw Bug("an account status outside its list");
}

StateAnswer AccountSystem::account_state(const AccountRef&) { return NotCapable{}; }
Outcome AccountSystem::set_password(const AccountRef&, const Secret&, RequestId) {
  return NotCapable{};
}
Outcome AccountSystem::set_temporary(const AccountRef&, const Secret&, Time, RequestId) {
  return NotCapable{};
}
Outcome AccountSystem::force_change(const AccountRef&) { return NotCapable{}; }
Outcome AccountSystem::unlock(const AccountRef&) { return NotCapable{}; }
Outcome AccountSystem::rename(const AccountRef&, const std::string&) { return NotCapable{}; }
Outcome AccountSystem::activate(const AccountRef&) { return NotCapable{}; }
Outcome AccountSystem::deactivate(const AccountRef&) { return NotCapable{}; }
Outcome AccountSystem::sign_out(const AccountRef&) { return NotCapable{}; }

}  // namespace latchkey::accounts
