// `latchkey registration issue`: a code with which a patient signs in for the first time.
//
// Until the desk can give one out, the operator does, at the word of an office that has seen the
// patient or has called them back on a number on file (rulings.md R19). The code is printed once:
// who lost it gets a new one, and the earlier one is void. Every safe contact on file is told;
// written to the audit log in the same transaction. May run beside a server. One thread.
#pragma once

#include <ostream>
#include <string>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/operations/workplace.h"

namespace latchkey::operations {

struct RegistrationOptions {
  ConfigSource config;
  std::string record_number;
  std::string seen;  // "in_person" or "callback"
  enum class Code { paper, live } code = Code::paper;
  Format format = Format::text;
};

// Exit code 1, with the reason in words, for who can't be given one; 2 for bad usage.
int issue_registration(const RegistrationOptions& options, Dice& dice, const Clock& clock,
                       std::ostream& out, std::ostream& err);

}  // namespace latchkey::operations
