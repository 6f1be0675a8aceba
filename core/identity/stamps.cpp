#include "core/identity/stamps.h"

#include "core/base/normal.h"

namespace latchkey::identity {

namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

constexpr const char* version_1[] = {
    // Never changed but for `until`, which an earlier end brings forward.
    "CREATE TABLE stamp ("
    " id INTEGER PRIMARY KEY,"
    " ticket INTEGER NOT NULL,"
    " patient INTEGER NOT NULL,"
    " staff INTEGER NOT NULL,"
    " method TEXT NOT NULL,"
    " made_at INTEGER NOT NULL,"
    " until INTEGER NOT NULL) STRICT",
    "CREATE INDEX stamp_ticket ON stamp (ticket, made_at)",
    "CREATE INDEX stamp_patient ON stamp (patient, until)",
    "CREATE INDEX stamp_made ON stamp (made_at)",
    // `contacts` is a keyed mark of the patient's contacts; `used_at` is NULL until the act.
    "CREATE TABLE baton ("
    " id INTEGER PRIMARY KEY,"
    " ticket INTEGER NOT NULL,"
    " patient INTEGER NOT NULL,"
    " staff INTEGER NOT NULL,"
    " method TEXT NOT NULL,"
    " act TEXT NOT NULL,"
    " contacts BLOB NOT NULL,"
    " made_at INTEGER NOT NULL,"
    " until INTEGER NOT NULL,"
    " used_at INTEGER) STRICT",
    "CREATE INDEX baton_ticket ON baton (ticket, made_at)",
    "CREATE INDEX baton_patient ON baton (patient, until)",
    "CREATE INDEX baton_made ON baton (made_at)",
    // `mac` is erased when the code ends.
    "CREATE TABLE read_back ("
    " id INTEGER PRIMARY KEY,"
    " ticket INTEGER NOT NULL,"
    " patient INTEGER NOT NULL,"
    " staff INTEGER NOT NULL,"
    " mac BLOB,"
    " tries INTEGER NOT NULL,"
    " sent_at INTEGER NOT NULL,"
    " expires_at INTEGER NOT NULL) STRICT",
    "CREATE INDEX read_back_ticket ON read_back (ticket)",
    "CREATE INDEX read_back_patient ON read_back (patient)",
    "CREATE INDEX read_back_sent ON read_back (sent_at)"};

constexpr storage::SchemaVersion versions[] = {{version_1}};

constexpr std::chrono::days records_life{2192}, codes_life{1};

Stamp stamp_from(const Row& row) {
  return {row.id<StampId>(0),
          row.id<TicketId>(1),
          row.id<PatientId>(2),
          row.id<StaffId>(3),
          stamp_method_names.read(row.text(4)),
          row.time(5),
          row.time(6)};
}

Baton baton_from(const Row& row) {
  Baton out;
  out.id = row.id<BatonId>(0);
  out.ticket = row.id<TicketId>(1);
  out.patient = row.id<PatientId>(2);
  out.by = row.id<StaffId>(3);
  out.method = stamp_method_names.read(row.text(4));
  out.act = act_names.read(row.text(5));
  out.contacts = row.blob(6);
  out.made_at = row.time(7);
  out.until = row.time(8);
  if (const auto used = row.maybe_integer(9)) out.used_at = from_millis(*used);
  return out;
}

}  // namespace

storage::AreaSchema stamps_schema() { return {"stamps", versions}; }

Presence presence_of(StampMethod method) {
  return method == StampMethod::code_read_back || method == StampMethod::callback
             ? Presence::by_phone
             : Presence::in_person;
}

void Stamps::make(Transaction& tx, const Stamp& stamp, Time now) const {
  tx.run("UPDATE stamp SET until = $3 WHERE ticket = $1 AND staff = $2 AND until > $3",
         stamp.ticket, stamp.by, now);
  tx.run(
      "INSERT INTO stamp (id, ticket, patient, staff, method, made_at, until)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)",
      stamp.id, stamp.ticket, stamp.patient, stamp.by, stamp_method_names[stamp.method], now,
      now + stamp_life);
}

std::optional<Stamp> Stamps::valid(Transaction& tx, TicketId ticket, PatientId patient, StaffId by,
                                   Time now) const {
  // Made in the future, by a clock that was set back since: it counts for nobody.
  const auto found = tx.run(
      "SELECT id, ticket, patient, staff, method, made_at, until FROM stamp WHERE ticket = $1"
      " AND patient = $2 AND staff = $3 AND until > $4 AND made_at <= $4"
      " ORDER BY made_at DESC, id LIMIT 1",
      ticket, patient, by, now);
  if (const Row* row = found.one()) return stamp_from(*row);
  return std::nullopt;
}

std::vector<Stamp> Stamps::of_ticket(Transaction& tx, TicketId ticket) const {
  std::vector<Stamp> out;
  const auto found = tx.run(
      "SELECT id, ticket, patient, staff, method, made_at, until FROM stamp WHERE ticket = $1"
      " ORDER BY made_at DESC, id",
      ticket);
  for (const Row& row : found.rows) out.push_back(stamp_from(row));
  return out;
}

