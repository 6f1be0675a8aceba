// `latchkey init`: a new installation in a folder of its own.
//
// Makes the folder (0700), a commented configuration, the folder for the data and the one for
// secrets, and the master key (all 0600 or 0700). Nothing that exists is ever overwritten: the
// key of a running clinic is worth all its data. Runs on one thread.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "core/base/dice.h"

namespace latchkey::operations {

struct InitOptions {
  std::filesystem::path dir;
  std::string clinic_name;        // as patients know it
  std::filesystem::path content;  // the texts that came with the program; empty: <dir>/content
};

// Exit code 0, 1 (something is there already or can't be written) or 2 (no name, no folder).
int init(const InitOptions& options, Dice& dice, std::ostream& out, std::ostream& err);

}  // namespace latchkey::operations
