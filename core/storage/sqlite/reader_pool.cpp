#include "core/storage/sqlite/reader_pool.h"

#include <algorithm>

namespace latchkey::storage {

ReaderPool::ReaderPool(const SqliteOptions& options) {
  const std::size_t count = std::max<std::size_t>(options.readers, 1);
  for (std::size_t i = 0; i < count; ++i) {
    all_.push_back(std::make_unique<Reader>(options));
    free_.push_back(all_.back().get());
  }
}

std::uint64_t ReaderPool::run(const std::function<void(Transaction&)>& job,
                              const LogFlusher& flusher) {
  Reader& reader = borrow();
  struct GiveBack {
    ReaderPool& pool;
    Reader& reader;
    ~GiveBack() {
      // A snapshot kept open would stop the write-ahead log from ever beginning anew.
      reader.connection.roll_back();
      pool.give_back(reader);
    }
  } give_back{*this, reader};
  reader.connection.control("BEGIN");
  reader.connection.control("SELECT 1 FROM sqlite_schema LIMIT 1");  // now the snapshot stands
  const std::uint64_t seen = flusher.newest();
  job(reader.connection);
  return seen;
}

ReaderPool::Reader& ReaderPool::borrow() {
  const auto me = std::this_thread::get_id();
  std::unique_lock guard(lock_);
  const bool nested = std::any_of(all_.begin(), all_.end(),
                                  [&](const auto& reader) { return reader->lent_to == me; });
  ensure(!nested, "a read opens no second read");
  returned_.wait(guard, [this] { return !free_.empty(); });
  Reader& reader = *free_.back();
  free_.pop_back();
  reader.lent_to = me;
  return reader;
}

void ReaderPool::give_back(Reader& reader) {
  {
    const std::lock_guard guard(lock_);
    reader.lent_to = {};
    free_.push_back(&reader);
  }
  returned_.notify_one();
}

}  // namespace latchkey::storage
