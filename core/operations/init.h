// `latchkey init`: a new installation in a folder of its own.
//
// Makes the folder (0700), a commented configuration, the folder for the data and the one for
// secrets, and the master key (all 0600 or 0700). Nothing that exists is ever overwritten: the
// key of a running clinic is worth all its data. What is not known yet, the clinic's name among it,
// stands between < and > in the configuration, and the doctor asks for it. Runs on one thread.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "core/base/dice.h"
#include "core/operations/workplace.h"

namespace latchkey::operations {

struct InitOptions {
  std::filesystem::path dir;
  std::string clinic_name;        // as patients know it; empty: to be filled in
  std::filesystem::path content;  // the texts that came with the program; empty: <dir>/content
  Format format = Format::text;
};

// Exit code 0, 1 (a clinic is there already, or it can't be written) or 2 (no folder named).
int init(const InitOptions& options, Dice& dice, std::ostream& out, std::ostream& err);

}  // namespace latchkey::operations
