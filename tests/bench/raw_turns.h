// What the store alone carries when it runs the statements of a turn: the yardstick of whole turns.
#pragma once

#include <string>

#include "tests/bench/load.h"

namespace latchkey::bench {

// Durable turns of `waiters` threads on the service's own tables, in a store of its own in
// `folder`: load by leg, update with a sealed state, add the contact log's step; no flow, no seal
// opened. `vfs` as in SqliteOptions.
Load raw_turns(const std::string& folder, const std::string& vfs, std::size_t waiters,
               std::chrono::milliseconds time);

}  // namespace latchkey::bench
