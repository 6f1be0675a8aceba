// Moments and their one stored form.
//
// Every time in Latchkey is a UTC moment with millisecond precision; on disk and on the wire it is
// an integer count of milliseconds since 1970-01-01T00:00Z. Nothing here reads a clock.
#pragma once

#include <chrono>
#include <cstdint>

namespace latchkey {

using Millis = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Millis>;

constexpr std::int64_t to_millis(Time t) { return t.time_since_epoch().count(); }
constexpr Time from_millis(std::int64_t ms) { return Time{Millis{ms}}; }

}  // namespace latchkey
