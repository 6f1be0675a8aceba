#include "core/staff/openings.h"

namespace latchkey::staff {

namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

constexpr const char* version_1[] = {
    "CREATE TABLE record_opening ("
    " id INTEGER PRIMARY KEY,"
    " staff INTEGER NOT NULL,"
    " patient INTEGER NOT NULL,"
    " how TEXT NOT NULL CHECK (how IN ('reason', 'ticket', 'broken_glass')),"
    " reason BLOB NOT NULL,"
    " at INTEGER NOT NULL,"
    " until INTEGER NOT NULL) STRICT",
    "CREATE INDEX record_opening_staff ON record_opening (staff, at)",
    "CREATE INDEX record_opening_at ON record_opening (at)"};

constexpr storage::SchemaVersion versions[] = {{version_1}};

constexpr std::string_view reason_purpose = "record_opening.reason";

Opening opening_from(const Sealer& sealer, const Row& row) {
  Opening out;
  out.id = row.id<OpeningId>(0);
  out.by = row.id<StaffId>(1);
  out.patient = row.id<PatientId>(2);
  out.how = opened_by_names.read(row.text(3));
  out.reason = sealer.open_or_fault(row.blob(4), out.id.value, reason_purpose);
  out.at = row.time(5);
  out.until = row.time(6);
  return out;
}

std::int64_t opened_since(Transaction& tx, StaffId by, Time since) {
  return tx
      .run("SELECT COUNT(DISTINCT patient) FROM record_opening WHERE staff = $1 AND at > $2", by,
           since)
      .rows.front()
      .integer(0);
}

}  // namespace

storage::AreaSchema openings_schema() { return {"record_openings", versions}; }

OpenSaid open_record(Transaction& tx, const Sealer& sealer, const Opening& opening) {
  const auto open = open_now(tx, sealer, opening.by, opening.patient, opening.at);
  const bool as_wide =
      open && (opening.how != OpenedBy::broken_glass || open->how == OpenedBy::broken_glass);
  if (as_wide) return OpenSaid::open;
  if (opened_since(tx, opening.by, opening.at - std::chrono::hours(1)) >= openings_hour_max)
    return OpenSaid::too_many;
  const auto life = opening.how == OpenedBy::broken_glass ? glass_life : opening_life;
  tx.run(
      "INSERT INTO record_opening (id, staff, patient, how, reason, at, until)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)",
      opening.id, opening.by, opening.patient, opened_by_names[opening.how],
      Blob{sealer.seal(opening.reason, opening.id.value, reason_purpose)}, opening.at,
      opening.at + life);
  return OpenSaid::open;
}

std::optional<Opening> open_now(Transaction& tx, const Sealer& sealer, StaffId by,
                                PatientId patient, Time now) {
  const auto found = tx.run(
      "SELECT id, staff, patient, how, reason, at, until FROM record_opening WHERE staff = $1"
      " AND patient = $2 AND until > $3 AND at <= $3 ORDER BY until DESC, id LIMIT 1",
      by, patient, now);
  if (const Row* row = found.one()) return opening_from(sealer, *row);
  return std::nullopt;
}

void forget_openings(Transaction& tx, Time before) {
  tx.run("DELETE FROM record_opening WHERE at < $1", before);
}

}  // namespace latchkey::staff
