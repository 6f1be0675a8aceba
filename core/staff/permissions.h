// Who may do what at the desk: product.md's role table, as data.
//
// A grant is not a yes or no but says how far it goes; the desk applies its border (own offices,
// a valid stamp …) and writes every answer to the audit log. What the table does not name is
// denied, functions that are not built yet included (rulings.md R32). IT has no grant to verify
// anybody (product.md rule 10). Pure; thread-safe.
#pragma once

#include <cstddef>

#include "core/base/names.h"

namespace latchkey::staff {

enum class Role { office, it, outsourced_desk, manager, admin };
inline constexpr std::size_t role_count = 5;
inline constexpr Names<Role, role_count> role_names{
    {"office", "it", "outsourced_desk", "manager", "admin"}};

// The table's columns, then those that have one of their own since they are built (break_glass,
// kiosks, letters, listen, unlock, vouch, content, the audit log, the installation, contacts, the
// first letters, the roster), and those that are named and granted to nobody yet.
enum class Permission {
  lookup,
  verify,
  reset_start,
  rename,
  registration_code,
  activate_deactivate,
  tickets,
  reports,
  data_export,
  staff_admin,
  unlock,
  vouch,
  listen,
  merge,
  break_glass,
  content_edit,  // hours, holidays, the matrix and the sheets; texts read as patients do
  incident,
  kiosks,         // add, pair, revoke and inspect the lobby's devices
  letters,        // read, print and post what a patient is told by letter
  audit_log,      // read the audit log, and sign that a week of it was looked over
  installation,   // see what this installation can do, and how it is
  contacts,       // read the contact log; offices, and IT on its tickets, write in it too
  first_letters,  // print registration codes for accounts that nobody has signed in to
  roster          // bring the clinic's own list of patients in
};
inline constexpr std::size_t permission_count = 24;
inline constexpr Names<Permission, permission_count> permission_names{{"lookup",
                                                                       "verify",
                                                                       "reset_start",
                                                                       "rename",
                                                                       "registration_code",
                                                                       "activate_deactivate",
                                                                       "tickets",
                                                                       "reports",
                                                                       "data_export",
                                                                       "staff_admin",
                                                                       "unlock",
                                                                       "vouch",
                                                                       "listen",
                                                                       "merge",
                                                                       "break_glass",
                                                                       "content_edit",
                                                                       "incident",
                                                                       "kiosks",
                                                                       "letters",
                                                                       "audit_log",
                                                                       "installation",
                                                                       "contacts",
                                                                       "first_letters",
                                                                       "roster"}};

enum class Grant {
  denied,
  yes,
  own_offices,           // records and tickets of the member's own locations
  by_ticket,             // only the patient of a ticket the member may see
  masked,                // initials, birth year, last digits
  after_stamp,           // while the office's own identity stamp is valid
  with_valid_stamp,      // while a relayed baton is valid (rulings.md R21)
  code_read_back_only,   // no other way of verifying
  relayed_and_it_queue,  // tickets relayed to IT, or on its queue
  assigned_queue,        // the desk's own queue
  read,                  // no claiming, notes or endings
  all,                   // every location
  own,                   // of the member's own locations
  audit                  // the audit log
};
inline constexpr Names<Grant, 14> grant_names{
    {"denied", "yes", "own offices", "by ticket", "masked", "after stamp", "with valid stamp",
     "code read-back only", "relayed + IT queue", "assigned queue", "read", "all", "own", "audit"}};

Grant allows(Role role, Permission permission);

}  // namespace latchkey::staff
