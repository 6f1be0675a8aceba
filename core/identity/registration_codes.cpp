#include "core/identity/registration_codes.h"

#include "core/base/codes.h"
#include "core/base/fault.h"
#include "core/base/normal.h"

namespace latchkey::identity {

namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

constexpr std::size_t live_size = 8;  // digits
constexpr days kept_for{90};

// `find_mac` and `mac` are NULL once the code has ended. One live code a patient.
constexpr const char* version_1[] = {
    "CREATE TABLE registration_code ("
    "id INTEGER PRIMARY KEY, patient INTEGER NOT NULL, "
    "kind TEXT NOT NULL CHECK (kind IN ('paper', 'live')), "
    "status TEXT NOT NULL CHECK (status IN ('issued', 'used', 'voided')), "
    "find_mac BLOB UNIQUE, mac BLOB, wrong INTEGER NOT NULL, "
    "issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, "
    "ended_at INTEGER, used_by INTEGER, "
    "CHECK ((status = 'issued') = (mac IS NOT NULL))) STRICT",
    "CREATE UNIQUE INDEX registration_code_one ON registration_code (patient) "
    "WHERE status = 'issued'",
    "CREATE INDEX registration_code_patient ON registration_code (patient, issued_at)",
    "CREATE INDEX registration_code_expires_at ON registration_code (expires_at)"};
constexpr storage::SchemaVersion versions[] = {{version_1}};

Secret normal(const Secret& typed) {
  return Secret(normal_paper_code(typed.reveal()).value_or(""));
}

Blob index_of(const Sealer& sealer, const Secret& code) {
  return Blob{code_index(sealer, CodePurpose::registration, code)};
}

std::string mac_of(const Sealer& sealer, RegistrationId id, const Secret& code) {
  return seal_code(sealer, id.value, CodePurpose::registration, code);
}

// The digits of a code that nobody can use any more are free again.
void free_expired(Transaction& tx, Time now) {
  tx.run(
      "UPDATE registration_code SET find_mac = NULL "
      "WHERE expires_at <= $1 AND find_mac IS NOT NULL",
      now);
}

Secret free_code(Transaction& tx, const Sealer& sealer, const RegistrationDraws& draws) {
  for (const Secret& code : draws.codes) {
    const auto taken =
        tx.run("SELECT id FROM registration_code WHERE find_mac = $1", index_of(sealer, code));
    if (taken.rows.empty()) return code;
  }
  throw Fault("too many live registration codes: try again");
}

}  // namespace

storage::AreaSchema registration_schema() { return {"registration_codes", versions}; }

RegistrationDraws draw_registration(Dice& dice, RegistrationKind kind) {
  RegistrationDraws draws;
  draws.id = RegistrationId{dice.row_id()};
  for (Secret& code : draws.codes)
    code = Secret(kind == RegistrationKind::paper ? dice.crockford(paper_code_characters)
                                                  : dice.digits(live_size));
  return draws;
}

RegistrationCodes::RegistrationCodes(const Sealer& sealer, const Limits& limits)
    : sealer_(sealer),
      paper_life_(limits.registration_life),
      live_life_(limits.registration_live_life),
      wrong_max_(limits.wrong_per_code) {}

RegistrationCodes::Issued RegistrationCodes::issue(Transaction& tx, PatientId patient,
                                                   RegistrationKind kind,
                                                   const RegistrationDraws& draws, Time now) const {
  void_all(tx, patient, now);
  free_expired(tx, now);
  const Secret code = free_code(tx, sealer_, draws);
  const Time expires = now + (kind == RegistrationKind::paper ? paper_life_ : live_life_);
  tx.run(
      "INSERT INTO registration_code (id, patient, kind, status, find_mac, mac, wrong, issued_at, "
      "expires_at) VALUES ($1, $2, $3, 'issued', $4, $5, 0, $6, $7)",
      draws.id, patient, registration_kind_names[kind], index_of(sealer_, code),
      Blob{mac_of(sealer_, draws.id, code)}, now, expires);
  return {code, expires};
}

