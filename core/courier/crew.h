// The threads of one lane: one looks for due errands, the others wait for their share.
//
// If every idle thread looked by itself, one errand would wake them all to run the same query, and
// all but one in vain. Here a single idle thread (the lookout, whichever is free) claims as many
// errands as threads are idle, hands them round and passes the lookout on. What is claimed is begun
// at once, so that no lease runs while an errand waits for a thread. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "core/courier/outbox.h"

namespace latchkey::courier {

class Crew {
 public:
  struct Found {
    std::vector<Claimed> claimed;  // at most as many as asked for
    Millis rest{0};                // if none: how long nothing will be due, unless woken
  };
  // Claims what is due, `max` at most. Runs on one thread at a time; throws nothing.
  using Look = std::function<Found(int max)>;
  // Performs one errand. Runs on several threads at once; throws nothing.
  using Carry = std::function<void(const Claimed&)>;

  // Needs: threads > 0. Begins at once.
  Crew(int threads, Look look, Carry carry);
  // leave() and join().
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  // Something may be due: the lookout looks again.
  void wake();
  // Nobody looks any more; what is claimed, or is just being claimed, is still performed.
  void leave();
  void join();

 private:
  enum class Lookout { taken, free };

  void work();
  std::optional<Claimed> next();
  std::optional<Claimed> take_ready();
  void look(std::unique_lock<std::mutex>& lock);

  const Look look_;
  const Carry carry_;
  std::mutex mutex_;                // guards what follows
  std::condition_variable rung_;    // the resting lookout waits here
  std::condition_variable shared_;  // everybody else who is idle
  std::deque<Claimed> ready_;       // claimed, each for one idle thread
  std::uint64_t wakes_ = 0;
  int idle_ = 0;  // who wait at shared_
  Lookout lookout_ = Lookout::free;
  bool leaving_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace latchkey::courier
