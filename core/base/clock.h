// What time it is, behind a seam.
//
// Only SystemClock reads the machine's clocks; everybody else is given a Clock, so that tests set
// the time instead of waiting for it. Thread-safe.
#pragma once

#include "core/base/time.h"

namespace latchkey {

class Clock {
 public:
  virtual ~Clock() = default;

  // Wall-clock time, UTC. May jump when the machine's clock is set; callers that judge lifetimes
  // compare stored UTC moments and tolerate it.
  virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override;
};

}  // namespace latchkey
