#include "core/storage/sqlite/sqlite_store.h"
#include "tests/fakes/temporary_directory.h"
#include "tests/storage_contract.h"

namespace latchkey::storage_contract {

namespace {

class SqlitePlace final : public Place {
 public:
  std::unique_ptr<storage::Store> open() override {
    storage::SqliteOptions options;
    options.path = directory_.file("contract.db");
    return storage::open_sqlite(options);
  }

 private:
  fakes::TemporaryDirectory directory_;
};

}  // namespace

const std::vector<StoreFactory>& store_factories() {
  static const std::vector<StoreFactory> factories = {
      {"sqlite", [] { return std::make_unique<SqlitePlace>(); }},
  };
  return factories;
}

}  // namespace latchkey::storage_contract
