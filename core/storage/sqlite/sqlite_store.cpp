#include "core/storage/sqlite/sqlite_store.h"

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
    const std::uint64_t seen = readers_.run(job, log);
    try {
      log.wait(seen);
    } catch (const StoreFault&) {
      writer_.run([](Transaction&) {});  // a write mends the log first; it covers what was seen
    }
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
