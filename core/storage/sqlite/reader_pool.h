// A few read-only connections that callers borrow, each read a snapshot of its own.
//
// A caller waits when all are lent. The one used last is lent first: its pages and statements are
// warm. Thread-safe.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/storage/sqlite/connection.h"
#include "core/storage/sqlite/log_flusher.h"

namespace latchkey::storage {

class ReaderPool {
 public:
  explicit ReaderPool(const SqliteOptions& options);

  // Runs `job` on one snapshot and says which COMMIT it may have seen last. Asking from inside
  // another read is a Bug: enough of them at the same time would wait for one another for ever.
  std::uint64_t run(const std::function<void(Transaction&)>& job, const LogFlusher& flusher);

 private:
  struct Reader {
    Reader(const SqliteOptions& options) : connection(options, Connection::Access::read) {}
    Connection connection;
    std::thread::id lent_to;
  };
  Reader& borrow();
  void give_back(Reader& reader);

  std::mutex lock_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Reader>> all_;
  std::vector<Reader*> free_;
};

}  // namespace latchkey::storage
