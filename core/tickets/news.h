// What others should hear of a ticket: it opened, somebody is in touch again, it changed hands, it
// ended.
//
// Each is a row written with the ticket's own timeline, in the same transaction, and taken when the
// errands that tell of it are written: nothing is told that did not happen, and nothing that
// happened is forgotten. Nothing in it says whose ticket it is. Thread-safe; a Transaction belongs
// to its thread.
#pragma once

#include <cstdint>
#include <vector>

#include "core/tickets/tickets.h"

namespace latchkey::tickets {

constexpr bool is_news(Happening what) {
  return what == Happening::opened || what == Happening::appended || what == Happening::requeued ||
         what == Happening::relocated || what == Happening::ended;
}

struct News {
  std::int64_t id = 0;  // rising; never used again
  Happening what = Happening::opened;
  Time at;
  Ticket ticket;  // as it stands now
};

bool has_news(storage::Transaction& tx);

// The oldest, at most `most`, which are then no news any more. Those of erased tickets are passed
// over.
std::vector<News> take_news(storage::Transaction& tx, const Tickets& tickets, int most);

}  // namespace latchkey::tickets
