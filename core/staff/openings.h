// Which record a member has opened, why, and for how long.
//
// Records are masked until somebody opens one with a reason (45 CFR 164.502(b): the least that is
// needed): a ticket of theirs, words of their own, or, where nothing else allows it, breaking the
// glass (45 CFR 164.312(a)(2)(ii)), which an administrator looks at afterwards, by the audit log's
// own rows (core/audit/reviews.h). An opening is one
// member's, of one record, for a quarter of an hour; a broken glass lasts an hour. Who opens more
// than sixty records in an hour has to wait (standards.md section 3).
//
// Reasons are sealed. Call these inside a transaction; audit is the caller's. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "core/base/ids.h"
#include "core/base/names.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::staff {

storage::AreaSchema openings_schema();

using OpeningId = Id<struct OpeningTag>;

inline constexpr std::chrono::minutes opening_life{15}, glass_life{60};
inline constexpr std::int64_t openings_hour_max = 60;

enum class OpenedBy { reason, ticket, broken_glass };
inline constexpr Names<OpenedBy, 3> opened_by_names{{"reason", "ticket", "broken_glass"}};

struct Opening {
  OpeningId id;  // drawn before the transaction (rulings.md R14)
  StaffId by;
  PatientId patient;
  OpenedBy how = OpenedBy::reason;
  std::string reason;
  Time at, until;  // `until` is set by open_record()
};

enum class OpenSaid { open, too_many };
// One that is still open, and shows as much, is not counted again and stays as it is.
OpenSaid open_record(storage::Transaction& tx, const Sealer& sealer, const Opening& opening);
std::optional<Opening> open_now(storage::Transaction& tx, const Sealer& sealer, StaffId by,
                                PatientId patient, Time now);
void forget_openings(storage::Transaction& tx, Time before);

}  // namespace latchkey::staff