void Stamps::void_on(Transaction& tx, TicketId ticket, Time now) const {
  tx.run("UPDATE stamp SET until = $2 WHERE ticket = $1 AND until > $2", ticket, now);
  tx.run("UPDATE baton SET until = $2 WHERE ticket = $1 AND until > $2", ticket, now);
  tx.run("UPDATE read_back SET mac = NULL WHERE ticket = $1", ticket);
}

void Stamps::void_for(Transaction& tx, PatientId patient, Time now) const {
  tx.run("UPDATE stamp SET until = $2 WHERE patient = $1 AND until > $2", patient, now);
  tx.run("UPDATE baton SET until = $2 WHERE patient = $1 AND until > $2", patient, now);
  tx.run("UPDATE read_back SET mac = NULL WHERE patient = $1", patient);
}

void Stamps::pass_on(Transaction& tx, const Baton& baton) const {
  tx.run("UPDATE baton SET until = $3 WHERE ticket = $1 AND act = $2 AND until > $3", baton.ticket,
         act_names[baton.act], baton.made_at);
  tx.run(
      "INSERT INTO baton (id, ticket, patient, staff, method, act, contacts, made_at, until)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      baton.id, baton.ticket, baton.patient, baton.by, stamp_method_names[baton.method],
      act_names[baton.act], Blob{baton.contacts}, baton.made_at, baton.until);
}

std::optional<Baton> Stamps::baton(Transaction& tx, TicketId ticket, PatientId patient, Act act,
                                   std::string_view contacts, Time now) const {
  const auto found = tx.run(
      "SELECT id, ticket, patient, staff, method, act, contacts, made_at, until, used_at FROM baton"
      " WHERE ticket = $1 AND patient = $2 AND act = $3 AND until > $4 AND made_at <= $4"
      " AND used_at IS NULL ORDER BY made_at DESC, id LIMIT 1",
      ticket, patient, act_names[act], now);
  const Row* row = found.one();
  if (!row || !same_bytes(row->blob(6), contacts)) return std::nullopt;
  return baton_from(*row);
}

std::vector<Baton> Stamps::batons_of(Transaction& tx, TicketId ticket) const {
  std::vector<Baton> out;
  const auto found = tx.run(
      "SELECT id, ticket, patient, staff, method, act, contacts, made_at, until, used_at FROM baton"
      " WHERE ticket = $1 ORDER BY made_at DESC, id",
      ticket);
  for (const Row& row : found.rows) out.push_back(baton_from(row));
  return out;
}

void Stamps::use(Transaction& tx, BatonId baton, Time now) const {
  tx.run("UPDATE baton SET used_at = $2 WHERE id = $1 AND used_at IS NULL", baton, now);
}

std::string Stamps::mac_of(ReadBackId id, const Secret& code) const {
  return sealer_.mac("read_back", std::to_string(id.value) + '|' + std::string(code.reveal()));
}

void Stamps::keep_read_back(Transaction& tx, const ReadBack& sent, const Secret& code) const {
  tx.run("UPDATE read_back SET mac = NULL WHERE ticket = $1", sent.ticket);
  tx.run(
      "INSERT INTO read_back (id, ticket, patient, staff, mac, tries, sent_at, expires_at)"
      " VALUES ($1, $2, $3, $4, $5, (SELECT COALESCE(MAX(tries), 0) FROM read_back"
      "  WHERE ticket = $2 AND sent_at > $8), $6, $7)",
      sent.id, sent.ticket, sent.patient, sent.by, Blob{mac_of(sent.id, code)}, sent.sent_at,
      sent.expires_at, sent.sent_at - std::chrono::hours(1));
}

std::optional<ReadBack> Stamps::read_back(Transaction& tx, TicketId ticket, PatientId patient,
                                          StaffId by, Time now) const {
  const auto found = tx.run(
      "SELECT id, ticket, patient, staff, sent_at, expires_at FROM read_back WHERE ticket = $1"
      " AND patient = $2 AND staff = $3 AND mac IS NOT NULL AND expires_at > $4"
      " AND sent_at <= $4 AND tries < $5",
      ticket, patient, by, now, read_back_tries);
  const Row* row = found.one();
  if (!row) return std::nullopt;
  return ReadBack{row->id<ReadBackId>(0), row->id<TicketId>(1), row->id<PatientId>(2),
                  row->id<StaffId>(3),    row->time(4),         row->time(5)};
}

Stamps::Judged Stamps::judge(Transaction& tx, ReadBackId code, const Secret& typed,
                             Time now) const {
  tx.run("UPDATE read_back SET tries = tries + 1 WHERE id = $1", code);
  const auto found = tx.run(
      "SELECT mac FROM read_back WHERE id = $1 AND mac IS NOT NULL AND expires_at > $2"
      " AND tries <= $3",
      code, now, read_back_tries);
  const Row* row = found.one();
  const Secret plain(normal_code(typed.reveal()).value_or(""));
  const bool right = row && same_bytes(row->blob(0), mac_of(code, plain));
  if (right) tx.run("UPDATE read_back SET mac = NULL WHERE id = $1", code);
  return right ? Judged::right : Judged::wrong;
}

void Stamps::forget(Transaction& tx, Time now) const {
  tx.run("DELETE FROM stamp WHERE made_at < $1", now - records_life);
  tx.run("DELETE FROM baton WHERE made_at < $1", now - records_life);
  tx.run("DELETE FROM read_back WHERE sent_at < $1", now - codes_life);
}

}  // namespace latchkey::identity
