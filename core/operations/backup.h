// `latchkey backup FILE` and `latchkey restore FILE`: the whole database, sealed for the journey.
//
// A backup is one consistent snapshot, taken while the clinic is served; it is read back and
// compared before it gets its name, so that a file with that name is a backup that can be restored
// with the key file of its time. Neither the key file nor latchkey.toml nor content is in it.
//
// A restore checks every byte first, needs that no server runs, and keeps the database that it
// replaces beside it as <database>.before-restore. Both are written to the audit log. One thread.
#pragma once

#include <filesystem>
#include <ostream>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/operations/progress.h"
#include "core/operations/workplace.h"

namespace latchkey::operations {

struct BackupOptions {
  ConfigSource config;
  std::filesystem::path file;  // must not exist (backup), must exist (restore)
  Format format = Format::text;
  Progress progress = Progress::silent;
};

// Exit code 0 or 1; 2 if no file is named.
int backup(const BackupOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
           std::ostream& err);
int restore(const BackupOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
            std::ostream& err);

}  // namespace latchkey::operations
