// What every engine behind Store must do, written once.
//
// A new engine adds one line to store_factories() and the whole of storage_contract_test.cpp judges
// it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/storage/store.h"

namespace latchkey::storage_contract {

// One database, empty at first; open() may be called again after the store before was destroyed,
// or while it lives to stand for a second process.
class Place {
 public:
  virtual ~Place() = default;
  virtual std::unique_ptr<storage::Store> open() = 0;
};

struct StoreFactory {
  const char* name;
  std::function<std::unique_ptr<Place>()> make_place;
};

const std::vector<StoreFactory>& store_factories();

}  // namespace latchkey::storage_contract
