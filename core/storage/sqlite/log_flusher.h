// When a COMMIT is on disk: the log is flushed by whoever waits for it, while the writer goes on.
//
// The writer's COMMITs only write the log. Before anybody hears of one, wait() flushes it; one
// flush serves all that were written before it began, so that a slow disk carries more with each.
// Readers see a COMMIT as soon as it is written: they too wait() for what they may have seen.
//
// A flush that failed leaves it open what is on disk, and a later one would not tell (the kernel
// reports an error once). From then on everybody's wait() fails until the writer has brought all of
// the log into the database and flushed that. begin() to mend() belong to the writer's thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "core/storage/sqlite/connection.h"

namespace latchkey::storage {

class LogFlusher {
 public:
  // `writer` outlives it.
  explicit LogFlusher(Connection& writer) : writer_(writer) {}
  LogFlusher(const LogFlusher&) = delete;
  LogFlusher& operator=(const LogFlusher&) = delete;

  // Around each COMMIT. Its number; numbers rise by one.
  std::uint64_t begin() { return ++begun_; }
  void end();  // it is written, or was rolled back

  bool has_failed() const { return failed_; }
  void mend();  // all that was written is in the database and flushed there

  // The newest COMMIT that a reader may have seen.
  std::uint64_t newest() const { return begun_; }
  // Returns when COMMIT `number` and all before it are on disk. Throws StoreFault. Thread-safe.
  void wait(std::uint64_t number);

 private:
  Connection& writer_;
  std::atomic<std::uint64_t> begun_{0}, durable_{0};
  std::atomic<bool> failed_{false};
  std::mutex flushing_;  // one flush at a time, taken before lock_
  std::mutex lock_;
  std::condition_variable ended_;
  std::uint64_t written_ = 0;
};

}  // namespace latchkey::storage
