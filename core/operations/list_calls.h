// `latchkey calls`: who came by phone, page or kiosk, as far as they got, and what was sent for
// them.
//
// The list shows the latest first; of one of them, the whole conversation: every leg with its
// steps, how long each answer took, and how far each message and call is at the provider. Ids,
// words of our own and times: nothing sealed is opened, nobody is named. May run beside a server.
// One thread.
#pragma once

#include <optional>
#include <ostream>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/calls/calls.h"
#include "core/operations/workplace.h"

namespace latchkey::operations {

struct CallsOptions {
  ConfigSource config;
  std::optional<calls::CallId> call;  // its timeline, instead of the list
  Format format = Format::text;
};

// Exit code 0; 1 if it could not be looked at; 2 if there is no such call.
int list_calls(const CallsOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
               std::ostream& err);

}  // namespace latchkey::operations
