#include "core/storage/sqlite/log_flusher.h"

namespace latchkey::storage {

void LogFlusher::end() {
  {
    const std::lock_guard guard(lock_);
    written_ = begun_;
  }
  ended_.notify_all();
}

void LogFlusher::mend() {
  const std::lock_guard flushing(flushing_);
  durable_ = begun_.load();
  failed_ = false;
}

void LogFlusher::wait(std::uint64_t number) {
  if (durable_ >= number) return;
  const std::lock_guard flushing(flushing_);
  if (durable_ >= number) return;
  std::uint64_t written = 0;
  {
    std::unique_lock guard(lock_);
    ended_.wait(guard, [&] { return written_ >= number; });
    written = written_;
  }
  if (failed_)
    throw StoreFault(StoreFault::Kind::other, "an earlier flush of the write-ahead log failed");
  try {
    writer_.flush_log();
  } catch (const StoreFault&) {
    failed_ = true;
    throw;
  }
  durable_ = written;
}

}  // namespace latchkey::storage
