// Reading the log as the desk shows it, newest first, page by page.
#include "core/audit/audit.h"
#include "core/audit/chain.h"
#include "core/base/fault.h"

namespace latchkey::audit {

using storage::Transaction;

namespace {

constexpr int list_max = 1000;

// Whether its MAC fits it and the row before, which column 11 tells. Where that one is gone,
// nothing says any more that this one stood behind it.
bool is_chained(const Sealer& sealer, const storage::Row& row) {
  const std::int64_t node = row.integer(0), sequence = row.integer(1);
  const auto before = sequence == 1 ? first_mac(sealer, node) : row.maybe_blob(11).value_or("");
  const auto sealed = row.maybe_blob(9);
  if (before.empty() || (sealed && sealed->empty())) return false;
  const std::string actor = row.text(3), action = row.text(5), kind = row.text(6),
                    answer = row.text(8), details = sealed.value_or("");
  const ChainRow chained{node,   sequence, row.integer(2), actor,  row.integer(4),
                         action, kind,     row.integer(7), answer, details};
  return same_bytes(row.blob(10), row_mac(sealer, before, chained));
}

Record record_from(const Sealer& sealer, const storage::Row& row) {
  Record out;
  out.node = row.integer(0);
  out.sequence = row.integer(1);
  out.at = row.time(2);
  const auto actor = actor_names.find(row.text(3));
  const auto answer = answer_names.find(row.text(8));
  out.actor = actor.value_or(Actor::latchkey);
  out.actor_id = row.integer(4);
  out.action = row.text(5);
  out.subject_kind = row.text(6);
  out.subject_id = row.integer(7);
  out.answer = answer.value_or(Answer::refused);
  if (!actor || !answer) out.seal = Record::Seal::broken;
  if (const auto sealed = row.maybe_blob(9)) {
    const auto details = sealer.open(*sealed, out.sequence, details_purpose(out.node));
    out.details = details.value_or("");
    if (!details) out.seal = Record::Seal::broken;
  }
  if (!is_chained(sealer, row)) out.seal = Record::Seal::broken;
  return out;
}

// The filter as the statements take it: "*" and 0 hold for everything.
struct Bounds {
  std::int64_t from, at, sequence, node;  // from ≤ row; (at, sequence, node) < (…)
  std::string_view answer, action;
  std::int64_t staff;
};

Bounds bounds_of(const Filter& filter) {
  const std::int64_t until = filter.until ? to_millis(*filter.until) : INT64_MAX;
  Bounds out{filter.from ? to_millis(*filter.from) : INT64_MIN,
             until,
             INT64_MIN,
             INT64_MIN,
             filter.answer ? answer_names[*filter.answer] : "*",
             filter.action.empty() ? std::string_view("*") : std::string_view(filter.action),
             filter.staff.value_or(0)};
  if (filter.after && to_millis(filter.after->at) < until) {
    out.at = to_millis(filter.after->at);
    out.sequence = filter.after->sequence;
    out.node = filter.after->node;
  }
  return out;
}

storage::Result of_subject(Transaction& tx, const Filter& filter, const Bounds& is) {
  return tx.run(
      "SELECT node, sequence, at, actor, actor_id, action, subject_kind, subject_id, answer,"
      " details, mac, (SELECT b.mac FROM audit_row b WHERE b.node = r.node"
      " AND b.sequence = r.sequence - 1) FROM audit_row r WHERE subject_kind = $1 AND subject_id = "
      "$2"
      " AND at >= $3 AND (at, sequence, node) < ($4, $5, $6)"
      " AND (answer = $7 OR $7 = '*') AND (action = $8 OR $8 = '*')"
      " AND (actor_id = $9 AND actor = 'staff' OR $9 = 0)"
      " ORDER BY at DESC, sequence DESC, node DESC LIMIT $10",
      filter.subject->first, filter.subject->second, is.from, is.at, is.sequence, is.node,
      is.answer, is.action, is.staff, filter.limit);
}

storage::Result of_staff(Transaction& tx, const Filter& filter, const Bounds& is) {
  return tx.run(
      "SELECT node, sequence, at, actor, actor_id, action, subject_kind, subject_id, answer,"
      " details, mac, (SELECT b.mac FROM audit_row b WHERE b.node = r.node"
      " AND b.sequence = r.sequence - 1) FROM audit_row r WHERE actor = 'staff' AND actor_id = $1"
      " AND at >= $2 AND (at, sequence, node) < ($3, $4, $5)"
      " AND (answer = $6 OR $6 = '*') AND (action = $7 OR $7 = '*')"
      " ORDER BY at DESC, sequence DESC, node DESC LIMIT $8",
      is.staff, is.from, is.at, is.sequence, is.node, is.answer, is.action, filter.limit);
}

storage::Result of_action(Transaction& tx, const Filter& filter, const Bounds& is) {
  return tx.run(
      "SELECT node, sequence, at, actor, actor_id, action, subject_kind, subject_id, answer,"
      " details, mac, (SELECT b.mac FROM audit_row b WHERE b.node = r.node"
      " AND b.sequence = r.sequence - 1) FROM audit_row r WHERE action = $1"
      " AND at >= $2 AND (at, sequence, node) < ($3, $4, $5) AND (answer = $6 OR $6 = '*')"
      " ORDER BY at DESC, sequence DESC, node DESC LIMIT $7",
      is.action, is.from, is.at, is.sequence, is.node, is.answer, filter.limit);
}

storage::Result of_refused(Transaction& tx, const Filter& filter, const Bounds& is) {
  return tx.run(
      "SELECT node, sequence, at, actor, actor_id, action, subject_kind, subject_id, answer,"
      " details, mac, (SELECT b.mac FROM audit_row b WHERE b.node = r.node"
      " AND b.sequence = r.sequence - 1) FROM audit_row r WHERE answer = 'refused'"
      " AND at >= $1 AND (at, sequence, node) < ($2, $3, $4)"
      " ORDER BY at DESC, sequence DESC, node DESC LIMIT $5",
      is.from, is.at, is.sequence, is.node, filter.limit);
}

storage::Result of_all(Transaction& tx, const Filter& filter, const Bounds& is) {
  return tx.run(
      "SELECT node, sequence, at, actor, actor_id, action, subject_kind, subject_id, answer,"
      " details, mac, (SELECT b.mac FROM audit_row b WHERE b.node = r.node"
      " AND b.sequence = r.sequence - 1) FROM audit_row r WHERE at >= $1 AND (at, sequence, node) "
      "< ($2, $3, $4)"
      " AND (answer = $5 OR $5 = '*')"
      " ORDER BY at DESC, sequence DESC, node DESC LIMIT $6",
      is.from, is.at, is.sequence, is.node, is.answer, filter.limit);
}

// By what narrows it down most: each has an index.
storage::Result find_rows(Transaction& tx, const Filter& filter) {
  const Bounds is = bounds_of(filter);
  if (filter.subject) return of_subject(tx, filter, is);
  if (filter.staff) return of_staff(tx, filter, is);
  if (!filter.action.empty()) return of_action(tx, filter, is);
  if (filter.answer == Answer::refused) return of_refused(tx, filter, is);
  return of_all(tx, filter, is);
}

}  // namespace

Place place_of(const Record& record) { return {record.at, record.sequence, record.node}; }

std::vector<Record> Audit::list(Transaction& tx, const Filter& filter) const {
  ensure(filter.limit >= 1 && filter.limit <= list_max, "an audit page shows 1 to 1000 rows");
  std::vector<Record> out;
  for (const storage::Row& row : find_rows(tx, filter).rows)
    out.push_back(record_from(sealer_, row));
  return out;
}

}  // namespace latchkey::audit
