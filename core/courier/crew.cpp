#include "core/courier/crew.h"

#include "core/base/fault.h"

namespace latchkey::courier {

Crew::Crew(int threads, Look look, Carry carry) : look_(std::move(look)), carry_(std::move(carry)) {
  ensure(threads > 0, "a lane has a thread");
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Crew::~Crew() {
  leave();
  join();
}

void Crew::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
  }
  rung_.notify_one();
}

void Crew::leave() {
  {
    const std::lock_guard lock(mutex_);
    leaving_ = true;
  }
  rung_.notify_all();
  shared_.notify_all();
}

void Crew::join() {
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Crew::work() {
  while (const auto claimed = next()) carry_(*claimed);
}

std::optional<Claimed> Crew::take_ready() {
  if (ready_.empty()) return std::nullopt;
  Claimed one = std::move(ready_.front());
  ready_.pop_front();
  return one;
}

std::optional<Claimed> Crew::next() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (auto one = take_ready()) return one;
    if (leaving_) return std::nullopt;
    if (lookout_ == Lookout::free) {
      look(lock);
      continue;
    }
    ++idle_;
    shared_.wait(lock, [this] { return leaving_ || !ready_.empty() || lookout_ == Lookout::free; });
    --idle_;
  }
}

void Crew::look(std::unique_lock<std::mutex>& lock) {
  lookout_ = Lookout::taken;
  const std::uint64_t seen = wakes_;
  const int max = idle_ + 1;
  lock.unlock();
  Found found = look_(max);
  lock.lock();
  if (found.claimed.empty())  // the others needn't wake while it rests
    rung_.wait_for(lock, found.rest, [&] { return leaving_ || wakes_ != seen; });
  lookout_ = Lookout::free;
  // One is this thread's; so many wake, and one of them more, to be the next lookout.
  for (std::size_t i = 0; i < found.claimed.size(); ++i) shared_.notify_one();
  for (Claimed& one : found.claimed) ready_.push_back(std::move(one));
}

}  // namespace latchkey::courier
