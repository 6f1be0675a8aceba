// A moment as machines read it.
#pragma once

#include <string>

#include "core/base/time.h"

namespace latchkey {

// "2026-11-23T08:00:00Z", to the second (RFC 3339).
std::string iso_utc(Time at);

}  // namespace latchkey
