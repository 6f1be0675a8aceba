// The words a person types after `latchkey`, as values: the program's face.
//
// Every command has --help with an example; bad usage is exit 2 with one line that says what to do.
// The only user of CLI11. Nothing is opened or decided here; main.cpp does what was asked.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/operations/workplace.h"

namespace latchkey::operations {

enum class Command {
  serve,
  demo,
  call,
  init,
  doctor,
  tickets,
  calls,
  staff_add,
  staff_invite_again,
  staff_disable,
  import_roster,
  audit_verify,
  audit_anchor,
  recovery_reopen,
  registration_issue,
  incident_begin,
  incident_end,
  incident_list,
  backup,
  restore
};

// Everything any command can be told; each reads its own. Empty or the default: not given.
struct CommandLine {
  Command command = Command::serve;
  std::string config = "latchkey.toml";
  std::string demo_dir;  // the demo clinic's folder instead of a configuration
  Format format = Format::text;
  std::string dir, clinic_name;                                  // init, demo
  std::uint16_t port = 8080;                                     // demo
  std::string file;                                              // import, backup, restore
  enum class Run { real, dry } run = Run::real;                  // import
  std::string separator = ",";                                   // import
  enum class Tickets { open, all } tickets = Tickets::open;      // tickets
  std::int64_t location = 0;                                     // tickets; 0: every office
  std::int64_t contact = 0;                                      // calls; 0: the list of them
  std::string name, display, role;                               // staff
  std::vector<std::string> locations;                            // staff add
  std::string anchor;                                            // audit
  std::string record_number, help_number;                        // recovery reopen, registration
  std::string seen;                                              // registration issue
  enum class Code { paper, live } code = Code::paper;            // registration issue
  std::int64_t minutes = 0;                                      // incident begin; 0: unknown
  std::string server, account, token, script, answer;            // call
  std::string from = "+14015550199", to = "+14015550100";        // call
  std::string profile = "twilio";                                // call
  enum class Heard { in_print, aloud } heard = Heard::in_print;  // call
};

// What was asked, or the exit code when there is nothing more to do (help: 0, bad usage: 2).
std::variant<CommandLine, int> read_command_line(int argc, char** argv);

}  // namespace latchkey::operations
