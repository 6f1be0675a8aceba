// A real SQLite store in a directory of its own, with the tables a test asks for.
//
//     fakes::TestStore store{tickets::schema(), audit::schema()};
//     store->write([&](storage::Transaction& tx) { … });
#pragma once

#include <initializer_list>
#include <memory>
#include <span>
#include <string>

#include "core/storage/schema.h"
#include "core/storage/sqlite/sqlite_store.h"
#include "tests/fakes/temporary_directory.h"

namespace latchkey::fakes {

class TestStore {
 public:
  TestStore(std::initializer_list<storage::AreaSchema> areas)
      : TestStore(std::span(areas.begin(), areas.size())) {}
  explicit TestStore(std::span<const storage::AreaSchema> areas) : store_(open()) {
    storage::upgrade(*store_, areas, from_millis(0));
  }

  storage::Store& operator*() { return *store_; }
  storage::Store* operator->() { return store_.get(); }
  std::string path() const { return directory_.file("test.db"); }

  // As after a restart of the program.
  void reopen() {
    store_.reset();
    store_ = open();
  }

 private:
  std::unique_ptr<storage::Store> open() const {
    storage::SqliteOptions options;
    options.path = path();
    return storage::open_sqlite(options);
  }

  TemporaryDirectory directory_;
  std::unique_ptr<storage::Store> store_;
};

}  // namespace latchkey::fakes
