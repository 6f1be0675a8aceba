#include "core/conversations/desk_act_rows.h"

namespace latchkey::conversations {

namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

constexpr const char* version_1[] = {
    // `second` is NULL where nobody had to agree; `conversation` but for a reset; `details` where
    // there are none.
    "CREATE TABLE desk_act ("
    " id INTEGER PRIMARY KEY,"
    " ticket INTEGER NOT NULL,"
    " patient INTEGER NOT NULL,"
    " staff INTEGER NOT NULL,"
    " second INTEGER,"
    " act TEXT NOT NULL,"
    " state TEXT NOT NULL CHECK (state IN"
    "  ('waiting_second', 'under_way', 'done', 'refused', 'unknown')),"
    " details BLOB,"
    " why TEXT NOT NULL,"
    " conversation INTEGER,"
    " at INTEGER NOT NULL,"
    " until INTEGER NOT NULL,"
    " ended_at INTEGER) STRICT",
    "CREATE INDEX desk_act_ticket ON desk_act (ticket, at)",
    "CREATE INDEX desk_act_patient ON desk_act (patient, at)",
    "CREATE INDEX desk_act_staff ON desk_act (staff, at)",
    "CREATE INDEX desk_act_conversation ON desk_act (conversation)",
    "CREATE INDEX desk_act_state ON desk_act (state, at)"};

constexpr storage::SchemaVersion versions[] = {{version_1}};

constexpr std::string_view details_purpose = "desk_act.details";

DeskAct act_from(const Sealer& sealer, const Row& row) {
  DeskAct out;
  out.id = row.id<DeskActId>(0);
  out.ticket = row.id<TicketId>(1);
  out.patient = row.id<PatientId>(2);
  out.by = row.id<StaffId>(3);
  if (const auto second = row.maybe_integer(4)) out.second = StaffId{*second};
  out.act = identity::act_names.read(row.text(5));
  out.state = act_state_names.read(row.text(6));
  if (const auto details = row.maybe_blob(7))
    out.details = sealer.open_or_fault(*details, out.id.value, details_purpose);
  out.why = row.text(8);
  if (const auto conversation = row.maybe_integer(9))
    out.conversation = ConversationId{*conversation};
  out.at = row.time(10);
  out.until = row.time(11);
  if (const auto ended = row.maybe_integer(12)) out.ended_at = from_millis(*ended);
  return out;
}

std::vector<DeskAct> acts_from(const Sealer& sealer, const storage::Result& found) {
  std::vector<DeskAct> out;
  for (const Row& row : found.rows) out.push_back(act_from(sealer, row));
  return out;
}

}  // namespace

storage::AreaSchema desk_acts_schema() { return {"desk_acts", versions}; }

void keep_act(Transaction& tx, const Sealer& sealer, const DeskAct& act) {
  std::optional<Blob> details;
  if (!act.details.empty()) details = Blob{sealer.seal(act.details, act.id.value, details_purpose)};
  tx.run(
      "INSERT INTO desk_act (id, ticket, patient, staff, act, state, details, why, conversation,"
      " at, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      act.id, act.ticket, act.patient, act.by, identity::act_names[act.act],
      act_state_names[act.state], details, act.why, act.conversation, act.at, act.until);
}

std::optional<DeskAct> find_act(Transaction& tx, const Sealer& sealer, DeskActId id) {
  const auto found = tx.run(
      "SELECT id, ticket, patient, staff, second, act, state, details, why, conversation, at,"
      " until, ended_at FROM desk_act WHERE id = $1",
      id);
  if (const Row* row = found.one()) return act_from(sealer, *row);
  return std::nullopt;
}

std::vector<DeskAct> acts_of_ticket(Transaction& tx, const Sealer& sealer, TicketId ticket) {
  return acts_from(sealer,
                   tx.run("SELECT id, ticket, patient, staff, second, act, state, details, why,"
                          " conversation, at, until, ended_at FROM desk_act WHERE ticket = $1"
                          " ORDER BY at DESC, id",
                          ticket));
}

std::vector<DeskAct> acts_of_patient(Transaction& tx, const Sealer& sealer, PatientId patient,
                                     int limit) {
  return acts_from(sealer,
                   tx.run("SELECT id, ticket, patient, staff, second, act, state, details, why,"
                          " conversation, at, until, ended_at FROM desk_act WHERE patient = $1"
                          " ORDER BY at DESC, id LIMIT $2",
                          patient, limit));
}

void agree_act(Transaction& tx, DeskActId id, StaffId second) {
  tx.run("UPDATE desk_act SET second = $2, state = 'under_way' WHERE id = $1", id, second);
}

void end_act(Transaction& tx, DeskActId id, ActState state, std::string_view why, Time now) {
  tx.run(
      "UPDATE desk_act SET state = $2, why = $3, ended_at = $4"
      " WHERE id = $1 AND ended_at IS NULL",
      id, act_state_names[state], why, now);
}

void end_waiting_acts(Transaction& tx, PatientId patient, Time now) {
  tx.run(
      "UPDATE desk_act SET state = 'refused', why = 'suspended', ended_at = $2"
      " WHERE patient = $1 AND state = 'waiting_second'",
      patient, now);
}

void end_stale_acts(Transaction& tx, Time before, Time now) {
  tx.run(
      "UPDATE desk_act SET state = 'unknown', ended_at = $2"
      " WHERE state = 'under_way' AND act <> 'reset' AND at < $1",
      before, now);
}

std::int64_t codes_given(Transaction& tx, StaffId by, Time since) {
  return tx
      .run(
          "SELECT COUNT(*) FROM desk_act WHERE staff = $1 AND at > $2"
          " AND act IN ('reset', 'registration_code')",
          by, since)
      .rows.front()
      .integer(0);
}

std::optional<DeskAct> reset_of(Transaction& tx, const Sealer& sealer,
                                ConversationId conversation) {
  const auto found = tx.run(
      "SELECT id, ticket, patient, staff, second, act, state, details, why, conversation, at,"
      " until, ended_at FROM desk_act WHERE conversation = $1",
      conversation);
  if (const Row* row = found.one()) return act_from(sealer, *row);
  return std::nullopt;
}

}  // namespace latchkey::conversations
