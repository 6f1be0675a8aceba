// The commands beside a server: look, add, import, prove, save, put back.
#pragma once

#include <iosfwd>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/operations/command_line.h"
#include "core/operations/doctor.h"

namespace latchkey::operations {

// Does what `line` asks of the clinic that `config` gives. The exit code. `pages`: for the doctor.
// Needs: a command that works on a clinic's data and serves nothing.
int attend(const CommandLine& line, const ConfigSource& config, const PagesTrial& pages, Dice& dice,
           const Clock& clock, std::ostream& out, std::ostream& err);

}  // namespace latchkey::operations
