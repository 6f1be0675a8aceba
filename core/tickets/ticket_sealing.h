// How the personal part of a ticket is sealed; private to this room.
#pragma once

#include "core/base/sealer.h"
#include "core/tickets/tickets.h"

namespace latchkey::tickets {

std::string seal_personal(const Sealer& sealer, ContactRowId row, const Personal& personal);
Personal open_personal(const Sealer& sealer, ContactRowId row, std::string_view sealed);

// A note is bound to its ticket and its place in the timeline: notes can't be exchanged.
std::string seal_note(const Sealer& sealer, TicketId ticket, std::int64_t ordinal,
                      std::string_view text);
std::string open_note(const Sealer& sealer, TicketId ticket, std::int64_t ordinal,
                      std::string_view sealed);

// Appends to the timeline and touches the ticket's updated_at.
void write_event(storage::Transaction& tx, const Sealer& sealer, TicketId ticket, Time now,
                 Happening what, std::optional<StaffId> by, std::string_view word,
                 std::string_view text = {});

}  // namespace latchkey::tickets
