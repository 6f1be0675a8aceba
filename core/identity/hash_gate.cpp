#include "core/identity/hash_gate.h"

#include <unistd.h>

#include <algorithm>
#include <thread>

#include "core/base/fault.h"

namespace latchkey::identity {

GateSize gate_for(std::size_t memory_bytes_each) {
  ensure(memory_bytes_each > 0, "a hash takes memory");
  const auto pages = static_cast<std::size_t>(std::max(1L, sysconf(_SC_PHYS_PAGES)));
  const auto page = static_cast<std::size_t>(std::max(1L, sysconf(_SC_PAGE_SIZE)));
  const std::size_t fit = pages / 4 * page / memory_bytes_each;
  const std::size_t cores = std::thread::hardware_concurrency();
  GateSize size;
  size.at_once = std::max<std::size_t>(1, std::min(cores, fit));
  return size;
}

HashGate::HashGate(GateSize size) : size_(size) {
  ensure(size.at_once > 0, "a gate lets somebody through");
}

bool HashGate::enter() {
  std::unique_lock lock(mutex_);
  const auto free = [this] { return running_ < size_.at_once; };
  if (!free()) {
    if (waiting_ >= size_.waiting_max) return false;
    ++waiting_;
    const bool got_in = freed_.wait_for(lock, size_.wait_max, free);
    --waiting_;
    if (!got_in) return false;
  }
  ++running_;
  return true;
}

void HashGate::leave() {
  {
    const std::lock_guard lock(mutex_);
    --running_;
  }
  freed_.notify_one();
}

}  // namespace latchkey::identity
