// A member's sessions as they see them themselves, and whose an ended one was.
//
// A session that ends by itself (idle, or after its eight hours) leaves its row for half a day: a
// form that was sent too late can then be told from a forged one, and what was typed is kept for
// the one who typed it (WCAG 2.2.5). Such a row opens nothing. Signing out and disabling delete it.
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/staff/staff.h"

namespace latchkey::staff {

struct OpenSession {
  std::string key;  // as Session::key
  Time started_at, last_seen_at;
};

class Sessions {
 public:
  // All must outlive this.
  Sessions(storage::Store& store, const Sealer& sealer, const Clock& clock, const Rules& rules = {})
      : store_(store), sealer_(sealer), clock_(clock), rules_(rules) {}

  // Newest first.
  std::vector<OpenSession> open(StaffId member) const;
  // Ends every session of this member but this one, at once.
  void end_others(const Session& kept, const Staff::Along& along);

  // Who sent a form with this cookie and form token, though the session may have ended by itself;
  // empty if the two don't belong together or the member may not come in any more.
  std::optional<StaffId> author(const Secret& token, const Secret& csrf) const;
  // Whether a form token belongs to any session of this member, such as yesterday's.
  bool is_own(StaffId member, const Secret& csrf) const;

 private:
  storage::Store& store_;
  const Sealer& sealer_;
  const Clock& clock_;
  Rules rules_;
};

}  // namespace latchkey::staff
