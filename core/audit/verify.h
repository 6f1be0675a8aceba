// Proving that the audit log is whole, and the anchor that proves that it is not an old copy.
//
// The anchor is a small text file with every chain's count and last MAC, itself under a MAC. It is
// only worth something where a thief of the database can't reach it: on another host. Thread-safe;
// verification reads in batches and lets the server go on working.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/storage/store.h"

namespace latchkey::audit {

// Where a chain of one node ended at some moment.
struct Head {
  std::int64_t node = 0;
  std::int64_t count = 0;
  std::string mac;
  bool operator==(const Head&) const = default;
};

struct Anchor {
  Time at;
  std::vector<Head> heads;  // by node
};

enum class Finding {
  whole,
  row_changed,          // a row's MAC does not fit it and the row before
  row_missing,          // a gap in the numbers
  row_extra,            // a row after the head's count, or in a chain without a head
  tail_cut,             // fewer rows than the head counts
  head_forged,          // the head's own MAC is wrong
  head_missing,         // a chain that the anchor knows has no head
  older_than_anchor,    // fewer rows than were anchored: an old copy was put back
  differs_from_anchor,  // the anchored row is another one: history was rewritten
  anchor_missing        // the log says that it was anchored, and there is no anchor to hold it to
};

struct VerifyResult {
  Finding finding = Finding::whole;
  std::int64_t rows = 0;           // checked and found good
  std::int64_t node = 0;           // where the first bad row is
  std::int64_t first_bad_row = 0;  // its sequence number, or that of the first row of which nothing
                                   // is certain any more; 0 if it is no matter of rows
  std::string what;                // for the operator, in words
  bool ok() const { return finding == Finding::whole; }
};

// Called after each batch with the rows found good so far in its chain.
using VerifyProgress = std::function<void(std::int64_t rows)>;

// Checks every chain, row by row, and each against the anchor if there is one. The first thing
// that is wrong ends it.
VerifyResult verify(const storage::Store& store, const Sealer& sealer,
                    const std::optional<Anchor>& anchor, const VerifyProgress& progress = {});

// When the log says that it was last anchored for the first time, or anew after a restore: an
// anchor file belongs to it ever since. Empty for a log that was never anchored, or restored since.
std::optional<Time> anchored_since(storage::Transaction& tx);

// Whether each row that was anchored is still in the log, and the same. Costs one row a chain.
bool still_holds(storage::Transaction& tx, const Anchor& anchor);

// Reads an anchor file and checks its MAC. Empty if there is no such file; a Fault if it is not
// ours or was changed.
std::optional<Anchor> read_anchor(const Sealer& sealer, const std::filesystem::path& path);

// Writes the heads of now to `path`: whole or not at all, on disk on return, readable by its owner
// only. Throws Fault, and leaves the file, if what the file already anchors is not in the chains:
// a new anchor must never paper over a loss.
Anchor write_anchor(const storage::Store& store, const Sealer& sealer,
                    const std::filesystem::path& path, Time now);

}  // namespace latchkey::audit
