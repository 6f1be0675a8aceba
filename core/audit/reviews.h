// Who looked over which week of the audit log, and which broken glass: the stored sign-offs of its
// regular review (45 CFR 164.308(a)(1)(ii)(D), 164.312(a)(2)(ii); standards.md H-8).
//
// A sign-off is a row of the log itself, `audit.sign` or `audit.glass`, and nothing else: whoever
// has the database and not the key can add none, and none that was changed counts. A colleague
// signs for a week, or a glass, once, and nothing takes it back. Notes are details, and sealed.
// Call inside a transaction; thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/audit/audit.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/storage/store.h"

namespace latchkey::audit {

// The Monday that begins it, on the clinic's wall calendar.
using Week = std::chrono::local_days;

struct Signature {
  Week week;
  StaffId reviewer;
  Time at;
  std::string note;                         // may be empty
  Record::Seal seal = Record::Seal::whole;  // of the row; one that is broken counts for nothing
};

// One time that somebody broke the glass, or tried to.
struct Glass {
  std::int64_t key = 0;  // of its row, for a form
  Record row;            // by whom, of which patient, when; the details are the reason
  struct Look {
    StaffId reviewer;
    Time at;
    std::string note;
  };
  std::vector<Look> looks;  // whole ones
};

class Reviews {
 public:
  // `audit` outlives it.
  explicit Reviews(const Audit& audit) : audit_(audit) {}

  // Writes the row, allowed or refused. `already`: this reviewer has signed before, and that stays.
  // `own`: nobody is the judge of a glass that they broke. `unknown`: there is no such glass.
  enum class Signed { now, already, own, unknown };
  Signed sign(storage::Transaction& tx, const Signature& signature) const;
  Signed look_at(storage::Transaction& tx, std::int64_t glass, const Glass::Look& look) const;

  // Of that week and those after it, oldest first.
  std::vector<Signature> since(storage::Transaction& tx, Week week) const;
  // Newest first; from ≤ at < until.
  std::vector<Glass> glass(storage::Transaction& tx, Time from, Time until) const;

 private:
  std::vector<Record> all(storage::Transaction& tx, Filter filter) const;
  std::vector<Glass::Look> looks_at(storage::Transaction& tx, std::int64_t glass) const;

  const Audit& audit_;
};

// The moment of the log's first row; empty for a log without one.
std::optional<Time> began(storage::Transaction& tx);

}  // namespace latchkey::audit
