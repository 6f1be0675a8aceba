// `latchkey staff add` and `latchkey staff invite-again`: invite a colleague to the desk, and
// `latchkey staff disable`: let one go.
//
// The first two print a setup code once, to be handed over in person; with it the colleague chooses
// a password and enrols an authenticator (core/staff/staff.h). There is no default account, so this
// is how the first admin comes to be, and how anybody comes back who lost the authenticator or
// failed too often. Written to the audit log in the same transaction. May run beside a server. One
// thread.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/operations/workplace.h"

namespace latchkey::operations {

struct StaffOptions {
  ConfigSource config;
  std::string name;                    // to sign in with
  std::string display;                 // as colleagues see it; empty: the name
  std::string role;                    // a word of staff::role_names
  std::vector<std::string> locations;  // numbers of locations, or "all"
  Format format = Format::text;
};

// Exit code 0; 1 if the name is taken or can't be one; 2 for an unknown role or location, or an
// office's role without any location (nobody sees everything by belonging nowhere).
int add_staff(const StaffOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
              std::ostream& err);

// Reads `name` only. From now on the old password, authenticator and sessions are void. Exit code
// 0; 1 if nobody has this name; 2 without a name.
int invite_staff_again(const StaffOptions& options, Dice& dice, const Clock& clock,
                       std::ostream& out, std::ostream& err);

// Reads `name` only: who leaves the clinic. Their sessions end at once and the password opens
// nothing; what they have done stays theirs in every log, and invite-again lets them in once more.
// Exit code 0, also if they were let go before; 1 if nobody has this name, or it is the last
// administrator's; 2 without a name.
int disable_staff(const StaffOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                  std::ostream& err);

}  // namespace latchkey::operations
