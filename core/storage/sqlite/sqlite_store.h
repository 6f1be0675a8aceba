// The store in one file on this machine's disk: SQLite in WAL mode with group commit.
//
// One thread writes. Callers of write() queue; what is queued becomes one batch, up to a time that
// follows how long the disk takes, and one COMMIT with a disk flush makes the whole batch durable
// before any caller in it goes on (architecture.md Storage). A job that throws is undone alone: the
// batch is rolled back and run again, each job under its own SAVEPOINT, so that a job may run twice
// (rulings.md R14). If the batch itself can't be begun or committed, every caller in it gets a
// StoreFault and nothing of it is kept. If the disk fails to flush, nobody knows what it has: those
// who waited and everybody after them get a StoreFault until the store is opened again, which shows
// whether their last write was kept. /healthz tells.
//
// Readers have their own read-only connections and snapshots. They never wait for the writer's
// work, only for the flush of what they may have seen. Other processes may
// open the same file at the same time (`latchkey staff add` while `serve` runs): batches of several
// processes take turns, waiting up to `busy_wait`.
//
// The database, its -wal and its -shm are readable by their owner only (mode 0600).
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "core/storage/store.h"

namespace latchkey::storage {

// What one COMMIT carried, for metrics.
struct BatchReport {
  std::size_t jobs = 0;                 // in the batch, those rolled back included
  std::chrono::microseconds commit{0};  // from before COMMIT until it is on disk
};

struct SqliteOptions {
  std::string path;                  // created, mode 0600, if it does not exist; its directory must
  std::size_t readers = 4;           // read() calls that run at the same time; more of them wait
  std::size_t batch_max = 256;       // jobs in one COMMIT
  std::size_t statements_max = 512;  // prepared statements kept per connection
  std::chrono::milliseconds busy_wait{5000};  // for other processes' locks, then StoreFault busy
  // 4 KiB each: so much log is folded into the database, aside. The more, the less often callers
  // wait for the end of folding, and the longer a start after a crash (50 MB: a tenth of a second).
  std::size_t wal_pages = 12'000;
  std::size_t wal_pages_max = 48'000;  // here writing waits for it
  // Whether another process may serve from the same file. `a_server`: this is a command beside it.
  // Each COMMIT is on disk before the server can see it, and the log is left to the server to fold
  // as long as it is not too long.
  enum class Beside { nobody, a_server } beside = Beside::nobody;
  std::string vfs;  // SQLite VFS by name; empty is the machine's own
  // For every batch that is on disk, in the thread of one of its callers, so by several at once.
  std::function<void(const BatchReport&)> on_batch;
};

// Throws ConfigFault if the path can't be used, StoreFault if the file is not a sound database.
// Destruction runs what is queued, then closes; no call may be under way.
std::unique_ptr<Store> open_sqlite(const SqliteOptions& options);

}  // namespace latchkey::storage