std::optional<RegistrationFound> RegistrationCodes::find(Transaction& tx, const Secret& typed,
                                                         Time now) const {
  const Secret code = normal(typed);
  const auto found = tx.run(
      "SELECT id, patient, mac, wrong, issued_at, expires_at FROM registration_code "
      "WHERE find_mac = $1 AND status = 'issued'",
      index_of(sealer_, code));
  const Row* row = found.one();
  // Judged with the same work whether there is one or not.
  SealedCode sealed;
  sealed.purpose = CodePurpose::registration;
  if (row)
    sealed = {row->integer(0), CodePurpose::registration, row->blob(2), row->time(4), row->time(5)};
  if (judge(sealer_, sealed, code, now) != Judgement::right || !row) return std::nullopt;
  if (row->integer(3) >= wrong_max_) return std::nullopt;
  return RegistrationFound{row->id<RegistrationId>(0), row->id<PatientId>(1)};
}

bool RegistrationCodes::stands(Transaction& tx, RegistrationId id) const {
  return !tx.run("SELECT id FROM registration_code WHERE id = $1 AND status = 'issued'", id)
              .rows.empty();
}

void RegistrationCodes::count_wrong(Transaction& tx, RegistrationId id, Time now) const {
  tx.run("UPDATE registration_code SET wrong = wrong + 1 WHERE id = $1 AND status = 'issued'", id);
  tx.run(
      "UPDATE registration_code SET status = 'voided', find_mac = NULL, mac = NULL, ended_at = $3 "
      "WHERE id = $1 AND status = 'issued' AND wrong >= $2",
      id, wrong_max_, now);
}

RegistrationCodes::Use RegistrationCodes::use(Transaction& tx, RegistrationId id, ErrandId by,
                                              Time now) const {
  const auto taken = tx.run(
      "UPDATE registration_code SET status = 'used', find_mac = NULL, mac = NULL, ended_at = $3, "
      "used_by = $2 WHERE id = $1 AND status = 'issued'",
      id, by, now);
  return taken.changed == 1 ? Use::taken : Use::refused;
}

bool RegistrationCodes::used_by(Transaction& tx, RegistrationId id, ErrandId errand) const {
  return !tx.run("SELECT id FROM registration_code WHERE id = $1 AND used_by = $2", id, errand)
              .rows.empty();
}

void RegistrationCodes::void_all(Transaction& tx, PatientId patient, Time now) const {
  tx.run(
      "UPDATE registration_code SET status = 'voided', find_mac = NULL, mac = NULL, ended_at = $2 "
      "WHERE patient = $1 AND status = 'issued'",
      patient, now);
}

bool RegistrationCodes::is_code_of(Transaction& tx, PatientId patient, const Secret& text) const {
  const auto found = tx.run(
      "SELECT id, mac FROM registration_code WHERE patient = $1 AND status = 'issued'", patient);
  const Row* row = found.one();
  return row && same_bytes(mac_of(sealer_, row->id<RegistrationId>(0), normal(text)), row->blob(1));
}

std::optional<RegistrationNews> RegistrationCodes::newest(Transaction& tx, PatientId patient,
                                                          Time now) const {
  const auto found = tx.run(
      "SELECT kind, status, issued_at, expires_at FROM registration_code WHERE patient = $1 "
      "ORDER BY issued_at DESC, id DESC LIMIT 1",
      patient);
  const Row* row = found.one();
  if (!row) return std::nullopt;
  RegistrationNews news{registration_kind_names.read(row->text(0)),
                        registration_status_names.read(row->text(1)), row->time(2), row->time(3)};
  if (news.status == RegistrationStatus::issued && now >= news.expires_at)
    news.status = RegistrationStatus::expired;
  return news;
}

void RegistrationCodes::forget(Transaction& tx, Time now) const {
  free_expired(tx, now);
  tx.run("DELETE FROM registration_code WHERE expires_at < $1", now - kept_for);
}

}  // namespace latchkey::identity
