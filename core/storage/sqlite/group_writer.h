// The one thread that writes: many callers' transactions, one flush to disk.
//
// run(job) queues and sleeps until the batch that holds the job is durable. The writer runs what is
// queued (up to batch_max, and for a while that follows what a COMMIT takes), commits, and goes on
// with the next batch while the first waiter of this one flushes it and then wakes the others.
// Nobody waits for company and nobody spins. Thread-safe.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "core/storage/sqlite/connection.h"
#include "core/storage/sqlite/log_flusher.h"
#include "core/storage/sqlite/log_folder.h"
#include "core/storage/sqlite/signal.h"

namespace latchkey::storage {

class GroupWriter {
 public:
  using Job = std::function<void(Transaction&)>;

  explicit GroupWriter(const SqliteOptions& options);
  // Runs what is queued, then stops.
  ~GroupWriter();
  GroupWriter(const GroupWriter&) = delete;
  GroupWriter& operator=(const GroupWriter&) = delete;

  // Durable on return; throws what the job threw, or the fault of its batch.
  void run(Job job);

  LogFlusher& log() { return flusher_; }

 private:
  struct Commit {
    std::uint64_t number = 0;
    std::chrono::steady_clock::time_point began;
    std::size_t jobs = 0;
    std::chrono::microseconds took{0};  // until it was on disk
  };
  struct Waiting {
    Job job;
    std::exception_ptr failure;
    std::array<Waiting*, 2> wakes{};  // of the same batch; they exist until they are woken
    std::optional<Commit> commit;     // of the first in a batch, who sees to the flush
    enum class Flush { done, failed } flush = Flush::done;
    Signal done;
  };
  using Batch = std::vector<Waiting*>;

  void serve();
  bool next_batch(Batch& batch);
  // Nothing if the batch failed; then every job in it has its failure.
  std::optional<Commit> commit_batch(Batch& batch);
  void flush(Commit& commit, Waiting& first) noexcept;
  void put_back(Batch& batch, std::size_t first);
  static void wake(const Batch& batch);
  static void mark_unflushed(Waiting& first) noexcept;
  void fold_log();
  bool run_together(Batch& batch);
  void run_apart(const Batch& batch);
  [[noreturn]] static void fail_batch(const Waiting& culprit);
  Commit commit(std::size_t jobs);
  static void fail_all(const Batch& batch, const StoreFault& fault);

  SqliteOptions options_;
  Connection connection_;
  LogFlusher flusher_;
  LogFolder log_folder_;                  // after connection_, which recovers the log first
  std::chrono::microseconds batch_time_;  // the writer's own: no new job is begun after it
  std::mutex lock_;
  std::condition_variable queued_;
  std::deque<Waiting*> queue_;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace latchkey::storage
