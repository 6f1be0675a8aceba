#include "tests/bench/slow_vfs.h"

#include <stdexcept>
#include <thread>

namespace latchkey::bench {

SlowVfs::SlowVfs(std::string name, std::chrono::microseconds flush)
    : name_(std::move(name)), inner_(sqlite3_vfs_find("unix")), vfs_(*inner_), flush_(flush) {
  vfs_.pNext = nullptr;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = &SlowVfs::open;
  if (sqlite3_vfs_register(&vfs_, 0) != SQLITE_OK) throw std::runtime_error("no slow disk");
}

SlowVfs::~SlowVfs() { sqlite3_vfs_unregister(&vfs_); }

int SlowVfs::open(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* file, int flags,
                  int* out_flags) {
  SlowVfs& self = *static_cast<SlowVfs*>(vfs->pAppData);
  const int code = self.inner_->xOpen(self.inner_, path, file, flags, out_flags);
  if (code != SQLITE_OK) return code;
  const std::lock_guard guard(self.lock_);
  const sqlite3_io_methods* inner = file->pMethods;
  auto& slow = self.methods_[inner];
  if (!slow) {
    slow = std::make_unique<SlowMethods>(SlowMethods{*inner, inner, self.flush_});
    slow->methods.xSync = &SlowVfs::sync;
  }
  file->pMethods = &slow->methods;
  return SQLITE_OK;
}

int SlowVfs::sync(sqlite3_file* file, int flags) {
  const auto* slow = reinterpret_cast<const SlowMethods*>(file->pMethods);
  std::this_thread::sleep_for(slow->flush);
  return slow->inner->xSync(file, flags);
}

}  // namespace latchkey::bench
