// The tables of this room. A released version is never edited (core/storage/schema.h).
#include "core/accounts/roster.h"

namespace latchkey::accounts {

namespace {

constexpr const char* version_1[] = {
    // `person` and `record_blind` are always there: a patient nobody can find is no patient.
    "CREATE TABLE patient ("
    "id INTEGER PRIMARY KEY, person BLOB NOT NULL, record_blind BLOB NOT NULL UNIQUE, "
    "user_blind BLOB, language TEXT NOT NULL, location_id INTEGER NOT NULL, "
    "last_location_id INTEGER, "
    "state TEXT NOT NULL CHECK (state IN ('active', 'deactivated', 'deceased', 'merged')), "
    "merged_into INTEGER REFERENCES patient (id), "
    "two_step INTEGER NOT NULL CHECK (two_step IN (0, 1)), proxy_of INTEGER, "
    "imported_at INTEGER NOT NULL, normaliser_version INTEGER NOT NULL, "
    "key_version INTEGER NOT NULL, "
    "CHECK ((state = 'merged') = (merged_into IS NOT NULL))) STRICT",
    "CREATE INDEX patient_user_blind ON patient (user_blind)",

    "CREATE TABLE patient_index ("
    "kind TEXT NOT NULL, blind BLOB NOT NULL, "
    "patient_id INTEGER NOT NULL REFERENCES patient (id), "
    "PRIMARY KEY (kind, blind, patient_id)) STRICT",
    "CREATE INDEX patient_index_patient ON patient_index (patient_id)",

    "CREATE TABLE contact ("
    "id INTEGER PRIMARY KEY, patient_id INTEGER NOT NULL REFERENCES patient (id), "
    "kind TEXT NOT NULL CHECK (kind IN ('mobile', 'phone', 'email', 'postal')), "
    "value BLOB NOT NULL, blind BLOB NOT NULL, label BLOB NOT NULL, "
    "line_type TEXT NOT NULL CHECK (line_type IN ('unknown', 'mobile', 'landline')), "
    "is_unsafe INTEGER NOT NULL CHECK (is_unsafe IN (0, 1)), "
    "opted_out INTEGER NOT NULL CHECK (opted_out IN (0, 1)), "
    // Absent: as it was when the patient came onto the roster; never confirmed.
    "changed_at INTEGER, verified_at INTEGER, priority INTEGER NOT NULL) STRICT",
    "CREATE INDEX contact_patient ON contact (patient_id)",
    "CREATE INDEX contact_blind ON contact (blind)",

    "CREATE TABLE local_account ("
    "id INTEGER PRIMARY KEY, patient_id INTEGER NOT NULL, user_name BLOB NOT NULL, "
    "user_blind BLOB NOT NULL UNIQUE, "
    // Absent: invited, or switched off before the first password.
    "password_hash TEXT, "
    "state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'deactivated')), "
    "failures INTEGER NOT NULL, locked_until INTEGER, "
    "must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)), temporary_until INTEGER, "
    // Sessions of an earlier epoch are over; `last_request` makes a repeated request harmless.
    "session_epoch INTEGER NOT NULL, last_request INTEGER NOT NULL, "
    "created_at INTEGER NOT NULL, password_at INTEGER) STRICT",
    "CREATE INDEX local_account_patient ON local_account (patient_id)"};

// Numbers that said STOP to texts, whoever has them: a contact that comes onto the roster later, or
// comes back, is as silent as one that was there.
constexpr const char* version_2[] = {
    "CREATE TABLE stopped_number (blind BLOB PRIMARY KEY) STRICT",
    "INSERT INTO stopped_number SELECT DISTINCT blind FROM contact WHERE opted_out = 1"};

// What the provider said of a number, and when: it stands for whoever has it later, too.
constexpr const char* version_3[] = {
    "CREATE TABLE line_lookup ("
    "blind BLOB PRIMARY KEY, "
    "line_type TEXT NOT NULL CHECK (line_type IN ('unknown', 'mobile', 'landline')), "
    "at INTEGER NOT NULL) STRICT",
    "CREATE INDEX line_lookup_at ON line_lookup (at)",
    "CREATE INDEX contact_unknown_line ON contact (id) "
    "WHERE line_type = 'unknown' AND kind IN ('mobile', 'phone')"};

// A user name that a patient had: it still finds them, and nobody else gets it.
constexpr const char* version_4[] = {
    "CREATE TABLE former_user_name ("
    "id INTEGER PRIMARY KEY, patient_id INTEGER NOT NULL REFERENCES patient (id), "
    "blind BLOB NOT NULL, name BLOB NOT NULL, until INTEGER NOT NULL) STRICT",
    "CREATE INDEX former_user_name_blind ON former_user_name (blind)",
    "CREATE INDEX former_user_name_patient ON former_user_name (patient_id)"};

// For walks over one office's patients.
constexpr const char* version_5[] = {"CREATE INDEX patient_location ON patient (location_id, id)"};

constexpr storage::SchemaVersion versions[] = {
    {version_1}, {version_2}, {version_3}, {version_4}, {version_5}};

}  // namespace

storage::AreaSchema schema() { return {"accounts", versions}; }

}  // namespace latchkey::accounts
