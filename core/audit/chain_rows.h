// Rows of a chain as they are stored, for whoever exports them.
//
// list() shows records; here are a chain's rows in its own order with their sealed details and
// MACs, so that a file of them can be held against the log later. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/audit/verify.h"
#include "core/base/time.h"
#include "core/storage/store.h"

namespace latchkey::audit {

// The stretch of one chain that holds every row of some time. Where a clock was set back, it holds
// rows of other times too, so that no number in it is missing.
struct Stretch {
  Head head;                            // where the whole chain ends now
  std::int64_t first = 0, last = 0;     // sequence numbers
  std::optional<std::string> previous;  // the MAC of the row before the first, if there is one
};

struct StoredRow {
  std::int64_t node = 0, sequence = 0, at = 0;
  std::string actor;
  std::int64_t actor_id = 0;
  std::string action, subject_kind;
  std::int64_t subject_id = 0;
  std::string answer;
  std::optional<std::string> details;  // sealed
  std::string mac;
};

// By node; a chain without a row of that time is left out. from ≤ at < until, in milliseconds.
std::vector<Stretch> stretches(storage::Transaction& tx, std::int64_t from, std::int64_t until);

// The rows of a stretch after `after`, at most `limit`, in the chain's order.
std::vector<StoredRow> rows_of(storage::Transaction& tx, const Stretch& stretch, std::int64_t after,
                               std::int64_t limit);

}  // namespace latchkey::audit
