#include "core/conversations/vouching_rows.h"

namespace latchkey::conversations {

using storage::Blob;
using storage::Row;
using storage::Transaction;

std::string vouch_match(const Sealer& sealer, LocationId location, std::string_view match_code) {
  return sealer.blind("vouch.match",
                      std::to_string(location.value) + '|' + std::string(match_code));
}

void keep_vouching(Transaction& tx, const VouchingRow& row) {
  tx.run(
      R"sql(INSERT INTO vouching (conversation_id, location, match, expires_at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (conversation_id) DO UPDATE SET location = excluded.location,
              match = excluded.match, expires_at = excluded.expires_at)sql",
      row.conversation, row.location, Blob{row.match}, row.expires_at);
}

std::vector<ConversationId> find_vouching(Transaction& tx, const std::string& match, Time now) {
  const auto found =
      tx.run("SELECT conversation_id FROM vouching WHERE match = $1 AND expires_at > $2",
             Blob{match}, now);
  std::vector<ConversationId> out;
  for (const Row& row : found.rows) out.push_back(row.id<ConversationId>(0));
  return out;
}

void end_vouching(Transaction& tx, ConversationId conversation) {
  tx.run("DELETE FROM vouching WHERE conversation_id = $1", conversation);
}

std::int64_t vouch_misses(Transaction& tx, StaffId staff, Millis window, Time now) {
  tx.run("DELETE FROM vouch_miss WHERE at <= $1", now - window);
  return tx.run("SELECT COUNT(*) FROM vouch_miss WHERE staff = $1", staff).one()->integer(0);
}

void count_vouch_miss(Transaction& tx, std::int64_t id, StaffId staff, Time now) {
  tx.run("INSERT INTO vouch_miss (id, staff, at) VALUES ($1, $2, $3)", id, staff, now);
}

}  // namespace latchkey::conversations
