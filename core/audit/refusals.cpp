// Refusals of people who are nobody yet, kept from flooding the log.
#include <fmt/format.h>

#include "core/audit/audit.h"

namespace latchkey::audit {

using storage::Blob;
using storage::Row;
using storage::Transaction;

namespace {

constexpr std::chrono::hours hour{1};

// One source's hour for one action.
struct Hour {
  Blob source;
  std::string action;
  Time began, last;
  std::int64_t written = 0, left_out = 0;
};

Hour hour_of(const Row& row) {
  return {{row.blob(0)}, row.text(1), row.time(2), row.time(3), row.integer(4), row.integer(5)};
}

Hour find_hour(Transaction& tx, const Blob& source, std::string_view action, Time now) {
  const auto found = tx.run(
      "SELECT source, action, began, last_at, written, left_out FROM audit_refusal"
      " WHERE source = $1 AND action = $2",
      source, action);
  if (const Row* row = found.one()) return hour_of(*row);
  return {source, std::string(action), now, now, 0, 0};
}

void keep_hour(Transaction& tx, const Hour& kept) {
  tx.run(
      "INSERT INTO audit_refusal (source, action, began, last_at, written, left_out)"
      " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (source, action) DO UPDATE SET"
      " began = excluded.began, last_at = excluded.last_at, written = excluded.written,"
      " left_out = excluded.left_out",
      kept.source, kept.action, kept.began, kept.last, kept.written, kept.left_out);
}

// The row that stands for what was left out.
Event summary(const Hour& told, Time now) {
  const auto within = std::chrono::ceil<std::chrono::minutes>(told.last - told.began).count();
  return {Actor::latchkey,
          0,
          Word::from_table(told.action),
          "staff",
          0,
          Answer::refused,
          fmt::format("{} more from the same source within {} minutes", told.left_out, within),
          now};
}

}  // namespace

void Audit::tell_left_out(Transaction& tx, const Blob& source, std::string_view action,
                          Time now) const {
  Hour kept = find_hour(tx, source, action, now);
  if (kept.left_out == 0) return;
  append(tx, summary(kept, now));
  kept.left_out = 0;
  keep_hour(tx, kept);
}

void Audit::append_refusal(Transaction& tx, const Event& event,
                           std::span<const Source> sources) const {
  std::vector<Hour> hours;
  for (const Source& source : sources) {
    const Blob blind{sealer_.blind("audit.refusal", source.name)};
    Hour kept = find_hour(tx, blind, event.action.text(), event.at);
    if (event.at - kept.began >= hour) {
      tell_left_out(tx, blind, event.action.text(), event.at);
      kept = {blind, std::string(event.action.text()), event.at, event.at, 0, 0};
    }
    kept.last = event.at;
    if (kept.written >= source.singly) {
      kept.left_out += 1;
      keep_hour(tx, kept);
      return;
    }
    kept.written += 1;
    hours.push_back(std::move(kept));
  }
  for (const Hour& kept : hours) keep_hour(tx, kept);
  append(tx, event);
}

void Audit::settle_refusals(Transaction& tx, Word action, std::span<const Source> sources,
                            Time now) const {
  for (const Source& source : sources)
    tell_left_out(tx, Blob{sealer_.blind("audit.refusal", source.name)}, action.text(), now);
}

void Audit::settle_ended_refusals(Transaction& tx, Time now) const {
  const auto ended = tx.run(
      "SELECT source, action, began, last_at, written, left_out FROM audit_refusal"
      " WHERE began <= $1",
      now - hour);
  for (const Row& row : ended.rows) {
    const Hour kept = hour_of(row);
    if (kept.left_out > 0) append(tx, summary(kept, now));
    tx.run("DELETE FROM audit_refusal WHERE source = $1 AND action = $2", kept.source, kept.action);
  }
}

}  // namespace latchkey::audit
