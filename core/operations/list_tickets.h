// `latchkey tickets`: what lies in front of which office, without a word about any patient.
//
// The list shows ids, codes, words of our own and times; nothing sealed is opened, so its output
// may be piped, mailed to a manager, or kept. May run beside a server. One thread.
#pragma once

#include <optional>
#include <ostream>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/operations/workplace.h"

namespace latchkey::operations {

struct TicketsOptions {
  ConfigSource config;
  enum class Which { open, all } which = Which::open;  // all: the ended ones follow, newest first
  std::optional<LocationId> location;
  Format format = Format::text;
};

// Exit code 0; 1 if it could not be looked at; 2 if there is no such location.
int list_tickets(const TicketsOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                 std::ostream& err);

}  // namespace latchkey::operations
