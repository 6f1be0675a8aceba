// The one thread that writes: many callers' transactions, one flush to disk.
//
// run(job) queues and sleeps until the batch that holds the job is durable. The writer takes all
// that is queued (up to batch_max), so that a batch grows exactly while the disk is busy with the
// one before; nobody waits for company and nobody spins. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "core/storage/sqlite/connection.h"
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

 private:
  struct Waiting {
    Job job;
    std::exception_ptr failure;
    Signal done;
  };
  using Batch = std::vector<Waiting*>;

  void serve();
  bool next_batch(Batch& batch);
  // How long COMMIT took; nothing if the batch failed (then every job in it has its failure).
  std::optional<std::chrono::microseconds> commit_batch(const Batch& batch);
  void run_alone(Waiting& waiting);
  [[noreturn]] static void fail_batch(const Waiting& culprit);
  std::chrono::microseconds commit();
  static void fail_all(const Batch& batch, const StoreFault& fault);

  SqliteOptions options_;
  Connection connection_;
  LogFolder log_folder_;  // after connection_, which recovers the log first
  std::mutex lock_;
  std::condition_variable queued_;
  std::vector<Waiting*> queue_;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace latchkey::storage
