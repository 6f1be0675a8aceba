#include "core/storage/sqlite/sqlite_store.h"

#include <exception>

#include "core/storage/sqlite/group_writer.h"
#include "core/storage/sqlite/private_file.h"
#include "core/storage/sqlite/reader_pool.h"

namespace latchkey::storage {

namespace {

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(const SqliteOptions& options) : writer_(options), readers_(options) {}

 protected:
  void do_write(Job job) override { writer_.run(std::move(job)); }
  void do_read(Job job) const override {
    LogFlusher& log = writer_.log();
    std::exception_ptr failure;
    const std::uint64_t seen = readers_.run(
        [&](Transaction& tx) {
          try {
            job(tx);
          } catch (...) {
            failure = std::current_exception();  // it tells what it saw, as an answer does
          }
        },
        log);
    log.wait_for_seen(seen);
    if (failure) std::rethrow_exception(failure);
  }

 private:
  // Order matters: the writer opens first (it recovers the log after a crash) and closes last (it
  // folds the log into the database).
  mutable GroupWriter writer_;
  mutable ReaderPool readers_;
};

}  // namespace

std::unique_ptr<Store> open_sqlite(const SqliteOptions& options) {
  make_private_file(options.path);
  return std::make_unique<SqliteStore>(options);
}

}  // namespace latchkey::storage
