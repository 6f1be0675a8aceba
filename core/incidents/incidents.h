// Known outages: that the patient portal does not work, since when, and until when as far as known.
//
// While an incident is open everybody who comes for their account is told so first, by page and by
// phone, and nobody who goes away contented with that costs a ticket: forty people who call in ten
// minutes are one incident (domain.md C27, J28). Whoever wants to go on all the same may. One
// incident is open at a time. It is opened and ended by whoever sees to the portal.
//
// Nothing here is about a person: a conversation that was told is counted once, by its id.
// Everything happens in the caller's transaction; audit is the caller's. Thread-safe: no state.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/dice.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::incidents {

storage::AreaSchema schema();

struct Incident {
  IncidentId id;
  Time began_at{};
  std::optional<Time> expected_at;  // when it should be over
  std::optional<Time> ended_at;     // empty: it is open
  std::int64_t told = 0;            // conversations that heard of it
};

// The open one, without its count; empty if all is well.
std::optional<Incident> open(storage::Transaction& tx);

// Opens one with this id, or gives the open one a new `expected`. True if it was opened.
bool begin(storage::Transaction& tx, IncidentId id, std::optional<Time> expected, Time now);
// False if none is open.
bool end(storage::Transaction& tx, Time now);

// Counted once a conversation.
void count(storage::Transaction& tx, IncidentId id, ConversationId conversation);

// At most so many, the newest first.
inline constexpr std::int64_t listed_max = 50;
std::vector<Incident> list(storage::Transaction& tx);

}  // namespace latchkey::incidents
