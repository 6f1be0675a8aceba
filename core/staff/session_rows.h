// Rows of sessions, as signing in by password and by passkey both begin them; private to this room.
#pragma once

#include "core/staff/staff.h"

namespace latchkey::staff {

// What the store knows of a session's token.
std::string session_key_of(const Sealer& sealer, const Secret& token);
// The token of the forms of the session with that key.
Secret csrf_of(const Sealer& sealer, std::string_view key);

// A session that begins now and counts as stepped up. The member's oldest ones go, if there would
// be too many; those that have ended by themselves take nobody's place. Needs: the member exists.
Session begin_session(storage::Transaction& tx, const Sealer& sealer, const Rules& rules,
                      StaffId member, const std::string& key, Time now);
void end_sessions(storage::Transaction& tx, StaffId member);

}  // namespace latchkey::staff
