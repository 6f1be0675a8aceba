#include "core/storage/sqlite/log_flusher.h"

#include <exception>

namespace latchkey::storage {

namespace {

[[noreturn]] void refuse() {
  throw StoreFault(StoreFault::Kind::other,
                   "the disk failed to flush; start again to see what it has");
}

}  // namespace

void LogFlusher::end() {
  {
    const std::lock_guard guard(lock_);
    written_ = begun_;
    // Beside a server COMMIT itself has flushed.
    if (beside_ == SqliteOptions::Beside::a_server) durable_ = written_;
  }
  changed_.notify_all();
}

void LogFlusher::fail() {
  {
    const std::lock_guard guard(lock_);
    failed_ = true;
  }
  changed_.notify_all();
}

void LogFlusher::wait(std::uint64_t number) {
  if (durable_ >= number) return;
  std::unique_lock guard(lock_);
  while (durable_ < number) {
    if (failed_) refuse();
    if (flushing_ || written_ < number) {
      changed_.wait(guard);
    } else {
      flush(guard);
    }
  }
}

void LogFlusher::wait_for_seen(std::uint64_t newest) {
  if (failed_) refuse();
  if (beside_ == SqliteOptions::Beside::nobody) return wait(newest);
  std::unique_lock guard(lock_);
  changed_.wait(guard, [this] { return !flushing_; });
  if (failed_) refuse();
  flush(guard);
}

void LogFlusher::flush(std::unique_lock<std::mutex>& guard) {
  const std::uint64_t written = written_;
  flushing_ = true;
  guard.unlock();
  std::exception_ptr failure;
  try {
    file_.flush_log();
  } catch (...) {
    failure = std::current_exception();
  }
  guard.lock();
  flushing_ = false;
  if (failure)
    failed_ = true;
  else
    durable_ = written;
  changed_.notify_all();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace latchkey::storage
