// Which numbers on file take texts: the provider is asked once a number, when nobody waits for it.
//
// The roster often says "phone" and no more. What is learnt stands for the number, whoever has it
// or will (core/accounts/roster.h), so that a code by text is offered where it can arrive. The
// errands are the courier's, outside every transaction; each is named by its number, so that a
// number is asked for once at a time. Thread-safe.
#pragma once

#include <set>
#include <string>

#include "core/accounts/roster.h"
#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/courier/lookups.h"
#include "core/courier/outbox.h"

namespace latchkey::conversations {

class LineErrands {
 public:
  struct Rooms {
    storage::Store& store;
    const Sealer& sealer;
    const accounts::Roster& roster;
    const courier::Outbox& outbox;
    const courier::Lookups& lookups;
    const Clock& clock;
    Dice& dice;
  };
  // All outlive it. `day_max`: so many numbers are asked for in 24 hours, because each costs money.
  LineErrands(const Rooms& rooms, std::int64_t day_max) : at_(rooms), day_max_(day_max) {}

  // Orders the next few numbers that nobody has asked for, as the day's budget allows: how many.
  int order() const;

  courier::Outcome look_up(const courier::Claimed& errand) const;

 private:
  std::set<std::string> next() const;
  Rooms at_;
  std::int64_t day_max_;
};

}  // namespace latchkey::conversations
