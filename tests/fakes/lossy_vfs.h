// A disk that forgets what was not flushed when the power goes.
//
// A SQLite VFS over the machine's own: what the database writes stays in memory until it is synced,
// and only then reaches the file. At a power cut every unsynced write is lost, kept or torn, sector
// by sector, as the seed decides, and from then on every access fails. After the stores on it are
// destroyed, the files are what the next start would find; open them with the ordinary VFS.
// Thread-safe. Locks and shared memory are the machine's own, so nothing else may have the files
// open meanwhile.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace latchkey::fakes {

class LossyVfs {
 public:
  // Registers itself under `name`. Needs: the name is not taken.
  LossyVfs(std::string name, std::uint32_t seed);
  // Needs: every database on it is closed.
  ~LossyVfs();
  LossyVfs(const LossyVfs&) = delete;
  LossyVfs& operator=(const LossyVfs&) = delete;

  const std::string& name() const { return name_; }

  // The power goes at the `operations`-th write or sync from now.
  void cut_after(std::int64_t operations);
  bool is_dark() const;

  // From now on syncs fail: what was to be flushed never reaches the platter, though the program
  // goes on seeing it, and each open file is told so once, as Linux does. Or syncs work again.
  void jam();
  void unjam();

  // Bytes that each thread has written to the file at `path`, and had to wait for until the platter
  // had them.
  using ByThread = std::map<std::thread::id, std::size_t>;
  ByThread written(const std::string& path) const;
  ByThread flushed(const std::string& path) const;

  // From now on there is no room (SQLITE_FULL), or there is again.
  void fill_up();
  void make_room();

 private:
  struct Write {
    std::size_t offset;
    std::string bytes;
    bool truncates = false;  // the file ends at `offset`
  };
  struct Disk {
    std::string path;
    std::string seen;            // what the program reads
    std::vector<Write> pending;  // what the platter does not have yet, in order
    std::uint64_t errors = 0;    // flushes that failed
    ByThread written, flushed;
  };

  static LossyVfs& of(sqlite3_vfs* vfs);
  static LossyVfs& of(sqlite3_file* file);
  static Disk& disk_of(sqlite3_file* file);
  static int open(sqlite3_vfs*, sqlite3_filename, sqlite3_file*, int flags, int* out_flags);
  static int remove(sqlite3_vfs*, const char* path, int sync_directory);
  static int access(sqlite3_vfs*, const char* path, int flags, int* answer);
  static int read(sqlite3_file*, void* out, int size, sqlite3_int64 offset);
  static int write(sqlite3_file*, const void* bytes, int size, sqlite3_int64 offset);
  static int truncate(sqlite3_file*, sqlite3_int64 size);
  static int sync(sqlite3_file*, int flags);
  static int size(sqlite3_file*, sqlite3_int64* out);

  const sqlite3_io_methods& methods_over(const sqlite3_io_methods* inner);
  bool power_goes_now();
  void lose();
  static void apply(std::string& content, const Write& write);
  static void to_platter(const Disk& disk, const std::vector<Write>& writes);
  std::vector<Write> what_survives(const std::vector<Write>& pending);

  std::string name_;
  sqlite3_vfs* inner_;
  sqlite3_vfs vfs_;
  std::map<const sqlite3_io_methods*, sqlite3_io_methods> methods_;
  mutable std::mutex lock_;
  std::map<std::string, std::unique_ptr<Disk>> disks_;
  std::mt19937 chance_;
  std::int64_t operations_left_ = -1;  // negative: no cut is planned
  bool dark_ = false;
  bool full_ = false;
  bool jammed_ = false;
};

}  // namespace latchkey::fakes
