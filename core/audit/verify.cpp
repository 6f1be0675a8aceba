#include "core/audit/verify.h"

#include <algorithm>

#include "core/audit/chain.h"

namespace latchkey::audit {

using storage::Row;
using storage::Store;
using storage::Transaction;

namespace {

constexpr std::int64_t batch_rows = 4096;

// What one snapshot says about a chain before its rows are read.
struct Outline {
  std::optional<StoredHead> head;
  std::optional<std::int64_t> extra;  // the first row that the head does not count
};

std::string words(Finding finding) {
  switch (finding) {
    case Finding::whole:
      return "every row is there and unchanged";
    case Finding::row_changed:
      return "this row was changed, replaced or moved";
    case Finding::row_missing:
      return "this row is missing";
    case Finding::row_extra:
      return "this row was put in by somebody else";
    case Finding::tail_cut:
      return "the rows from this one on were cut off";
    case Finding::head_forged:
      return "the head of the chain was changed";
    case Finding::head_missing:
      return "the head of an anchored chain is missing";
    case Finding::older_than_anchor:
      return "the log is older than its anchor: an old copy was put back, or its end cut off";
    case Finding::differs_from_anchor:
      return "the anchored row is another one: the log was rewritten";
    case Finding::anchor_missing:
      return "the log was anchored, and the anchor is gone: an old copy would not be noticed";
  }
  return {};
}

VerifyResult bad(Finding finding, std::int64_t node, std::int64_t row, std::int64_t rows) {
  return {finding, rows, node, row, words(finding)};
}

std::vector<std::int64_t> nodes_of(const Store& store, const std::optional<Anchor>& anchor) {
  auto nodes = store.read([](Transaction& tx) {
    std::vector<std::int64_t> out;
    for (const Row& row : tx.run("SELECT node FROM audit_head").rows) out.push_back(row.integer(0));
    // By key from chain to chain: a DISTINCT would read the whole table.
    auto next = tx.run("SELECT MIN(node) FROM audit_row").rows.front().maybe_integer(0);
    while (next) {
      out.push_back(*next);
      next = tx.run("SELECT MIN(node) FROM audit_row WHERE node > $1", *next)
                 .rows.front()
                 .maybe_integer(0);
    }
    return out;
  });
  if (anchor)
    for (const Head& head : anchor->heads) nodes.push_back(head.node);
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

Outline outline_of(const Store& store, std::int64_t node) {
  return store.read([&](Transaction& tx) {
    Outline out{stored_head(tx, node), {}};
    const std::int64_t count = out.head ? out.head->head.count : 0;
    const auto extra = tx.run(
        "SELECT MIN(sequence) FROM audit_row WHERE node = $1 AND sequence > $2", node, count);
    try {
      out.extra = extra.rows.front().maybe_integer(0);
    } catch (const Bug&) {
      out.extra = count + 1;  // its number is none
    }
    return out;
  });
}

// Empty if the store can't read one of them: a column holds what no column of ours can.
std::optional<storage::Result> next_rows(const Store& store, std::int64_t node, std::int64_t after,
                                         std::int64_t until, std::int64_t limit) try {
  return store.read([&](Transaction& tx) {
    return tx.run(
        "SELECT sequence, at, actor, actor_id, action, subject_kind, subject_id, answer, details,"
        " mac FROM audit_row WHERE node = $1 AND sequence > $2 AND sequence <= $3"
        " ORDER BY sequence LIMIT $4",
        node, after, until, limit);
  });
} catch (const Bug&) {
  return std::nullopt;
}

// Empty for a row that none of ours can be: a column of another type than the table's, or details
// of no bytes, which would chain like none at all.
std::string computed_mac(const Sealer& sealer, std::string_view previous, std::int64_t node,
                         const Row& row) try {
  if (!row.is_null(8) && row.blob(8).empty()) return {};
  return row_mac(sealer, previous,
                 {node, row.integer(0), row.integer(1), row.text(2), row.integer(3), row.text(4),
                  row.text(5), row.integer(6), row.text(7),
                  row.is_null(8) ? std::string_view() : std::string_view(row.blob(8))});
} catch (const Bug&) {
  return {};
}

std::string stored_mac(const Row& row) try { return row.blob(9); } catch (const Bug&) {
  return {};
}

const Head* anchored_head(const std::optional<Anchor>& anchor, std::int64_t node) {
  if (!anchor) return nullptr;
  for (const Head& head : anchor->heads)
    if (head.node == node) return &head;
  return nullptr;
}

// Follows one chain from its first row to where its head says it ends.
class Walk {
 public:
  Walk(const Sealer& sealer, const Head& head, const Head* anchored)
      : sealer_(sealer), head_(head), anchored_(anchored) {
    previous_ = first_mac(sealer, head.node);
  }

  std::optional<VerifyResult> step(const Row& row) {
    const std::int64_t sequence = row.integer(0);
    if (sequence < expected_) return found(Finding::row_extra, sequence);
    if (sequence > expected_) return found(Finding::row_missing, expected_);
    previous_ = computed_mac(sealer_, previous_, head_.node, row);
    if (previous_.empty() || !same_bytes(previous_, stored_mac(row)))
      return found(Finding::row_changed, sequence);
    if (anchored_ && anchored_->count == sequence && !same_bytes(previous_, anchored_->mac))
      return found(Finding::differs_from_anchor, sequence);
    ++expected_;
    return std::nullopt;
  }

  std::optional<VerifyResult> finish() const {
    if (expected_ <= head_.count) return found(Finding::tail_cut, expected_);
    if (!same_bytes(previous_, head_.mac)) return found(Finding::row_changed, head_.count);
    return std::nullopt;
  }

  VerifyResult unreadable() const { return found(Finding::row_changed, expected_); }

  std::int64_t rows() const { return expected_ - 1; }

 private:
  VerifyResult found(Finding finding, std::int64_t row) const {
    return bad(finding, head_.node, row, rows());
  }

  const Sealer& sealer_;
  const Head& head_;
  const Head* anchored_;
  std::string previous_;
  std::int64_t expected_ = 1;
};

VerifyResult verify_rows(const Store& store, const Sealer& sealer, const Head& head,
                         const Head* anchored, const VerifyProgress& progress) {
  Walk walk(sealer, head, anchored);
  std::int64_t after = INT64_MIN;  // rows numbered below 1 are forgeries, not invisible
  for (std::int64_t limit = batch_rows;;) {
    const auto batch = next_rows(store, head.node, after, head.count, limit);
    if (!batch && limit == 1) return walk.unreadable();
    if (!batch) limit = 1;  // row by row, to name it
    if (!batch) continue;
    if (batch->rows.empty()) break;
    for (const Row& row : batch->rows)
      if (auto wrong = walk.step(row)) return *std::move(wrong);
    after = batch->rows.back().integer(0);
    if (progress) progress(walk.rows());
  }
  if (auto wrong = walk.finish()) return *std::move(wrong);
  return {Finding::whole, walk.rows(), head.node, 0, words(Finding::whole)};
}

// A chain whose head is not ours or is gone: how far do the rows prove themselves? What the rows
// themselves tell is said of the row; else the first row after them is the one that nobody can
// vouch for, be it there or cut off.
VerifyResult without_head(const Store& store, const Sealer& sealer, std::int64_t node,
                          const VerifyResult& verdict, const VerifyProgress& progress) {
  const Head everything{node, INT64_MAX, {}};
  const VerifyResult rows = verify_rows(store, sealer, everything, nullptr, progress);
  if (rows.finding != Finding::tail_cut) return rows;
  return bad(verdict.finding, node, rows.rows + 1, rows.rows);
}

VerifyResult verify_chain(const Store& store, const Sealer& sealer, std::int64_t node,
                          const Head* anchored, const VerifyProgress& progress) {
  const Outline outline = outline_of(store, node);
  if (!outline.head) {
    const VerifyResult found =
        without_head(store, sealer, node, bad(Finding::head_missing, node, 0, 0), progress);
    // Not even its first row is ours: a chain that never was.
    return outline.extra && found.rows == 0 ? bad(Finding::row_extra, node, *outline.extra, 0)
                                            : found;
  }
  const Head& head = outline.head->head;
  if (!outline.head->ours(sealer))
    return without_head(store, sealer, node, bad(Finding::head_forged, node, 0, 0), progress);
  VerifyResult result = verify_rows(store, sealer, head, anchored, progress);
  if (!result.ok()) return result;
  if (outline.extra) return bad(Finding::row_extra, node, *outline.extra, result.rows);
  if (anchored && head.count < anchored->count)
    return bad(Finding::older_than_anchor, node, head.count + 1, result.rows);
  return result;
}

}  // namespace

VerifyResult verify(const Store& store, const Sealer& sealer, const std::optional<Anchor>& anchor,
                    const VerifyProgress& progress) {
  VerifyResult all{Finding::whole, 0, 0, 0, words(Finding::whole)};
  for (const std::int64_t node : nodes_of(store, anchor)) {
    VerifyResult one = [&] {
      try {
        return verify_chain(store, sealer, node, anchored_head(anchor, node), progress);
      } catch (const Bug&) {  // the head's columns are of other types than the table's
        return bad(Finding::head_forged, node, 1, 0);
      }
    }();
    one.rows += all.rows;
    if (!one.ok()) return one;
    all.rows = one.rows;
  }
  return all;
}

}  // namespace latchkey::audit
