// `latchkey import roster.csv`: the clinic's own list of patients, read into the roster.
//
// A location column may hold a location's name or number. A row that can't be used is told by its
// line and column, never by its content, and stops nothing. A dry run judges everything and writes
// nothing; a real run is written to the audit log before it begins and when it has ended. May run
// beside a server. One thread.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "core/accounts/roster_import.h"
#include "core/operations/progress.h"
#include "core/operations/workplace.h"

namespace latchkey::operations {

struct ImportOptions {
  ConfigSource config;
  std::filesystem::path file;
  accounts::ImportPlan::Run run = accounts::ImportPlan::Run::real;
  accounts::ImportPlan::Missing missing = accounts::ImportPlan::Missing::stay;
  accounts::ImportPlan::Blank blank_contacts = accounts::ImportPlan::Blank::says_nothing;
  std::string separator = ",";  // one character, or "tab"
  Progress progress = Progress::silent;
  Format format = Format::text;
};

// Exit code 0; 1 if rows were refused, the header can't be used, too many people are missing, or
// nothing could be read; 2 for a separator that is none.
int import_roster(const ImportOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                  std::ostream& err);

}  // namespace latchkey::operations
