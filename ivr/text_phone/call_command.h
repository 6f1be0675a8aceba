// `latchkey call`: a telephone call to a running server, at the terminal or from a script.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "core/courier/transport.h"
#include "ivr/text_phone/text_phone.h"

namespace latchkey::ivr {

struct CallOptions {
  CallPlan plan;
  std::optional<std::string> script;  // the script's text; none: a person at the terminal
};

// Holds the call and prints it as it happens. Returns the program's exit code: 0 if the call ended
// as calls do (or as the script says) and nothing was found wrong, else 1 and the reason on `out`.
// Pauses are waited for: in full at a terminal, shortly in a script.
// The options of a plain call to `server` (a base address). `script` empty: a person at the
// terminal; else a file, and a ConfigFault if it can't be read.
CallOptions call_options(const std::string& server, const std::string& account, Secret token,
                         const std::string& from, const std::string& to, const std::string& script);

int hold_call(const CallOptions& options, courier::Transport& transport, Dice& dice,
              const Clock& clock, std::istream& in, std::ostream& out);

}  // namespace latchkey::ivr
