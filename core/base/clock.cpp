#include "core/base/clock.h"

namespace latchkey {

Time SystemClock::now() const {
  return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

}  // namespace latchkey
