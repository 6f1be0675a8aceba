#include "core/staff/staff_rows.h"

namespace latchkey::staff {

using storage::Row;
using storage::Transaction;

namespace {

constexpr const char* version_1[] = {
    // `setup_mac` and `setup_until` are set while a setup code is out; `password` once enrolled.
    // `last_step` is the TOTP step that was used last: none at or before it is taken again.
    "CREATE TABLE staff ("
    " id INTEGER PRIMARY KEY,"
    " name_index BLOB NOT NULL UNIQUE,"
    " name BLOB NOT NULL,"
    " display BLOB NOT NULL,"
    " role TEXT NOT NULL CHECK (role IN"
    "  ('office', 'it', 'outsourced_desk', 'manager', 'admin')),"
    " state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),"
    " password TEXT,"
    " totp BLOB NOT NULL,"
    " last_step INTEGER NOT NULL,"
    " setup_mac BLOB,"
    " setup_until INTEGER,"
    " created_at INTEGER NOT NULL) STRICT",
    "CREATE TABLE staff_location ("
    " staff INTEGER NOT NULL REFERENCES staff (id),"
    " location INTEGER NOT NULL,"
    " PRIMARY KEY (staff, location)) STRICT",
    // By the blind index of the name that was typed, whether it is somebody's or not.
    "CREATE TABLE staff_try ("
    " name_index BLOB PRIMARY KEY NOT NULL,"
    " failures INTEGER NOT NULL,"
    " last_at INTEGER NOT NULL,"
    " not_before INTEGER NOT NULL) STRICT",
    "CREATE TABLE staff_session ("
    " key BLOB PRIMARY KEY NOT NULL,"
    " staff INTEGER NOT NULL REFERENCES staff (id),"
    " started_at INTEGER NOT NULL,"
    " last_seen_at INTEGER NOT NULL,"
    " stepped_up_at INTEGER NOT NULL) STRICT",
    "CREATE INDEX staff_session_staff ON staff_session (staff, started_at)"};

// Passkeys are never deleted, only ended (NIST 800-63B-4 section 4.1). `sealed` holds whose it is,
// its id and its public key, so that no row can be given to somebody else. `staff_challenge` keeps
// what was answered until it would have expired, so that it is not taken twice.
constexpr const char* version_2[] = {
    "ALTER TABLE staff ADD COLUMN signed_in_at INTEGER",
    "CREATE TABLE staff_passkey ("
    " id INTEGER PRIMARY KEY,"
    " staff INTEGER NOT NULL REFERENCES staff (id),"
    " credential_index BLOB NOT NULL UNIQUE,"
    " sealed BLOB NOT NULL,"
    " name BLOB NOT NULL,"
    " counter INTEGER NOT NULL,"
    " added_at INTEGER NOT NULL,"
    " used_at INTEGER,"
    " ended_at INTEGER,"
    " ended_how TEXT CHECK (ended_how IN ('removed', 'counter_fell', 'invited_again'))) STRICT",
    "CREATE INDEX staff_passkey_staff ON staff_passkey (staff, added_at)",
    "CREATE TABLE staff_challenge ("
    " key BLOB PRIMARY KEY NOT NULL,"
    " expires_at INTEGER NOT NULL) STRICT",
    "CREATE INDEX staff_challenge_expires_at ON staff_challenge (expires_at)"};

constexpr storage::SchemaVersion versions[] = {{version_1}, {version_2}};

}  // namespace

storage::AreaSchema schema() { return {"staff", versions}; }

std::vector<LocationId> read_locations(Transaction& tx, StaffId id) {
  std::vector<LocationId> out;
  const auto found =
      tx.run("SELECT location FROM staff_location WHERE staff = $1 ORDER BY location", id);
  for (const Row& row : found.rows) out.push_back(row.id<LocationId>(0));
  return out;
}

void write_locations(Transaction& tx, StaffId id, const std::vector<LocationId>& locations) {
  tx.run("DELETE FROM staff_location WHERE staff = $1", id);
  for (const LocationId location : locations)
    tx.run(
        "INSERT INTO staff_location (staff, location) VALUES ($1, $2)"
        " ON CONFLICT (staff, location) DO NOTHING",
        id, location);
}

std::optional<Member> read_member(Transaction& tx, const Sealer& sealer, StaffId id) {
  const auto found =
      tx.run("SELECT name, display, role, state, signed_in_at FROM staff WHERE id = $1", id);
  const Row* row = found.one();
  if (!row) return std::nullopt;
  Member out;
  out.id = id;
  out.name = sealer.open_or_fault(row->blob(0), id.value, "staff.name");
  out.display = sealer.open_or_fault(row->blob(1), id.value, "staff.display");
  out.role = role_names.read(row->text(2));
  out.state = member_state_names.read(row->text(3));
  if (!row->is_null(4)) out.signed_in_at = row->time(4);
  out.locations = read_locations(tx, id);
  return out;
}

std::string seal_totp(const Sealer& sealer, StaffId id, const Secret& totp) {
  return sealer.seal(totp.reveal(), id.value, "staff.totp");
}

Secret open_totp(const Sealer& sealer, StaffId id, std::string_view sealed) {
  return Secret(sealer.open_or_fault(sealed, id.value, "staff.totp"));
}

}  // namespace latchkey::staff
