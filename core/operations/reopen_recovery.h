// `latchkey recovery reopen`: a patient whose self-service is off may use it again.
//
// Too many wrong codes in a row, a patient's own or a stranger's under their name, end self-service
// until the office has seen the patient (standards.md section 3, NIST 800-63B-4 §3.2.2); so does
// "this wasn't me", said about a recovery (rulings.md R22). The desk
// can't say so yet: unlocking is no permission of its roles, and what is not in that table is
// denied (rulings.md R32). So the operator does, at the word of the office. Written to the audit
// log in the same transaction. May run beside a server. One thread.
#pragma once

#include <ostream>
#include <string>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/operations/workplace.h"

namespace latchkey::operations {

struct ReopenOptions {
  ConfigSource config;
  std::string record_number;  // of the patient; or
  std::string help_number;    // of a ticket that shows the patient's record
  Format format = Format::text;
};

// Forgets the wrong codes, those of the saved code too, the pause and the suspension of one
// patient; nothing about the patient is printed. Exit code 0, also where nothing was in the way; 1
// if the number leads to no patient; 2 unless one number is given.
int reopen_recovery(const ReopenOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                    std::ostream& err);

}  // namespace latchkey::operations
