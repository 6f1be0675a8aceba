// A week of the audit log, counted for each colleague: what a reviewer looks at (standards.md H-8).
//
// It is counted from the log's own rows by the groups of core/audit/actions.h, so that it can't
// disagree with it. What names would tell (did somebody look at their own record, or at one of
// their family?) is compared here and shown as a number only. Reads snapshots in batches, never on
// the thread that writes. Thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "core/audit/reviews.h"
#include "kiosk/desk/desk_parts.h"

namespace latchkey::kiosk {

// standards.md section 3, "Per-agent limits": more in one clock hour is an exception.
inline constexpr int opens_an_hour_max = 60;
inline constexpr int acts_an_hour_max = 30;

struct ReviewLine {
  StaffId member;
  int sign_ins = 0, look_ups = 0, opens = 0, work = 0;
  int acts = 0;                 // on accounts, and at kiosks
  int control = 0;              // of staff, devices and data
  int acts_without_ticket = 0;  // no ticket of that patient was touched in the 24 hours before
  int refused = 0;
  std::optional<int> off_hours = 0;  // empty: the hours of their offices are not known
  int same_name = 0;                 // look-ups of people with the colleague's own full name
  int same_surname = 0;              // of others with their surname
  int exceptions = 0;                // that group's rows, unknown words, and hours above the limits
};

struct WeekSheet {
  std::vector<ReviewLine> lines;  // of who left a row in that week, in the order of staff.list()
  int broken = 0;                 // rows of that week, whoever acted, that somebody changed
};
WeekSheet review_of(const DeskParts& parts, audit::Week week);

// The Monday of that day's week.
audit::Week week_of(std::chrono::local_days day);

}  // namespace latchkey::kiosk
