#include "core/accounts/roster_uploads.h"

namespace latchkey::accounts {

namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

constexpr std::string_view purpose = "roster.upload";
constexpr std::chrono::days counts_kept{7};

// `file` is NULL once it has been imported.
constexpr const char* version_1[] = {
    "CREATE TABLE roster_upload ("
    "id INTEGER PRIMARY KEY, staff INTEGER NOT NULL, at INTEGER NOT NULL, "
    "state TEXT NOT NULL CHECK (state IN ('checked', 'applying', 'applied')), "
    "state_at INTEGER NOT NULL, file BLOB, added INTEGER NOT NULL, changed INTEGER NOT NULL, "
    "refused INTEGER NOT NULL, CHECK ((state = 'applied') = (file IS NULL))) STRICT"};
constexpr storage::SchemaVersion versions[] = {{version_1}};

}  // namespace

storage::AreaSchema roster_uploads_schema() { return {"roster_uploads", versions}; }

void keep_upload(Transaction& tx, const Sealer& sealer, const Upload& upload) {
  tx.run("DELETE FROM roster_upload WHERE staff = $1 AND state = 'checked'", upload.by);
  tx.run(
      "INSERT INTO roster_upload (id, staff, at, state, state_at, file, added, changed, refused) "
      "VALUES ($1, $2, $3, 'checked', $3, $4, 0, 0, 0)",
      upload.id, upload.by, upload.at, Blob{sealer.seal(upload.text, upload.id.value, purpose)});
}

UploadBegun begin_upload(Transaction& tx, const Sealer& sealer, UploadId id, StaffId by, Time now) {
  using How = UploadBegun::How;
  const auto found = tx.run(
      "SELECT state, state_at, file, added, changed, refused FROM roster_upload "
      "WHERE id = $1 AND staff = $2",
      id, by);
  const Row* row = found.one();
  if (!row) return {};
  const UploadState state = upload_state_names.read(row->text(0));
  if (state == UploadState::applied)
    return {How::applied, "", {row->integer(3), row->integer(4), row->integer(5)}};
  if (state == UploadState::applying && now - row->time(1) < upload_broken_off)
    return {How::running};
  if (state == UploadState::checked && now - row->time(1) >= upload_life) return {};
  tx.run("UPDATE roster_upload SET state = 'applying', state_at = $2 WHERE id = $1", id, now);
  return {How::begun, sealer.open_or_fault(row->blob(2), id.value, purpose)};
}

void end_upload(Transaction& tx, UploadId id, const UploadCounts& counts, Time now) {
  tx.run(
      "UPDATE roster_upload SET state = 'applied', state_at = $2, file = NULL, added = $3, "
      "changed = $4, refused = $5 WHERE id = $1 AND state = 'applying'",
      id, now, counts.added, counts.changed, counts.refused);
}

void forget_uploads(Transaction& tx, Time now) {
  tx.run("DELETE FROM roster_upload WHERE state = 'checked' AND at < $1", now - upload_life);
  tx.run("DELETE FROM roster_upload WHERE at < $1", now - counts_kept);
}

}  // namespace latchkey::accounts
