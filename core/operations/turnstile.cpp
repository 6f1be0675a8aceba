#include "core/operations/turnstile.h"

namespace latchkey::operations {

// Leaves again however the answer ends.
class Turnstile::Inside {
 public:
  explicit Inside(Turnstile& at) : at_(at) {}
  ~Inside() {
    const std::lock_guard lock(at_.mutex_);
    at_.inside_ -= 1;
    at_.changed_.notify_all();
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  Turnstile& at_;
};

http::Response Turnstile::pass(const http::Handler& inner, const http::Request& request) {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return state_ != State::closed; });
    if (state_ == State::ended) {
      http::Response answer;
      answer.status = 503;
      answer.body = "Closed for a moment. Please try again.\n";
      answer.with("Retry-After", "10");
      return answer;
    }
    inside_ += 1;
  }
  const Inside inside(*this);
  return inner(request);
}

void Turnstile::close() {
  std::unique_lock lock(mutex_);
  state_ = State::closed;
  changed_.wait(lock, [&] { return inside_ == 0; });
}

void Turnstile::open() {
  const std::lock_guard lock(mutex_);
  state_ = State::open;
  changed_.notify_all();
}

void Turnstile::end() {
  const std::lock_guard lock(mutex_);
  state_ = State::ended;
  changed_.notify_all();
}

}  // namespace latchkey::operations
