#include "core/incidents/incidents.h"

namespace latchkey::incidents {

using storage::Row;
using storage::Transaction;

namespace {

constexpr const char* version_1[] = {
    "CREATE TABLE incident ("
    " id INTEGER PRIMARY KEY,"
    " began_at INTEGER NOT NULL,"
    " expected_at INTEGER,"
    " ended_at INTEGER) STRICT",
    "CREATE UNIQUE INDEX incident_open ON incident ((1)) WHERE ended_at IS NULL",
    "CREATE TABLE incident_told ("
    " incident INTEGER NOT NULL REFERENCES incident (id),"
    " conversation INTEGER NOT NULL,"
    " PRIMARY KEY (incident, conversation)) STRICT, WITHOUT ROWID"};

constexpr storage::SchemaVersion versions[] = {{version_1}};

std::optional<Time> moment(const Row& row, std::size_t column) {
  const auto millis = row.maybe_integer(column);
  return millis ? std::optional(from_millis(*millis)) : std::nullopt;
}

}  // namespace

storage::AreaSchema schema() { return {"incidents", versions}; }

std::optional<Incident> open(Transaction& tx) {
  const auto found =
      tx.run("SELECT id, began_at, expected_at FROM incident WHERE ended_at IS NULL");
  const Row* row = found.one();
  if (row == nullptr) return std::nullopt;
  return Incident{row->id<IncidentId>(0), row->time(1), moment(*row, 2), std::nullopt, 0};
}

bool begin(Transaction& tx, IncidentId id, std::optional<Time> expected, Time now) {
  if (open(tx)) {
    tx.run("UPDATE incident SET expected_at = $1 WHERE ended_at IS NULL", expected);
    return false;
  }
  tx.run("INSERT INTO incident (id, began_at, expected_at) VALUES ($1, $2, $3)", id, now, expected);
  return true;
}

bool end(Transaction& tx, Time now) {
  return tx.run("UPDATE incident SET ended_at = $1 WHERE ended_at IS NULL", now).changed == 1;
}

void count(Transaction& tx, IncidentId id, ConversationId conversation) {
  tx.run(
      "INSERT INTO incident_told (incident, conversation) VALUES ($1, $2) ON CONFLICT DO NOTHING",
      id, conversation);
}

std::vector<Incident> list(Transaction& tx) {
  const auto found = tx.run(
      "SELECT id, began_at, expected_at, ended_at, "
      "(SELECT COUNT(*) FROM incident_told t WHERE t.incident = i.id) "
      "FROM incident i ORDER BY began_at DESC, id LIMIT $1",
      listed_max);
  std::vector<Incident> out;
  for (const Row& row : found.rows)
    out.push_back(
        {row.id<IncidentId>(0), row.time(1), moment(row, 2), moment(row, 3), row.integer(4)});
  return out;
}

}  // namespace latchkey::incidents
