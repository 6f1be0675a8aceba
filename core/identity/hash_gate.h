// A door in front of password hashing, so that many sign-ins at once can't take all memory.
//
// Each hash takes tens of megabytes and a whole core for tens of milliseconds (standards.md T34).
// At most `at_once` run together; up to `waiting_max` more wait their turn, no longer than
// `wait_max`; whoever comes beyond that is told `busy` at once and asks the person to try again.
// The wait is real time on the machine's steady clock, not the injected one: it bounds how long a
// worker thread is held. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <type_traits>

namespace latchkey::identity {

struct GateSize {
  std::size_t at_once = 1;
  std::size_t waiting_max = 32;
  std::chrono::milliseconds wait_max{3000};
};

// One per core, but no more than fit into a quarter of the machine's memory; at least one.
GateSize gate_for(std::size_t memory_bytes_each);

class HashGate {
 public:
  // Needs: size.at_once > 0.
  explicit HashGate(GateSize size);
  std::size_t at_once() const { return size_.at_once; }

  // What `work` returns, or nothing when busy: `work` has not run then. Exceptions pass through.
  template <class Work>
  auto run(Work&& work) -> std::optional<std::invoke_result_t<Work&>> {
    if (!enter()) return std::nullopt;
    const Leave leave{*this};
    return work();
  }

 private:
  struct Leave {
    HashGate& gate;
    ~Leave() { gate.leave(); }
  };
  bool enter();
  void leave();

  const GateSize size_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t running_ = 0, waiting_ = 0;
};

}  // namespace latchkey::identity
