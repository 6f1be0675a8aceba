// Whole recoveries on the web: from the first page to a new password, by people who read their
// codes.
//
// Each connection is a thread with a browser of its own and one person after the other. A page
// that waits is looked at again after 10 ms, then after twice as long each time up to 160 ms: the
// second that its own refresh waits would be all that is measured.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <span>

#include "tests/bench/cast.h"
#include "tests/bench/load.h"
#include "tests/bench/postbox.h"
#include "tests/bench/visit.h"

namespace latchkey::bench {

class Recoveries {
 public:
  // All outlive it. Nobody of `people` comes twice.
  Recoveries(const Config& config, std::span<const Actor> people, Postbox& postbox)
      : config_(config), people_(people), postbox_(postbox) {}

  // As many as fit into `time`, those under way at its end too, on so many connections, by at most
  // `people_max` people. The latencies are those of whole recoveries.
  Load run(std::size_t connections, std::size_t people_max, std::chrono::milliseconds time);
  std::size_t broken() const { return broken_; }
  // What the first one met.
  const std::vector<Exchange>& first() const { return first_; }

 private:
  bool recover(Visit& visit, const Actor& actor);
  void wait_until_done(Visit& visit);

  const Config& config_;
  const std::span<const Actor> people_;
  Postbox& postbox_;
  std::atomic<std::size_t> next_{0}, broken_{0};
  std::mutex mutex_;  // guards what follows
  std::vector<Exchange> first_;
};

}  // namespace latchkey::bench
