#include "core/audit/audit.h"

#include "core/audit/chain.h"
#include "core/base/fault.h"

namespace latchkey::audit {

using storage::Blob;
using storage::Transaction;

namespace {

constexpr const char* version_1[] = {
    // `details` is NULL where there are none. Rows are inserted, never changed or deleted.
    "CREATE TABLE audit_row ("
    " node INTEGER NOT NULL,"
    " sequence INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " actor TEXT NOT NULL,"
    " actor_id INTEGER NOT NULL,"
    " action TEXT NOT NULL,"
    " subject_kind TEXT NOT NULL,"
    " subject_id INTEGER NOT NULL,"
    " answer TEXT NOT NULL CHECK (answer IN ('allowed', 'refused')),"
    " details BLOB,"
    " mac BLOB NOT NULL,"
    " PRIMARY KEY (node, sequence)) STRICT",
    "CREATE INDEX audit_row_at ON audit_row (at, sequence)",
    "CREATE INDEX audit_row_actor ON audit_row (actor, actor_id, at)",
    "CREATE INDEX audit_row_subject ON audit_row (subject_kind, subject_id, at)",
    "CREATE TABLE audit_head ("
    " node INTEGER PRIMARY KEY,"
    " count INTEGER NOT NULL,"
    " mac BLOB NOT NULL,"
    " seal BLOB NOT NULL) STRICT"};

constexpr const char* version_2[] = {
    // Refusals of this hour by source and action; not part of any chain.
    "CREATE TABLE audit_refusal ("
    " source BLOB NOT NULL,"
    " action TEXT NOT NULL,"
    " began INTEGER NOT NULL,"
    " last_at INTEGER NOT NULL,"
    " written INTEGER NOT NULL,"
    " left_out INTEGER NOT NULL,"
    " PRIMARY KEY (source, action)) STRICT",
    "CREATE INDEX audit_refusal_began ON audit_refusal (began)"};

// For searching: refusals are few and are looked for among very many rows.
constexpr const char* version_3[] = {
    "CREATE INDEX audit_row_action ON audit_row (action, at, sequence)",
    "CREATE INDEX audit_row_refused ON audit_row (at, sequence) WHERE answer = 'refused'",
    "CREATE TABLE audit_review ("
    " id INTEGER PRIMARY KEY,"
    " week INTEGER NOT NULL,"  // days since 1970-01-01 of the Monday that begins it
    " reviewer INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " note BLOB,"  // sealed; NULL: none
    " UNIQUE (week, reviewer)) STRICT"};

// Who looked a week over stands in the log's own rows, note and all (core/audit/reviews.h): a table
// beside them proved nothing.
constexpr const char* version_4[] = {"DROP TABLE audit_review"};

constexpr storage::SchemaVersion versions[] = {{version_1}, {version_2}, {version_3}, {version_4}};

Head current_head(Transaction& tx, const Sealer& sealer, std::int64_t node) {
  const auto stored = stored_head(tx, node);
  if (!stored) return {node, 0, first_mac(sealer, node)};
  if (!stored->ours(sealer))
    throw Fault("audit chain " + std::to_string(node) +
                ": its head was changed by somebody else; run `latchkey audit verify`");
  return stored->head;
}

void insert_row(Transaction& tx, const ChainRow& row, const std::optional<Blob>& details,
                const std::string& mac) {
  tx.run(
      "INSERT INTO audit_row (node, sequence, at, actor, actor_id, action, subject_kind,"
      " subject_id, answer, details, mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      row.node, row.sequence, row.at, row.actor, row.actor_id, row.action, row.subject_kind,
      row.subject_id, row.answer, details, Blob{mac});
}

void move_head(Transaction& tx, const Sealer& sealer, const Head& from, const Head& to) {
  const Blob mac{to.mac}, seal{head_mac(sealer, to)};
  const auto moved =
      from.count == 0
          ? tx.run("INSERT INTO audit_head (node, count, mac, seal) VALUES ($1, $2, $3, $4)",
                   to.node, to.count, mac, seal)
          : tx.run(
                "UPDATE audit_head SET count = $2, mac = $3, seal = $4"
                " WHERE node = $1 AND count = $5",
                to.node, to.count, mac, seal, from.count);
  // Another process wrote this node's chain meanwhile: the caller's transaction starts again.
  if (moved.changed != 1)
    throw storage::StoreFault(storage::StoreFault::Kind::busy,
                              "audit chain " + std::to_string(to.node) + " has two writers");
}

}  // namespace

storage::AreaSchema schema() { return {"audit", versions}; }

void Audit::append(Transaction& tx, const Event& event) const {
  const Head head = current_head(tx, sealer_, node_);
  const std::int64_t sequence = head.count + 1;
  std::optional<Blob> details;
  if (!event.details.empty())
    details = Blob{sealer_.seal(event.details, sequence, details_purpose(node_))};
  const ChainRow row{node_,
                     sequence,
                     to_millis(event.at),
                     actor_names[event.actor],
                     event.actor_id,
                     event.action.text(),
                     event.subject_kind.text(),
                     event.subject_id,
                     answer_names[event.answer],
                     details ? std::string_view(details->bytes) : std::string_view()};
  const std::string mac = row_mac(sealer_, head.mac, row);
  insert_row(tx, row, details, mac);
  move_head(tx, sealer_, head, {node_, sequence, mac});
}

}  // namespace latchkey::audit
