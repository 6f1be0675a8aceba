#include "core/staff/session_rows.h"

#include "core/base/hex.h"
#include "core/staff/staff_rows.h"

namespace latchkey::staff {

using storage::Blob;
using storage::Transaction;

namespace {

// Room for one more session: the oldest of those that are open go.
void end_oldest_sessions(Transaction& tx, const Rules& rules, StaffId id, Time now) {
  const auto found = tx.run(
      "SELECT key FROM staff_session WHERE staff = $1 AND last_seen_at > $2 AND started_at > $3"
      " ORDER BY started_at DESC, key",
      id, now - rules.idle_life, now - rules.session_life);
  for (auto i = static_cast<std::size_t>(rules.sessions_max) - 1; i < found.rows.size(); ++i)
    tx.run("DELETE FROM staff_session WHERE key = $1", Blob{found.rows[i].blob(0)});
}

}  // namespace

std::string session_key_of(const Sealer& sealer, const Secret& token) {
  return sealer.mac("staff.session", token.reveal());
}

Secret csrf_of(const Sealer& sealer, std::string_view key) {
  return Secret(hex(sealer.mac("staff.csrf", key)));
}

Session begin_session(Transaction& tx, const Sealer& sealer, const Rules& rules, StaffId member,
                      const std::string& key, Time now) {
  end_oldest_sessions(tx, rules, member, now);
  tx.run(
      "INSERT INTO staff_session (key, staff, started_at, last_seen_at, stepped_up_at)"
      " VALUES ($1, $2, $3, $3, $3)",
      Blob{key}, member, now);
  tx.run("UPDATE staff SET signed_in_at = $2 WHERE id = $1", member, now);
  return Session{*read_member(tx, sealer, member),
                 key,
                 csrf_of(sealer, key),
                 now,
                 now + rules.session_life,
                 now + rules.step_up_life,
                 now + rules.idle_life};
}

void end_sessions(Transaction& tx, StaffId member) {
  tx.run("DELETE FROM staff_session WHERE staff = $1", member);
}

}  // namespace latchkey::staff
