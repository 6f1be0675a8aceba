#include <algorithm>
#include <array>

#include "core/base/codec.h"
#include "core/base/fault.h"
#include "core/courier/outbox.h"
#include "core/courier/provider_advice.h"
#include "core/courier/provider_codes.h"
#include "core/courier/rules.h"

namespace latchkey::courier {

using storage::Blob;
using storage::Row;
using storage::Transaction;

namespace {

constexpr std::string_view purpose = "outbox.body";

// While an errand is leased, due_at is the lease's end: one index finds both what waits and what
// a crash left behind. `result` and its neighbours tell of the last try.
constexpr const char* version_1[] = {
    "CREATE TABLE outbox ("
    " id INTEGER PRIMARY KEY,"
    " origin_kind INTEGER NOT NULL,"
    " origin_id INTEGER NOT NULL,"
    " revision INTEGER NOT NULL,"
    " ordinal INTEGER NOT NULL,"
    " kind INTEGER NOT NULL,"
    " lane INTEGER NOT NULL,"
    " body BLOB NOT NULL,"  // sealed; empty once the errand has ended
    " state TEXT NOT NULL CHECK (state IN"
    "  ('waiting', 'leased', 'done', 'unknown', 'failed', 'cancelled')),"
    " due_at INTEGER NOT NULL,"
    " tries INTEGER NOT NULL,"
    " unknowns INTEGER NOT NULL,"
    " result INTEGER,"           // NULL: no try has ended yet
    " reason INTEGER,"           // NULL: as result
    " code INTEGER,"             // NULL: as result
    " provider_sid TEXT,"        // NULL: the provider gave none
    " provider_status INTEGER,"  // NULL: no report yet
    " status_rank INTEGER NOT NULL,"
    " created_at INTEGER NOT NULL,"
    " expires_at INTEGER NOT NULL,"
    " done_at INTEGER,"  // NULL: not ended
    " UNIQUE (origin_kind, origin_id, revision, ordinal)) STRICT",
    "CREATE INDEX outbox_due ON outbox (lane, due_at) WHERE state IN ('waiting', 'leased')",
    "CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL"};
constexpr storage::SchemaVersion versions[] = {{version_1}};

// Sizes that bodies are padded to: a code by text and a decoy's row can't be told apart by length.
std::size_t padded_size(std::size_t size) {
  std::size_t padded = 512;
  while (padded < size) padded *= 2;
  return padded;
}

std::string padded(std::string_view body) {
  Writer writer;
  writer.text(body);
  std::string out = writer.take();
  out.resize(padded_size(out.size()), '\0');
  return out;
}

template <class Enum>
std::int64_t number(Enum value) {
  return static_cast<std::int64_t>(value);
}

Origin origin_at(const Row& row, std::size_t first) {
  return {static_cast<OriginKind>(row.integer(first)), row.integer(first + 1),
          row.integer(first + 2), row.integer(first + 3)};
}

const char* ended_state(Result result) {
  switch (result) {
    case Result::done:
      return "done";
    case Result::unknown:
      return "unknown";
    default:
      return "failed";
  }
}

std::optional<std::string> sid_or_null(const std::string& sid) {
  return sid.empty() ? std::nullopt : std::optional(sid);
}

}  // namespace

storage::AreaSchema schema() { return {"courier", versions}; }

void Outbox::put(Transaction& tx, const Errand& errand) const {
  ensure(errand.id.value > 0, "an errand has a random id before it is stored");
  const Blob body{sealer_.seal(padded(errand.body.reveal()), errand.id.value, purpose)};
  tx.run(
      "INSERT INTO outbox (id, origin_kind, origin_id, revision, ordinal, kind, lane, body, state,"
      " due_at, tries, unknowns, status_rank, created_at, expires_at)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, 0, 0, -1, $10, $11)"
      " ON CONFLICT (origin_kind, origin_id, revision, ordinal) DO NOTHING",
      errand.id, number(errand.origin.kind), errand.origin.id, errand.origin.revision,
      errand.origin.ordinal, number(errand.kind),
      number(errand.lane.value_or(lane_of(errand.kind))), body,
      std::min(errand.due_at, errand.expires_at), errand.created_at, errand.expires_at);
}

std::vector<Claimed> Outbox::claim(Transaction& tx, Lane lane, Time now, int max) const {
  // The outer conditions are judged again after another node's claim of the same row: one wins.
  const storage::Result leased = tx.run(
      "UPDATE outbox SET"
      " unknowns = unknowns + CASE WHEN state = 'leased' THEN 1 ELSE 0 END,"
      " tries = tries + 1, state = 'leased', due_at = $1"
      " WHERE id IN (SELECT id FROM outbox WHERE state IN ('waiting', 'leased')"
      "  AND lane = $2 AND due_at <= $3 ORDER BY due_at LIMIT $4)"
      " AND state IN ('waiting', 'leased') AND due_at <= $3"
      " RETURNING id, origin_kind, origin_id, revision, ordinal, kind, body, tries, unknowns,"
      "  created_at, expires_at",
      now + lease_length, number(lane), now, max);
  std::vector<Claimed> claimed;
  for (const Row& row : leased.rows) {
    Claimed one;
    one.id = row.id<ErrandId>(0);
    one.origin = origin_at(row, 1);
    one.kind = static_cast<Kind>(row.integer(5));
    if (auto plain = sealer_.open(row.blob(6), one.id.value, purpose))
      one.body = Secret(Reader(*plain).text());
    one.tries = static_cast<int>(row.integer(7));
    one.unknowns = static_cast<int>(row.integer(8));
    one.created_at = row.time(9);
    one.expires_at = row.time(10);
    claimed.push_back(std::move(one));
  }
  return claimed;
}

std::int64_t Outbox::give_back_leases(Transaction& tx, Time now) const {
  // Both conditions on the state: the first is the partial index's own.
  const storage::Result leased = tx.run(
      "SELECT id, kind, due_at FROM outbox WHERE state IN ('waiting', 'leased')"
      " AND state = 'leased'");
  for (const Row& row : leased.rows) {
    const Time due = now + rule_of(static_cast<Kind>(row.integer(1))).repeat_after;
    if (due < row.time(2))
      tx.run("UPDATE outbox SET due_at = $2 WHERE id = $1 AND state = 'leased'", row.integer(0),
             due);
  }
  return static_cast<std::int64_t>(leased.rows.size());
}

Outbox::Finish Outbox::finish(Transaction& tx, const Claimed& claimed, const Outcome& outcome,
                              Time now) const {
  const storage::Result ended = tx.run(
      "UPDATE outbox SET state = $2, result = $3, reason = $4, code = $5, body = $6, done_at = $7,"
      " provider_sid = COALESCE($8, provider_sid)"
      " WHERE id = $1 AND state IN ('waiting', 'leased') AND (tries = $9 OR $3 = 1)",
      claimed.id, ended_state(outcome.result), number(outcome.result), number(outcome.reason),
      outcome.code, Blob{}, now, sid_or_null(outcome.provider_sid), claimed.tries);
  if (ended.changed == 1) return Finish::finished;
  if (!outcome.provider_sid.empty()) {
    tx.run("UPDATE outbox SET provider_sid = $2 WHERE id = $1 AND provider_sid IS NULL", claimed.id,
           outcome.provider_sid);
  }
  return Finish::already;
}

void Outbox::postpone(Transaction& tx, const Claimed& claimed, const Outcome& outcome,
                      Time due_at) const {
  tx.run(
      "UPDATE outbox SET state = 'waiting',"
      " due_at = CASE WHEN expires_at < $2 THEN expires_at ELSE $2 END,"
      " unknowns = unknowns + $3, result = $4, reason = $5, code = $6"
      " WHERE id = $1 AND state = 'leased' AND tries = $7",
      claimed.id, due_at, outcome.result == Result::unknown ? 1 : 0, number(outcome.result),
      number(outcome.reason), outcome.code, claimed.tries);
}

std::optional<Settled> Outbox::settle_by_callback(Transaction& tx, ErrandId id,
                                                  const ProviderReport& report, Time now) const {
  Settled settled;
  settled.status = report.status;
  settled.outcome = outcome_of_report(report);
  const storage::Result changed = tx.run(
      "UPDATE outbox SET provider_status = $2, status_rank = $3,"
      " provider_sid = COALESCE(provider_sid, $4), code = $5, reason = $6,"
      " result = CASE WHEN state = 'cancelled' THEN result ELSE $7 END,"
      " state = CASE WHEN state IN ('waiting', 'leased', 'unknown') THEN $8 ELSE state END,"
      " body = $9, done_at = COALESCE(done_at, $10)"
      " WHERE id = $1 AND status_rank < $3"
      " RETURNING origin_kind, origin_id, revision, ordinal, kind",
      id, number(report.status), rank_of(report.status), sid_or_null(report.sid),
      settled.outcome.code, number(settled.outcome.reason), number(settled.outcome.result),
      ended_state(settled.outcome.result), Blob{}, now);
  const Row* row = changed.one();
  if (row == nullptr) return std::nullopt;
  settled.origin = origin_at(*row, 0);
  settled.kind = static_cast<Kind>(row->integer(4));
  return settled;
}

std::int64_t Outbox::cancel_waiting(Transaction& tx, OriginKind origin_kind, std::int64_t origin_id,
                                    Kind kind, Time now) const {
  return tx
      .run(
          "UPDATE outbox SET state = 'cancelled', body = $4, done_at = $5"
          " WHERE origin_kind = $1 AND origin_id = $2 AND kind = $3 AND state = 'waiting'",
          number(origin_kind), origin_id, number(kind), Blob{}, now)
      .changed;
}

std::int64_t Outbox::open_errands(Transaction& tx, Kind kind) const {
  return tx
      .run("SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'leased') AND kind = $1",
           number(kind))
      .rows.front()
      .integer(0);
}

bool Outbox::has(Transaction& tx, const Origin& origin) const {
  return tx.run(
               "SELECT 1 FROM outbox WHERE origin_kind = $1 AND origin_id = $2"
               " AND revision = $3 AND ordinal = $4",
               number(origin.kind), origin.id, origin.revision, origin.ordinal)
             .one() != nullptr;
}

std::vector<Progress> Outbox::progress_of(Transaction& tx, OriginKind origin_kind,
                                          std::int64_t origin_id) const {
  const auto found = tx.run(
      "SELECT kind, lane, created_at, state, tries, result, code, provider_status FROM outbox"
      " WHERE origin_kind = $1 AND origin_id = $2 ORDER BY created_at, revision, ordinal",
      number(origin_kind), origin_id);
  std::vector<Progress> out;
  for (const storage::Row& row : found.rows) {
    Progress one{static_cast<Kind>(row.integer(0)),
                 static_cast<Lane>(row.integer(1)),
                 row.time(2),
                 row.text(3),
                 row.integer(4),
                 {},
                 row.maybe_integer(6).value_or(0),
                 {}};
    if (const auto result = row.maybe_integer(5)) one.result = static_cast<Result>(*result);
    if (const auto status = row.maybe_integer(7)) one.status = static_cast<ProviderStatus>(*status);
    out.push_back(std::move(one));
  }
  return out;
}

std::optional<Time> Outbox::next_due(Transaction& tx, Lane lane) const {
  const storage::Result found =
      tx.run("SELECT MIN(due_at) FROM outbox WHERE state IN ('waiting', 'leased') AND lane = $1",
             number(lane));
  const auto due = found.rows.front().maybe_integer(0);
  return due ? std::optional(from_millis(*due)) : std::nullopt;
}

Backlog Outbox::backlog(Transaction& tx, Time now) const {
  const storage::Result found = tx.run(
      "SELECT COUNT(*), MIN(due_at) FROM outbox"
      " WHERE state IN ('waiting', 'leased') AND due_at <= $1",
      now);
  Backlog backlog;
  backlog.due = found.rows.front().integer(0);
  if (const auto oldest = found.rows.front().maybe_integer(1))
    backlog.oldest_due = from_millis(*oldest);
  return backlog;
}

std::vector<Complaint> Outbox::complaints(Transaction& tx, Time since) const {
  constexpr std::size_t told_max = 20;
  const storage::Result found = tx.run(
      "SELECT code, COUNT(*), SUM(result = $2) FROM outbox"
      " WHERE code <> 0 AND (done_at >= $1 OR (done_at IS NULL AND created_at >= $1))"
      " GROUP BY code ORDER BY COUNT(*) DESC, code",
      since, number(Result::configuration));
  std::vector<Complaint> all;
  for (const storage::Row& row : found.rows) {
    Complaint one{static_cast<int>(row.integer(0)), row.integer(1)};
    if (advice_for(one.code).empty()) one.errands = row.integer(2);
    if (one.errands > 0 && all.size() < told_max) all.push_back(one);
  }
  return all;
}

std::int64_t Outbox::forget_ended(Transaction& tx, Time before) const {
  return tx.run("DELETE FROM outbox WHERE done_at < $1", before).changed;
}

}  // namespace latchkey::courier
