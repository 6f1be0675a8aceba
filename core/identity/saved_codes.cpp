#include "core/identity/saved_codes.h"

#include "core/base/codes.h"
#include "core/base/normal.h"

namespace latchkey::identity {

namespace {

using storage::Blob;
using storage::Transaction;

constexpr const char* version_1[] = {
    "CREATE TABLE saved_code (id INTEGER PRIMARY KEY, patient INTEGER NOT NULL UNIQUE, "
    "mac BLOB NOT NULL, made_at INTEGER NOT NULL) STRICT"};
constexpr storage::SchemaVersion versions[] = {{version_1}};

}  // namespace

storage::AreaSchema saved_codes_schema() { return {"saved_codes", versions}; }

Secret draw_saved_code(Dice& dice) { return Secret(dice.crockford(paper_code_characters)); }

void SavedCodes::keep(Transaction& tx, std::int64_t row, PatientId patient, const Secret& code,
                      Time now) const {
  end(tx, patient);
  tx.run("INSERT INTO saved_code (id, patient, mac, made_at) VALUES ($1, $2, $3, $4)", row, patient,
         Blob{seal_code(sealer_, row, CodePurpose::saved, code)}, now);
}

bool SavedCodes::fits(Transaction& tx, PatientId patient, const Secret& typed) const {
  const auto found = tx.run("SELECT id, mac FROM saved_code WHERE patient = $1", patient);
  const storage::Row* row = found.one();
  const Secret code(normal_paper_code(typed.reveal()).value_or(""));
  const std::string mac = seal_code(sealer_, row ? row->integer(0) : 0, CodePurpose::saved, code);
  return same_bytes(mac, row ? row->blob(1) : std::string(mac.size(), '\0')) && row;
}

bool SavedCodes::has(Transaction& tx, PatientId patient) const {
  return !tx.run("SELECT id FROM saved_code WHERE patient = $1", patient).rows.empty();
}

void SavedCodes::end(Transaction& tx, PatientId patient) const {
  tx.run("DELETE FROM saved_code WHERE patient = $1", patient);
}

}  // namespace latchkey::identity
