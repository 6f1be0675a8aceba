#include "core/courier/channel_ends.h"

namespace latchkey::courier {

LaneEnds last_ends(storage::Transaction& tx, Lane lane) {
  const auto last = [&](std::string_view state) -> std::optional<Time> {
    const auto at = tx.run(
                          "SELECT MAX(done_at) FROM outbox"
                          " WHERE done_at IS NOT NULL AND lane = $1 AND state = $2 AND kind <> $3",
                          static_cast<int>(lane), state, static_cast<int>(Kind::nothing))
                        .rows.front()
                        .maybe_integer(0);
    if (!at) return std::nullopt;
    return from_millis(*at);
  };
  return {last("done"), last("failed")};
}

}  // namespace latchkey::courier
