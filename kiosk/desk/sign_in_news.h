// What changed lately at somebody's way in: passkeys, a second step set up anew, a new setup code,
// role and offices, and passkeys of theirs that were refused.
//
// Whoever takes over a colleague's way in begins by adding one (NIST 800-63B-4 section 4.6). Staff
// have no mailbox here, so that it is told where they look: on their own page, and in the review of
// the week. It is read from the audit log's rows. Thread-safe.
#pragma once

#include <vector>

#include "kiosk/desk/audit_names.h"
#include "kiosk/desk/desk_parts.h"

namespace latchkey::kiosk {

inline constexpr std::chrono::days news_kept{30};

// Newest first, at most `most`.
std::vector<audit::Record> news_of(const DeskParts& parts, StaffId member, int most);
// Of everybody; from ≤ at < until.
std::vector<audit::Record> news_between(const DeskParts& parts, Time from, Time until, int most);

// As rows named NEWS within `part`: WHEN, WHAT, WHOM, WHO and the mark REFUSED.
void show_news(View& part, const DeskParts& parts, const DeskWords& words,
               const std::vector<audit::Record>& news);

}  // namespace latchkey::kiosk
