// `latchkey call`: a telephone call to a running server, at the terminal or from a script.
//
// The call is printed as it happens, or told at its end as one JSON object for a program. What
// keeps a call from beginning at all (nobody listens, the signature is refused) is one line that
// says what to do. One call, one thread.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "core/courier/transport.h"
#include "core/operations/workplace.h"
#include "ivr/text_phone/aloud.h"
#include "ivr/text_phone/text_phone.h"

namespace latchkey::ivr {

struct CallOptions {
  CallPlan plan;
  std::optional<std::string> script;  // the script's text; none: a person at the terminal
  operations::Format format = operations::Format::text;
  Aloud aloud{};  // empty: what is heard is printed only
};

// What a person at a terminal says about a call. `answer`: the address of a call that the line has
// placed (it is answered instead of placing one). `script`: a file; empty: keys are typed.
struct CallWish {
  std::string server, account;
  Secret token;
  std::string from, to, script, answer;
  operations::Format format = operations::Format::text;
  std::string profile = "twilio";  // whose habits are imitated
  enum class Heard { in_print, aloud } heard = Heard::in_print;
};
// A ConfigFault if the script can't be read, the profile is unknown, or nothing here can speak.
CallOptions call_options(const CallWish& wish);

// Holds the call. Returns the program's exit code: 0 if the call ended as calls do (or as the
// script says) and nothing was found wrong; 1 if not, with the reason on `out`, and on `err` where
// there is something to do about it; 2 if the script can't be meant.
// Pauses are waited for: in full at a terminal, shortly in a script.
int hold_call(const CallOptions& options, courier::Transport& transport, Dice& dice,
              const Clock& clock, std::istream& in, std::ostream& out, std::ostream& err);

}  // namespace latchkey::ivr
