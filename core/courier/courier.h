// Carries errands out: claims what is due, performs it, and tells whoever must know.
//
// Performing happens outside every transaction and at least once; a crash at any point leaves a
// lease that runs out and gives the errand back. Nothing is queued in memory: a lane
// claims only what its threads are about to do, so their number bounds what runs at once, hashing
// most of all. The courier is one of the three borders where Faults end (core/base/fault.h).
//
// run_due() steps it without any thread, for tests (rulings.md R33). start() gives each lane
// threads of its own. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/base/log.h"
#include "core/courier/crew.h"
#include "core/courier/outbox.h"
#include "core/courier/outcome.h"
#include "core/storage/store.h"

namespace latchkey::courier {

// Does what an errand asks for and says how it ended. Runs on several threads at once. What it
// throws counts as an unknown end. Needs to be done within lease_length. `claimed.body` is there.
using Performer = std::function<Outcome(const Claimed&)>;
using Performers = std::map<Kind, Performer>;

// Told once for every errand that has ended, outside any transaction. It must end the row itself
// with Outbox::finish() in the same write that moves on whatever asked, and do nothing else if
// that says `already`. What it throws is logged, and the row is ended without it.
using Ended = std::function<void(const Claimed&, const Outcome&)>;

// Threads of each lane, and how long an idle one sleeps without a wake().
struct Pace {
  int phone = 4;
  int mail = 2;
  int accounts = 2;
  int hashing = 0;  // 0: one for each core (standards.md section 3)
  Millis idle{1000};
  int lookups = 1;
};

// Counters since start, for metrics and tests.
struct CourierCounts {
  std::uint64_t performed = 0, ended = 0, postponed = 0, faults = 0;
};

class Courier {
 public:
  // Kind::nothing needs no performer. Kinds without one end as `configuration`. An empty `ended`
  // just ends the row. Everything given by reference must outlive the courier.
  Courier(storage::Store& store, const Outbox& outbox, Performers performers, const Clock& clock,
          Dice& dice, Log& log, Ended ended = {}, Pace pace = {});
  ~Courier();  // stop()s
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  // Performs everything that is due now, in this thread, lane by lane. How many tries that were.
  int run_due();

  void start();
  // Lets running tries end, then returns; nothing new is claimed. May be called twice.
  void stop();
  // After a commit that put errands: an idle thread of each lane looks at once.
  void wake(Lanes woken = Lanes().set());

  CourierCounts counts() const;

 private:
  Crew::Found look(Lane lane, int max);
  void carry_or_log(const Claimed& claimed);
  void count_fault();
  std::vector<Claimed> claim(Lane lane, int max);
  void carry(const Claimed& claimed);
  Outcome perform(const Claimed& claimed);
  void end(const Claimed& claimed, const Outcome& outcome);

  storage::Store& store_;
  const Outbox& outbox_;
  Performers performers_;
  const Clock& clock_;
  Dice& dice_;
  Log& log_;
  Ended ended_;
  Pace pace_;

  mutable std::mutex mutex_;  // guards what follows
  CourierCounts counts_;
  std::vector<std::unique_ptr<Crew>> crews_;  // by lane; empty unless started
};

}  // namespace latchkey::courier
