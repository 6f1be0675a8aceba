#include "core/audit/reviews.h"

namespace latchkey::audit {

using storage::Blob;
using storage::Row;
using storage::Transaction;

namespace {

constexpr std::string_view purpose = "audit.review";

std::int64_t stored(Week week) { return week.time_since_epoch().count(); }

}  // namespace

Reviews::Signed Reviews::sign(Transaction& tx, std::int64_t id, const Signature& signature) const {
  std::optional<Blob> note;
  if (!signature.note.empty()) note = Blob{sealer_.seal(signature.note, id, purpose)};
  const auto added = tx.run(
      "INSERT INTO audit_review (id, week, reviewer, at, note) VALUES ($1, $2, $3, $4, $5)"
      " ON CONFLICT (week, reviewer) DO NOTHING",
      id, stored(signature.week), signature.reviewer, signature.at, note);
  return added.changed == 1 ? Signed::now : Signed::already;
}

std::vector<Signature> Reviews::since(Transaction& tx, Week week) const {
  std::vector<Signature> out;
  const auto found = tx.run(
      "SELECT id, week, reviewer, at, note FROM audit_review WHERE week >= $1 ORDER BY at, id",
      stored(week));
  for (const Row& row : found.rows) {
    Signature one{Week(std::chrono::days(row.integer(1))), row.id<StaffId>(2), row.time(3), {}};
    if (const auto note = row.maybe_blob(4))
      one.note = sealer_.open_or_fault(*note, row.integer(0), purpose);
    out.push_back(std::move(one));
  }
  return out;
}

std::optional<Time> began(Transaction& tx) {
  const auto first = tx.run("SELECT MIN(at) FROM audit_row").rows.front().maybe_integer(0);
  if (!first) return std::nullopt;
  return from_millis(*first);
}

}  // namespace latchkey::audit
