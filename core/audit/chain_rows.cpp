#include "core/audit/chain_rows.h"

#include "core/audit/chain.h"

namespace latchkey::audit {

using storage::Row;
using storage::Transaction;

std::vector<Stretch> stretches(Transaction& tx, std::int64_t from, std::int64_t until) {
  std::vector<Stretch> out;
  for (const Row& node : tx.run("SELECT node FROM audit_head ORDER BY node").rows) {
    const auto head = stored_head(tx, node.integer(0));
    // By time: "node + 0" keeps SQLite from walking the whole chain for a day of it.
    const auto ends = tx.run(
        "SELECT MIN(sequence), MAX(sequence) FROM audit_row"
        " WHERE node + 0 = $1 AND at >= $2 AND at < $3",
        node.integer(0), from, until);
    const auto first = ends.rows.front().maybe_integer(0);
    if (!head || !first) continue;
    Stretch one{head->head, *first, ends.rows.front().integer(1), {}};
    const auto before = tx.run("SELECT mac FROM audit_row WHERE node = $1 AND sequence = $2",
                               node.integer(0), *first - 1);
    if (const Row* row = before.one()) one.previous = row->blob(0);
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<StoredRow> rows_of(Transaction& tx, const Stretch& stretch, std::int64_t after,
                               std::int64_t limit) {
  std::vector<StoredRow> out;
  const auto found = tx.run(
      "SELECT node, sequence, at, actor, actor_id, action, subject_kind, subject_id, answer,"
      " details, mac FROM audit_row WHERE node = $1 AND sequence > $2 AND sequence <= $3"
      " ORDER BY sequence LIMIT $4",
      stretch.head.node, after, stretch.last, limit);
  for (const Row& row : found.rows)
    out.push_back({row.integer(0), row.integer(1), row.integer(2), row.text(3), row.integer(4),
                   row.text(5), row.text(6), row.integer(7), row.text(8), row.maybe_blob(9),
                   row.blob(10)});
  return out;
}

}  // namespace latchkey::audit
