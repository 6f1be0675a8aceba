// This machine has too much to do just now: nothing was done, and the same may be tried in a
// moment.
#pragma once

#include "core/base/fault.h"

namespace latchkey {

// The web's border answers 503 and says when to come again.
class Busy : public Fault {
 public:
  using Fault::Fault;
};

}  // namespace latchkey
