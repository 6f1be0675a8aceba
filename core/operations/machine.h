// What every command has at hand: the time, chance, and a log to standard error.
#pragma once

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/base/log.h"

namespace latchkey::operations {

struct Machine {
  SystemClock clock;
  SystemDice dice;
  StderrSink sink;
  Log log{sink, clock};
};

}  // namespace latchkey::operations
