// Who looked over which week of the audit log: the stored sign-off of its regular review (45 CFR
// 164.308(a)(1)(ii)(D); standards.md H-8).
//
// A colleague signs for a week once, and nothing takes it back: rows are only added. Each is in the
// audit log besides, note and all, which is the caller's to write in the same transaction; a row
// that vanished from here is still there. Notes are sealed. Thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/storage/store.h"

namespace latchkey::audit {

// The Monday that begins it, on the clinic's wall calendar.
using Week = std::chrono::local_days;

struct Signature {
  Week week;
  StaffId reviewer;
  Time at;
  std::string note;  // may be empty
};

class Reviews {
 public:
  // `sealer` outlives it.
  explicit Reviews(const Sealer& sealer) : sealer_(sealer) {}

  // `id`: dice.row_id(), thrown before the transaction. `already`: this reviewer has signed for
  // that week before, and that stays.
  enum class Signed { now, already };
  Signed sign(storage::Transaction& tx, std::int64_t id, const Signature& signature) const;

  // Of that week and those after it, oldest first.
  std::vector<Signature> since(storage::Transaction& tx, Week week) const;

 private:
  const Sealer& sealer_;
};

// The moment of the log's first row; empty for a log without one.
std::optional<Time> began(storage::Transaction& tx);

}  // namespace latchkey::audit
