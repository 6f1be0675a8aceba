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

// What a person at a terminal says about a call. `answer`: the address of a call that the line has
// placed (it is answered instead of placing one). `script`: a file; empty: keys are typed.
struct CallWish {
  std::string server, account;
  Secret token;
  std::string from, to, script, answer;
};
// A ConfigFault if the script can't be read.
CallOptions call_options(const CallWish& wish);

// Holds the call and prints it as it happens. Returns the program's exit code: 0 if the call ended
// as calls do (or as the script says) and nothing was found wrong, else 1 and the reason on `out`.
// Pauses are waited for: in full at a terminal, shortly in a script.
int hold_call(const CallOptions& options, courier::Transport& transport, Dice& dice,
              const Clock& clock, std::istream& in, std::ostream& out);

}  // namespace latchkey::ivr
