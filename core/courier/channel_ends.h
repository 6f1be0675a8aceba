// When a lane of the courier last got something done, and when it was last refused.
//
// For whoever asks whether texts, calls and mail work without sending any: what the day's errands
// came to tells it. Errands that ended are kept for a day or so (retention.code_hours). Decoys'
// count for nothing. Thread-safe.
#pragma once

#include <optional>

#include "core/courier/outbox.h"

namespace latchkey::courier {

struct LaneEnds {
  std::optional<Time> done, failed;
};
LaneEnds last_ends(storage::Transaction& tx, Lane lane);

}  // namespace latchkey::courier
