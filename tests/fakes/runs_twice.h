// A store that runs every write more than once, as a store may (rulings.md R14).
//
// The first runs are rolled back. Whoever throws dice, counts or moves something away in a write
// is found out by every test that works on this store.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "core/storage/store.h"

namespace latchkey::fakes {

class RunsTwice final : public storage::Store {
 public:
  explicit RunsTwice(std::unique_ptr<Store> inner) : inner_(std::move(inner)) {}
  // So far, each counted once.
  int writes() const { return writes_; }

 protected:
  void do_write(Job job) override {
    struct Again {};
    writes_ += 1;
    try {
      inner_->write([&](storage::Transaction& tx) {
        job(tx);
        throw Again{};
      });
    } catch (const Again&) {
      inner_->write([&](storage::Transaction& tx) { job(tx); });
    }
  }
  void do_read(Job job) const override { inner_->read(job); }

 private:
  std::unique_ptr<Store> inner_;
  std::atomic<int> writes_{0};
};

}  // namespace latchkey::fakes
