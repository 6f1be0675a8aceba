#include "tests/fakes/lossy_vfs.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace latchkey::fakes {

namespace {

constexpr std::size_t sector = 512;

std::string content_of(const std::string& path) {
  std::string content(std::filesystem::file_size(path), '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  return content;
}

// Behind SQLite's own file object: whose disk it is, which file on it, and how many of that file's
// errors this open one was told of.
struct Tail {
  LossyVfs* vfs;
  void* disk;
  std::uint64_t errors_told;
};

bool is_kept_in_memory(int flags) {
  return (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
}

Tail* tail_of(sqlite3_file* file, const sqlite3_vfs* inner) {
  return reinterpret_cast<Tail*>(reinterpret_cast<char*>(file) + inner->szOsFile);
}

}  // namespace

LossyVfs::LossyVfs(std::string name, std::uint32_t seed)
    : name_(std::move(name)), inner_(sqlite3_vfs_find("unix")), vfs_(*inner_), chance_(seed) {
  vfs_.pNext = nullptr;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.szOsFile = inner_->szOsFile + static_cast<int>(sizeof(Tail));
  vfs_.xOpen = &LossyVfs::open;
  vfs_.xDelete = &LossyVfs::remove;
  vfs_.xAccess = &LossyVfs::access;
  if (sqlite3_vfs_register(&vfs_, 0) != SQLITE_OK) throw std::runtime_error("no lossy disk");
}

LossyVfs::~LossyVfs() { sqlite3_vfs_unregister(&vfs_); }

void LossyVfs::cut_after(std::int64_t operations) {
  const std::lock_guard guard(lock_);
  operations_left_ = operations;
}

bool LossyVfs::is_dark() const {
  const std::lock_guard guard(lock_);
  return dark_;
}

void LossyVfs::jam() {
  const std::lock_guard guard(lock_);
  jammed_ = true;
}

void LossyVfs::unjam() {
  const std::lock_guard guard(lock_);
  jammed_ = false;
}

LossyVfs::ByThread LossyVfs::written(const std::string& path) const {
  const std::lock_guard guard(lock_);
  const auto known = disks_.find(path);
  return known == disks_.end() ? ByThread{} : known->second->written;
}

LossyVfs::ByThread LossyVfs::flushed(const std::string& path) const {
  const std::lock_guard guard(lock_);
  const auto known = disks_.find(path);
  return known == disks_.end() ? ByThread{} : known->second->flushed;
}

void LossyVfs::fill_up() {
  const std::lock_guard guard(lock_);
  full_ = true;
}

void LossyVfs::make_room() {
  const std::lock_guard guard(lock_);
  full_ = false;
}

// Needs: lock_ is held.
bool LossyVfs::power_goes_now() {
  if (!dark_ && operations_left_ > 0 && --operations_left_ == 0) lose();
  return dark_;
}

void LossyVfs::lose() {
  dark_ = true;
  for (auto& [path, disk] : disks_) to_platter(*disk, what_survives(disk->pending));
}

// A disk keeps its word for what was synced; the rest it may have written or not, in any order and
// in part. Every second time nothing at all survives.
std::vector<LossyVfs::Write> LossyVfs::what_survives(const std::vector<Write>& pending) {
  std::vector<Write> kept;
  if (chance_() % 2 == 0) return kept;
  for (const Write& write : pending) {
    if (write.truncates) {
      if (chance_() % 2 == 0) kept.push_back(write);
      continue;
    }
    for (std::size_t at = 0; at < write.bytes.size(); at += sector) {
      if (chance_() % 3 == 0) continue;
      kept.push_back({write.offset + at, write.bytes.substr(at, sector)});
    }
  }
  return kept;
}

void LossyVfs::apply(std::string& content, const Write& write) {
  if (write.truncates) {
    content.resize(write.offset);
    return;
  }
  const std::size_t end = write.offset + write.bytes.size();
  if (content.size() < end) content.resize(end);
  content.replace(write.offset, write.bytes.size(), write.bytes);
}

void LossyVfs::to_platter(const Disk& disk, const std::vector<Write>& writes) {
  if (writes.empty()) return;
  std::fstream file(disk.path, std::ios::binary | std::ios::in | std::ios::out);
  for (const Write& write : writes) {
    if (write.truncates) {
      file.flush();
      std::filesystem::resize_file(disk.path, write.offset);
      continue;
    }
    file.seekp(static_cast<std::streamoff>(write.offset));
    file.write(write.bytes.data(), static_cast<std::streamsize>(write.bytes.size()));
  }
  if (!file.flush()) throw std::runtime_error("the platter can't be written");
}

LossyVfs& LossyVfs::of(sqlite3_vfs* vfs) { return *static_cast<LossyVfs*>(vfs->pAppData); }

LossyVfs& LossyVfs::of(sqlite3_file* file) {
  static const sqlite3_vfs* const inner = sqlite3_vfs_find("unix");
  return *tail_of(file, inner)->vfs;
}

LossyVfs::Disk& LossyVfs::disk_of(sqlite3_file* file) {
  return *static_cast<Disk*>(tail_of(file, of(file).inner_)->disk);
}

int LossyVfs::open(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* file, int flags,
                   int* out_flags) {
  LossyVfs& self = of(vfs);
  const std::lock_guard guard(self.lock_);
  if (self.dark_) return SQLITE_CANTOPEN;
  const int code = self.inner_->xOpen(self.inner_, path, file, flags, out_flags);
  if (code != SQLITE_OK || !is_kept_in_memory(flags)) return code;
  auto& disk = self.disks_[path];
  if (!disk) disk = std::make_unique<Disk>(Disk{path, content_of(path), {}, 0, {}, {}});
  *tail_of(file, self.inner_) = {&self, disk.get(), disk->errors};
  file->pMethods = &self.methods_over(file->pMethods);
  return SQLITE_OK;
}

// The machine's VFS has one table for databases and one for files without locks.
const sqlite3_io_methods& LossyVfs::methods_over(const sqlite3_io_methods* inner) {
  const auto known = methods_.find(inner);
  if (known != methods_.end()) return known->second;  // open files read it without our lock
  sqlite3_io_methods& methods = methods_[inner];
  methods = *inner;
  methods.iVersion = 2;  // without memory-mapped reads, which would bypass us
  methods.xRead = &LossyVfs::read;
  methods.xWrite = &LossyVfs::write;
  methods.xTruncate = &LossyVfs::truncate;
  methods.xSync = &LossyVfs::sync;
  methods.xFileSize = &LossyVfs::size;
  return methods;
}

int LossyVfs::remove(sqlite3_vfs* vfs, const char* path, int sync_directory) {
  LossyVfs& self = of(vfs);
  const std::lock_guard guard(self.lock_);
  if (self.power_goes_now()) return SQLITE_IOERR_DELETE;
  self.disks_.erase(path);
  return self.inner_->xDelete(self.inner_, path, sync_directory);
}

int LossyVfs::access(sqlite3_vfs* vfs, const char* path, int flags, int* answer) {
  LossyVfs& self = of(vfs);
  const std::lock_guard guard(self.lock_);
  if (self.dark_) return SQLITE_IOERR_ACCESS;
  const auto known = self.disks_.find(path);
  if (known == self.disks_.end()) {
    return self.inner_->xAccess(self.inner_, path, flags, answer);
  }
  *answer = known->second->seen.empty() ? 0 : 1;
  return SQLITE_OK;
}

int LossyVfs::read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
  LossyVfs& self = of(file);
  const std::lock_guard guard(self.lock_);
  if (self.dark_) return SQLITE_IOERR_READ;
  const std::string& seen = disk_of(file).seen;
  const auto at = static_cast<std::size_t>(offset);
  const auto wanted = static_cast<std::size_t>(size);
  const std::size_t there = at < seen.size() ? std::min(wanted, seen.size() - at) : 0;
  if (there > 0) std::memcpy(out, seen.data() + at, there);
  if (there == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(out) + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}

int LossyVfs::write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  LossyVfs& self = of(file);
  const std::lock_guard guard(self.lock_);
  if (self.full_) return SQLITE_FULL;
  Disk& disk = disk_of(file);
  Write write{static_cast<std::size_t>(offset),
              std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))};
  if (!self.dark_) {
    disk.written[std::this_thread::get_id()] += write.bytes.size();
    apply(disk.seen, write);
    disk.pending.push_back(std::move(write));
  }
  return self.power_goes_now() ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int LossyVfs::truncate(sqlite3_file* file, sqlite3_int64 size) {
  LossyVfs& self = of(file);
  const std::lock_guard guard(self.lock_);
  if (self.power_goes_now()) return SQLITE_IOERR_TRUNCATE;
  Disk& disk = disk_of(file);
  disk.pending.push_back({static_cast<std::size_t>(size), {}, true});
  apply(disk.seen, disk.pending.back());
  return SQLITE_OK;
}

int LossyVfs::sync(sqlite3_file* file, int) {
  LossyVfs& self = of(file);
  const std::lock_guard guard(self.lock_);
  if (self.power_goes_now()) return SQLITE_IOERR_FSYNC;
  Disk& disk = disk_of(file);
  for (const Write& write : disk.pending)
    disk.flushed[std::this_thread::get_id()] += write.bytes.size();
  if (self.jammed_ && !disk.pending.empty()) {
    disk.pending.clear();
    disk.errors += 1;
  }
  Tail& tail = *tail_of(file, self.inner_);
  if (tail.errors_told != disk.errors) {
    tail.errors_told = disk.errors;
    return SQLITE_IOERR_FSYNC;
  }
  to_platter(disk, disk.pending);
  disk.pending.clear();
  return SQLITE_OK;
}

int LossyVfs::size(sqlite3_file* file, sqlite3_int64* out) {
  LossyVfs& self = of(file);
  const std::lock_guard guard(self.lock_);
  *out = static_cast<sqlite3_int64>(disk_of(file).seen.size());
  return SQLITE_OK;
}

}  // namespace latchkey::fakes
