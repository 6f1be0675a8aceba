// `latchkey incident begin | end | list`: the portal is down, and everybody is told so first.
//
// Until the desk can, the operator says so: whoever sees to the portal knows first (domain.md C27).
// Beginning one while another is open says anew when that should be over. Written to the audit log
// in the same transaction; a running server heeds it from the next answer on. One thread.
#pragma once

#include <optional>
#include <ostream>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/operations/workplace.h"

namespace latchkey::operations {

struct IncidentOptions {
  ConfigSource config;
  enum class Act { begin, end, list } act = Act::list;
  std::int64_t minutes = 0;  // until it should be over; 0: nobody knows
  Format format = Format::text;
};

// Exit code 1 for an end when none is open; 2 for minutes that are none.
int incident(const IncidentOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
             std::ostream& err);

}  // namespace latchkey::operations
