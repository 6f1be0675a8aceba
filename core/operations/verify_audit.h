// `latchkey audit verify` and `latchkey audit anchor`: is the audit log whole?
//
// Verifying follows every chain from its first row and compares it with the anchor where there is
// one; the first bad row is named. The anchor is a small file that belongs on another machine
// (rulings.md R30). May run beside a server. One thread.
#pragma once

#include <filesystem>
#include <ostream>

#include "core/audit/audit.h"
#include "core/audit/verify.h"
#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/operations/progress.h"
#include "core/operations/workplace.h"

namespace latchkey::operations {

struct AuditOptions {
  ConfigSource config;
  std::filesystem::path anchor = {};  // empty: data.audit_anchor of the configuration
  Format format = Format::text;
  Progress progress = Progress::silent;
};

// Exit code 0: whole. 1: something is wrong, or it could not be looked at. A named anchor that does
// not exist is wrong; the configured one may be missing, which is said.
int verify_audit(const AuditOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                 std::ostream& err);

// Writes the anchor. Exit code 1, and the old file stays, if the log by itself is not whole, or if
// what the file holds is not in it: an anchor would make what is wrong now look right.
int anchor_audit(const AuditOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                 std::ostream& err);

// The verdict on the chains, and on there being a log at all: adding staff leaves a row, so that
// staff with no row, no head and nothing anchored mean that the log was emptied.
struct LogPlace {
  const Config& config;
  const Sealer& sealer;
  storage::Store& store;
  Dice& dice;
  const Clock& clock;
};
audit::VerifyResult judge_log(const LogPlace& at, const std::optional<audit::Anchor>& anchor,
                              const audit::VerifyProgress& progress = {});

// The same, and whether the anchor itself is where it was: whoever puts an old copy of the database
// back can take the anchor away too, but not the row that tells of it.
audit::VerifyResult judge_with_anchor(const LogPlace& at,
                                      const std::optional<audit::Anchor>& anchor,
                                      const audit::VerifyProgress& progress = {});

// Writes the anchor as audit::write_anchor() does. The log tells of the first one, and of each that
// begins anew where one was lost; only a command begins anew, a server refuses (Fault).
struct AnchorBy {
  Time now;
  audit::Actor actor = audit::Actor::latchkey;
  enum class Lost { refuse, begin_anew } lost = Lost::refuse;
};
audit::Anchor anchor_log(storage::Store& store, const Sealer& sealer,
                         const std::filesystem::path& path, const AnchorBy& by);

// Whether who takes the database's disk takes the anchor too (rulings.md R30). False as well if the
// folders can't be looked at.
bool anchor_is_beside_database(const Config& config);

// What to add where a log does not fit its anchor because a backup was restored since; else empty.
// It begins with a line break.
std::string word_on_restore(const storage::Store& store, const Sealer& sealer,
                            const audit::VerifyResult& found,
                            const std::optional<audit::Anchor>& anchor,
                            const std::filesystem::path& anchor_file);

}  // namespace latchkey::operations
