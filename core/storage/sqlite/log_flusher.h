// When a COMMIT is on disk: the log is flushed by whoever waits for it, while the writer goes on.
//
// The writer's COMMITs only write the log. Before anybody hears of one, wait() flushes it; one
// flush serves all that were written before it began, so that a slow disk carries more with each.
// Readers see a COMMIT as soon as it is written: they too wait() for what they may have seen.
//
// A flush that fails can't be repeated: the kernel tells of an error once for each open file and
// forgets the pages. So the flusher has an open file of its own, which nobody else flushes, and a
// failure is for good: every wait() fails, nothing is written or folded any more, and the next
// start of the program reads what the disk really has.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "core/storage/sqlite/connection.h"

namespace latchkey::storage {

class LogFlusher {
 public:
  explicit LogFlusher(const SqliteOptions& options)
      : beside_(options.beside), file_(options, Connection::Access::write) {}
  LogFlusher(const LogFlusher&) = delete;
  LogFlusher& operator=(const LogFlusher&) = delete;

  // Around each COMMIT, by the writer's thread. Its number; numbers rise by one.
  std::uint64_t begin() { return ++begun_; }
  void end();  // it is written, or was rolled back

  // Something that had to be flushed may not be on disk.
  void fail();
  bool has_failed() const { return failed_; }

  // The newest COMMIT that a reader may have seen.
  std::uint64_t newest() const { return begun_; }
  // Returns when COMMIT `number` and all before it are on disk. Throws StoreFault. Thread-safe.
  void wait(std::uint64_t number);
  // The same for what a reader may have seen, COMMITs of other processes too.
  void wait_for_seen(std::uint64_t newest);

 private:
  void flush(std::unique_lock<std::mutex>& guard);

  const SqliteOptions::Beside beside_;
  Connection file_;  // only ever flushed
  std::atomic<std::uint64_t> begun_{0}, durable_{0};
  std::atomic<bool> failed_{false};
  std::mutex lock_;
  std::condition_variable changed_;
  std::uint64_t written_ = 0;
  bool flushing_ = false;  // by one of those who wait
};

}  // namespace latchkey::storage
