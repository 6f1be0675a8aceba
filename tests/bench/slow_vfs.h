// A disk whose flush takes as long as one wishes.
//
// This machine's virtual disk says "flushed" in 30 µs; a real one takes 1 ms (cloud) or 10 ms. A
// SQLite VFS over the machine's own that sleeps in every sync shows what people would get there.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace latchkey::bench {

class SlowVfs {
 public:
  // Registers itself under `name`; each flush takes `flush` longer.
  SlowVfs(std::string name, std::chrono::microseconds flush);
  // Needs: every database on it is closed.
  ~SlowVfs();
  SlowVfs(const SlowVfs&) = delete;
  SlowVfs& operator=(const SlowVfs&) = delete;

  const std::string& name() const { return name_; }
  // From now on databases that name no VFS are on this disk, in this process and its forks.
  void make_default() { sqlite3_vfs_register(&vfs_, 1); }

 private:
  // Each open file begins with a pointer to its table of functions. SQLite's own tables are
  // constant, so a file is given a copy with another sync; what it covers stands beside it.
  struct SlowMethods {
    sqlite3_io_methods methods;  // first, so that the table's address is this one's
    const sqlite3_io_methods* inner;
    std::chrono::microseconds flush;
  };
  static int open(sqlite3_vfs*, sqlite3_filename, sqlite3_file*, int flags, int* out_flags);
  static int sync(sqlite3_file*, int flags);

  std::string name_;
  sqlite3_vfs* inner_;
  sqlite3_vfs vfs_;
  std::chrono::microseconds flush_;
  std::mutex lock_;
  std::map<const sqlite3_io_methods*, std::unique_ptr<SlowMethods>> methods_;
};

}  // namespace latchkey::bench
