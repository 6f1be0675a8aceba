#include "core/audit/chain.h"

#include "core/base/codec.h"

namespace latchkey::audit {

std::string row_mac(const Sealer& sealer, std::string_view previous, const ChainRow& row) {
  Writer writer;
  writer.text(previous);
  writer.number(row.node);
  writer.number(row.sequence);
  writer.number(row.at);
  writer.text(row.actor);
  writer.number(row.actor_id);
  writer.text(row.action);
  writer.text(row.subject_kind);
  writer.number(row.subject_id);
  writer.text(row.answer);
  writer.text(row.details);
  return sealer.mac("audit.row", writer.take());
}

std::string first_mac(const Sealer& sealer, std::int64_t node) {
  Writer writer;
  writer.number(node);
  return sealer.mac("audit.chain", writer.take());
}

std::string details_purpose(std::int64_t node) { return "audit.details." + std::to_string(node); }

std::string head_mac(const Sealer& sealer, const Head& head) {
  Writer writer;
  writer.number(head.node);
  writer.number(head.count);
  writer.text(head.mac);
  return sealer.mac("audit.head", writer.take());
}

std::optional<StoredHead> stored_head(storage::Transaction& tx, std::int64_t node) {
  const auto found = tx.run("SELECT count, mac, seal FROM audit_head WHERE node = $1", node);
  const storage::Row* row = found.one();
  if (!row) return std::nullopt;
  return StoredHead{{node, row->integer(0), row->blob(1)}, row->blob(2)};
}

}  // namespace latchkey::audit
