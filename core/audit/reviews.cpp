#include "core/audit/reviews.h"

#include <algorithm>

namespace latchkey::audit {

using storage::Row;
using storage::Transaction;

namespace {

constexpr std::string_view sign_word = "audit.sign", look_word = "audit.glass",
                           break_word = "patient.break_glass";
constexpr int batch_rows = 1000;
constexpr int node_shift = 40;  // more rows than a chain will ever have

std::int64_t stored(Week week) { return week.time_since_epoch().count(); }

std::int64_t key_of(const Record& row) { return (row.node << node_shift) | row.sequence; }

bool counts(const Record& row) {
  return row.seal == Record::Seal::whole && row.answer == Answer::allowed &&
         row.actor == Actor::staff;
}

}  // namespace

std::vector<Record> Reviews::all(Transaction& tx, Filter filter) const {
  filter.limit = batch_rows;
  std::vector<Record> out;
  for (;;) {
    auto batch = audit_.list(tx, filter);
    const bool is_last = batch.size() < batch_rows;
    if (!is_last) filter.after = place_of(batch.back());
    std::ranges::move(batch, std::back_inserter(out));
    if (is_last) return out;
  }
}

Reviews::Signed Reviews::sign(Transaction& tx, const Signature& signature) const {
  Filter filter;
  filter.subject = {"week", stored(signature.week)};
  filter.action = sign_word;
  filter.staff = signature.reviewer.value;
  const auto before = all(tx, filter);
  const bool is_new = std::ranges::none_of(before, counts);
  audit_.append(
      tx, {Actor::staff, signature.reviewer.value, "audit.sign", "week", stored(signature.week),
           is_new ? Answer::allowed : Answer::refused, signature.note, signature.at});
  return is_new ? Signed::now : Signed::already;
}

std::vector<Signature> Reviews::since(Transaction& tx, Week week) const {
  Filter filter;
  filter.action = sign_word;
  filter.answer = Answer::allowed;
  // A week is signed for after its end, wherever on the globe the clinic is.
  filter.from = Time(std::chrono::sys_days(week.time_since_epoch()));
  std::vector<Signature> out;
  for (Record& row : all(tx, filter)) {
    const Week of{std::chrono::days(row.subject_id)};
    if (row.actor != Actor::staff || row.subject_kind != "week" || of < week) continue;
    out.push_back({of, StaffId{row.actor_id}, row.at, std::move(row.details), row.seal});
  }
  std::ranges::reverse(out);
  return out;
}

std::vector<Glass::Look> Reviews::looks_at(Transaction& tx, std::int64_t glass) const {
  Filter filter;
  filter.subject = {"glass", glass};
  filter.action = look_word;
  std::vector<Glass::Look> out;
  for (Record& row : all(tx, filter))
    if (counts(row)) out.push_back({StaffId{row.actor_id}, row.at, std::move(row.details)});
  std::ranges::reverse(out);
  return out;
}

std::vector<Glass> Reviews::glass(Transaction& tx, Time from, Time until) const {
  Filter filter;
  filter.action = break_word;
  filter.from = from;
  filter.until = until;
  std::vector<Glass> out;
  for (Record& row : all(tx, filter)) {
    const std::int64_t key = key_of(row);
    out.push_back({key, std::move(row), looks_at(tx, key)});
  }
  return out;
}

Reviews::Signed Reviews::look_at(Transaction& tx, std::int64_t glass,
                                 const Glass::Look& look) const {
  const auto found = tx.run(
      "SELECT actor, actor_id FROM audit_row WHERE node = $1 AND sequence = $2 AND action = $3",
      glass >> node_shift, glass & ((std::int64_t{1} << node_shift) - 1), break_word);
  const Row* row = found.one();
  const auto said = [&] {
    if (!row) return Signed::unknown;
    if (row->text(0) == actor_names[Actor::staff] && row->integer(1) == look.reviewer.value)
      return Signed::own;
    const bool looked = std::ranges::any_of(
        looks_at(tx, glass), [&](const Glass::Look& one) { return one.reviewer == look.reviewer; });
    return looked ? Signed::already : Signed::now;
  }();
  audit_.append(tx, {Actor::staff, look.reviewer.value, "audit.glass", "glass", row ? glass : 0,
                     said == Signed::now ? Answer::allowed : Answer::refused, look.note, look.at});
  return said;
}

std::optional<Time> began(Transaction& tx) {
  const auto first = tx.run("SELECT MIN(at) FROM audit_row").rows.front().maybe_integer(0);
  if (!first) return std::nullopt;
  return from_millis(*first);
}

}  // namespace latchkey::audit
