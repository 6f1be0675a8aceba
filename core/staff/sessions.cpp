#include "core/staff/sessions.h"

#include <algorithm>

#include "core/staff/session_rows.h"

namespace latchkey::staff {

using storage::Blob;
using storage::Row;
using storage::Transaction;

std::vector<OpenSession> Sessions::open(StaffId member) const {
  const Time now = clock_.now();
  return store_.read([&](Transaction& tx) {
    const auto found = tx.run(
        "SELECT key, started_at, last_seen_at FROM staff_session WHERE staff = $1"
        " AND last_seen_at > $2 AND started_at > $3 ORDER BY started_at DESC, key",
        member, now - rules_.idle_life, now - rules_.session_life);
    std::vector<OpenSession> out;
    for (const Row& row : found.rows) out.push_back({row.blob(0), row.time(1), row.time(2)});
    return out;
  });
}

void Sessions::end_others(const Session& kept, const Staff::Along& along) {
  store_.write([&](Transaction& tx) {
    tx.run("DELETE FROM staff_session WHERE staff = $1 AND key <> $2", kept.member.id,
           Blob{kept.key});
    if (along) along(tx, kept.member.id);
  });
}

std::optional<StaffId> Sessions::author(const Secret& token, const Secret& csrf) const {
  const std::string key = session_key_of(sealer_, token);
  if (csrf != csrf_of(sealer_, key)) return std::nullopt;
  return store_.read([&](Transaction& tx) -> std::optional<StaffId> {
    const auto found = tx.run(
        "SELECT s.staff FROM staff_session s JOIN staff m ON m.id = s.staff"
        " WHERE s.key = $1 AND m.state = 'active'",
        Blob{key});
    const Row* row = found.one();
    return row ? std::optional(row->id<StaffId>(0)) : std::nullopt;
  });
}

bool Sessions::is_own(StaffId member, const Secret& csrf) const {
  const auto found = store_.read([&](Transaction& tx) {
    return tx.run("SELECT key FROM staff_session WHERE staff = $1", member);
  });
  return std::ranges::any_of(found.rows,
                             [&](const Row& row) { return csrf == csrf_of(sealer_, row.blob(0)); });
}

}  // namespace latchkey::staff
