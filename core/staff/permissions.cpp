#include "core/staff/permissions.h"

#include <array>

namespace latchkey::staff {

namespace {

using enum Grant;

// lookup, verify, reset start, rename, registration code, activate/deactivate, tickets, reports,
// export, staff admin. An entry that is not written is `denied`, the first enumerator.
using Grants = std::array<Grant, permission_count>;

constexpr Grants with(Grants grants, Permission permission, Grant grant) {
  grants.at(static_cast<std::size_t>(permission)) = grant;
  return grants;
}

// Whoever stands in the lobby sees to its kiosk, IT to all of them as to any other device.
// A message may hold anything: only who calls patients back listens to it.
constexpr Grants office = with(with(with(with({own_offices, yes, after_stamp, after_stamp,
                                               after_stamp, after_stamp, own_offices, own, own},
                                              Permission::kiosks, own_offices),
                                         Permission::vouch, own_offices),
                                    Permission::letters, own_offices),
                               Permission::listen, own_offices);
constexpr Grants it = with(with({by_ticket, denied, with_valid_stamp, with_valid_stamp, denied,
                                 with_valid_stamp, relayed_and_it_queue, all},
                                Permission::kiosks, all),
                           Permission::installation, read);
constexpr Grants outsourced_desk = {masked, code_read_back_only, after_stamp, denied, denied,
                                    denied, assigned_queue};
// Two read the audit log and sign for it, so that nobody is the only judge of their own rows.
constexpr Grants manager =
    with(with({denied, denied, denied, denied, denied, denied, read, all, all},
              Permission::audit_log, read),
         Permission::installation, read);
constexpr Grants admin =
    with(with(with({denied, denied, denied, denied, denied, denied, denied, all, audit, yes},
                   Permission::kiosks, all),
              Permission::audit_log, all),
         Permission::installation, read);

}  // namespace

Grant allows(Role role, Permission permission) {
  const auto column = static_cast<std::size_t>(permission);
  switch (role) {
    case Role::office:
      return office.at(column);
    case Role::it:
      return it.at(column);
    case Role::outsourced_desk:
      return outsourced_desk.at(column);
    case Role::manager:
      return manager.at(column);
    case Role::admin:
      return admin.at(column);
  }
  return denied;
}

}  // namespace latchkey::staff
