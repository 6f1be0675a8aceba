// Folds the write-ahead log back into the database, beside the writer instead of in its way.
//
// A whole log takes tens of milliseconds to fold, which callers of write() would feel. So a thread
// with a connection of its own folds the bulk while the writer goes on, and the writer itself only
// folds the small rest that came meanwhile, between two batches; then the log begins anew, unless a
// read still needs the old one. If folding can't keep up, or reads keep the log from beginning anew
// until it has `wal_pages_max`, the writer folds all that it may and waits longer for readers.
// Everything but the constructor and the destructor belongs to the writer's thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>

#include "core/storage/sqlite/log_flusher.h"

namespace latchkey::storage {

class LogFolder {
 public:
  // `flusher` outlives it and hears if the disk fails.
  LogFolder(const SqliteOptions& options, LogFlusher& flusher);
  ~LogFolder();  // waits for the pass that runs
  LogFolder(const LogFolder&) = delete;
  LogFolder& operator=(const LogFolder&) = delete;

  // After each batch: `pages` of log are there, `writer` is between two transactions. Throws
  // StoreFault if the disk fails.
  void after_batch(std::size_t pages, Connection& writer);

 private:
  void serve();
  std::size_t fold_bulk();
  void start_pass();
  std::optional<std::size_t> folded_so_far();
  void begin_anew();
  void fold_rest(std::size_t pages, Connection& writer);

  const std::size_t pages_max_, pages_enough_;
  std::size_t not_before_ = 0;  // pages; after an attempt that others prevented
  static constexpr std::size_t all_of_it = SIZE_MAX;
  std::size_t last_rest_ = all_of_it;  // pages that were not folded when the last pass began

  LogFlusher& flusher_;
  Connection connection_;
  std::mutex lock_;
  std::condition_variable wanted_;
  bool pass_wanted_ = false;  // stays until the pass has ended
  bool closing_ = false;
  std::size_t folded_ = 0;  // pages, by the last pass
  std::thread thread_;
};

}  // namespace latchkey::storage
