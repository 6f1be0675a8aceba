// Row ids that can't be mixed up.
//
// An id is a random positive integer made before the row is written (rulings.md R14: it is the
// associated data of what the row seals). Ids are names, not secrets.
#pragma once

#include <compare>
#include <cstdint>

namespace latchkey {

template <class Tag>
struct Id {
  std::int64_t value = 0;
  auto operator<=>(const Id&) const = default;
};

using PatientId = Id<struct PatientTag>;            // a person on the roster
using ConversationId = Id<struct ConversationTag>;  // one person's attempt
using TicketId = Id<struct TicketTag>;
using ErrandId = Id<struct ErrandTag>;              // a row of the outbox
using RegistrationId = Id<struct RegistrationTag>;  // a code for the first sign-in
using IncidentId = Id<struct IncidentTag>;          // a known outage
using StaffId = Id<struct StaffTag>;
using LocationId = Id<struct LocationTag>;  // an office: small numbers from the clinic's own list

}  // namespace latchkey
