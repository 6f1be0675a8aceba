#include "core/http/exchange.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "core/base/fault.h"

namespace latchkey::http {

Exchange::Exchange(std::size_t queue_max)
    : queue_max_(queue_max), bell_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (bell_.get() < 0) throw Fault("cannot create an eventfd");
}

std::vector<Connection*> Exchange::offer(std::vector<Connection*> ready) {
  std::size_t taken = 0, wake = 0;
  {
    const std::lock_guard lock(queue_mutex_);
    taken = std::min(ready.size(), queue_max_ - std::min(queue_max_, queue_.size()));
    queue_.insert(queue_.end(), ready.begin(), ready.begin() + static_cast<std::ptrdiff_t>(taken));
    wake = std::min(taken, waiting_);
  }
  for (std::size_t i = 0; i < wake; ++i) queue_filled_.notify_one();
  ready.erase(ready.begin(), ready.begin() + static_cast<std::ptrdiff_t>(taken));
  return ready;
}

std::vector<Connection*> Exchange::collect() {
  const std::lock_guard lock(back_mutex_);
  return std::exchange(back_, {});
}

void Exchange::ring() {
  const std::uint64_t one = 1;
  // Fails only when the counter is full, and then the bell is ringing anyway.
  [[maybe_unused]] const auto written = ::write(bell_.get(), &one, sizeof one);
}

Connection* Exchange::take() {
  std::unique_lock lock(queue_mutex_);
  ++waiting_;
  queue_filled_.wait(lock, [&] { return closed_ || !queue_.empty(); });
  --waiting_;
  if (closed_) return nullptr;
  Connection* const connection = queue_.front();
  queue_.pop_front();
  return connection;
}

void Exchange::give_back(Connection* connection) {
  bool first = false;
  {
    const std::lock_guard lock(back_mutex_);
    first = back_.empty();
    back_.push_back(connection);
  }
  if (first) ring();  // otherwise it rings already and was not heard yet
}

void Exchange::close() {
  {
    const std::lock_guard lock(queue_mutex_);
    closed_ = true;
  }
  queue_filled_.notify_all();
}

}  // namespace latchkey::http
