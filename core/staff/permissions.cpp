#include "core/staff/permissions.h"

#include <array>
#include <initializer_list>

namespace latchkey::staff {

namespace {

using enum Grant;

// lookup, verify, reset start, rename, registration code, activate/deactivate, tickets, reports,
// export, staff admin. An entry that is not written is `denied`, the first enumerator.
using Grants = std::array<Grant, permission_count>;

struct Own {  // a column of its own
  Permission permission;
  Grant grant;
};

constexpr Grants with(Grants grants, std::initializer_list<Own> columns) {
  for (const Own& own : columns) grants.at(static_cast<std::size_t>(own.permission)) = own.grant;
  return grants;
}

// Whoever stands in the lobby sees to its kiosk, IT to all of them as to any other device.
// A message may hold anything: only who calls patients back listens to it.
constexpr Grants office = with(
    {own_offices, yes, after_stamp, after_stamp, after_stamp, after_stamp, own_offices, own, own},
    {{Permission::kiosks, own_offices},
     {Permission::vouch, own_offices},
     {Permission::letters, own_offices},
     {Permission::listen, own_offices},
     {Permission::unlock, after_stamp},
     {Permission::contacts, own_offices},
     {Permission::first_letters, own_offices},
     {Permission::break_glass, yes}});
constexpr Grants it = with({by_ticket, denied, with_valid_stamp, with_valid_stamp, denied,
                            with_valid_stamp, relayed_and_it_queue, all},
                           {{Permission::kiosks, all},
                            {Permission::incident, yes},
                            {Permission::unlock, with_valid_stamp},
                            {Permission::contacts, by_ticket},
                            {Permission::installation, read}});
constexpr Grants outsourced_desk =
    with({masked, code_read_back_only, after_stamp, denied, denied, denied, assigned_queue},
         {{Permission::contacts, assigned_queue}});
// Two read the audit log and sign for it, so that nobody is the only judge of their own rows.
constexpr Grants manager = with({denied, denied, denied, denied, denied, denied, read, all, all},
                                {{Permission::audit_log, read},
                                 {Permission::contacts, read},
                                 {Permission::installation, read}});
constexpr Grants admin =
    with({denied, denied, denied, denied, denied, denied, denied, all, audit, yes},
         {{Permission::kiosks, all},
          {Permission::incident, yes},
          {Permission::audit_log, all},
          {Permission::contacts, read},
          {Permission::roster, yes},
          {Permission::installation, read},
          {Permission::content_edit, yes}});

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
