#include "core/identity/registration_letters.h"

#include <algorithm>

#include "core/base/fault.h"

namespace latchkey::identity {

namespace {

using storage::Row;
using storage::Transaction;

// `code` is NULL until it is made, and stays so where none could be.
constexpr const char* version_1[] = {
    "CREATE TABLE registration_batch ("
    "id INTEGER PRIMARY KEY, staff INTEGER NOT NULL, location INTEGER NOT NULL, "
    "at INTEGER NOT NULL, letters INTEGER NOT NULL) STRICT",
    "CREATE INDEX registration_batch_at ON registration_batch (at)",
    "CREATE TABLE registration_letter ("
    "batch INTEGER NOT NULL REFERENCES registration_batch (id), patient INTEGER NOT NULL, "
    "code INTEGER, PRIMARY KEY (batch, patient)) STRICT"};
constexpr storage::SchemaVersion versions[] = {{version_1}};

// Columns: id, staff, location, at, letters.
LetterBatch batch_of(const Row& row) {
  return {row.id<LetterBatchId>(0), row.id<StaffId>(1), row.id<LocationId>(2), row.time(3),
          row.integer(4)};
}

}  // namespace

storage::AreaSchema registration_letters_schema() { return {"registration_letters", versions}; }

std::int64_t letters_left(Transaction& tx, StaffId by, LocationId location, Time now) {
  const auto found = tx.run(
      "SELECT COALESCE(SUM(CASE WHEN staff = $1 THEN letters ELSE 0 END), 0), "
      "COALESCE(SUM(CASE WHEN location = $2 THEN letters ELSE 0 END), 0) "
      "FROM registration_batch WHERE at > $3",
      by, location, now - days{1});
  const Row& row = found.rows.front();
  const std::int64_t used = std::max(row.integer(0), row.integer(1));
  return std::clamp<std::int64_t>(letters_day_max - used, 0, letters_batch_max);
}

LettersBegun begin_letters(Transaction& tx, const LetterBatch& batch,
                           const std::vector<PatientId>& to) {
  ensure(!to.empty(), "a batch has a letter");
  const auto there = tx.run("SELECT id FROM registration_batch WHERE id = $1", batch.id);
  if (!there.rows.empty()) return LettersBegun::repeated;
  const auto count = static_cast<std::int64_t>(to.size());
  if (count > letters_left(tx, batch.by, batch.location, batch.at)) return LettersBegun::too_many;
  tx.run(
      "INSERT INTO registration_batch (id, staff, location, at, letters) "
      "VALUES ($1, $2, $3, $4, $5)",
      batch.id, batch.by, batch.location, batch.at, count);
  for (const PatientId patient : to)
    tx.run("INSERT INTO registration_letter (batch, patient) VALUES ($1, $2)", batch.id, patient);
  return LettersBegun::begun;
}

void letter_has(Transaction& tx, LetterBatchId batch, PatientId patient, RegistrationId code) {
  tx.run("UPDATE registration_letter SET code = $3 WHERE batch = $1 AND patient = $2", batch,
         patient, code);
}

std::vector<LetterBatch> letter_batches(Transaction& tx, const std::vector<LocationId>& offices,
                                        int most) {
  std::string list = ",";
  for (const LocationId office : offices) list += std::to_string(office.value) + ",";
  std::vector<LetterBatch> out;
  const auto found = tx.run(
      "SELECT id, staff, location, at, letters FROM registration_batch "
      "WHERE $1 LIKE '%,' || CAST(location AS TEXT) || ',%' ORDER BY at DESC, id DESC LIMIT $2",
      list, most);
  for (const Row& row : found.rows) out.push_back(batch_of(row));
  return out;
}

std::optional<LetterBatch> letter_batch(Transaction& tx, LetterBatchId id) {
  const auto found =
      tx.run("SELECT id, staff, location, at, letters FROM registration_batch WHERE id = $1", id);
  const Row* row = found.one();
  return row ? std::optional(batch_of(*row)) : std::nullopt;
}

std::vector<PostedCode> letters_of(Transaction& tx, LetterBatchId batch, Time now) {
  std::vector<PostedCode> out;
  const auto found = tx.run(
      "SELECT l.patient, l.code, c.status, c.expires_at FROM registration_letter AS l "
      "LEFT JOIN registration_code AS c ON c.id = l.code WHERE l.batch = $1 ORDER BY l.patient",
      batch);
  for (const Row& row : found.rows) {
    PostedCode one{row.id<PatientId>(0), std::nullopt, std::nullopt};
    if (row.maybe_integer(1)) {
      // A code's row is forgotten long after it has expired.
      const auto status = row.maybe_text(2);
      one.status = status ? registration_status_names.read(*status) : RegistrationStatus::expired;
      if (const auto expires = row.maybe_integer(3)) one.expires_at = from_millis(*expires);
      if (one.status == RegistrationStatus::issued && one.expires_at && now >= *one.expires_at)
        one.status = RegistrationStatus::expired;
    }
    out.push_back(one);
  }
  return out;
}

void forget_registration_letters(Transaction& tx, Time before) {
  tx.run(
      "DELETE FROM registration_letter WHERE batch IN "
      "(SELECT id FROM registration_batch WHERE at < $1)",
      before);
  tx.run("DELETE FROM registration_batch WHERE at < $1", before);
}

}  // namespace latchkey::identity
