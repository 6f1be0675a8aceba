#include "core/storage/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include "core/storage/sqlite/private_file.h"
#include "core/storage/store.h"

namespace latchkey::storage {

namespace {

struct CloseDatabase {
  void operator()(sqlite3* open) const { sqlite3_close(open); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
struct Finalize {
  void operator()(sqlite3_stmt* prepared) const { sqlite3_finalize(prepared); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

constexpr int pages_per_step = 1024;
constexpr int busy_wait_ms = 5000;

[[noreturn]] void fail(const std::string& doing, int code) {
  const auto kind = (code & 0xff) == SQLITE_FULL ? StoreFault::Kind::full : StoreFault::Kind::other;
  throw StoreFault(kind, doing + ": " + sqlite3_errstr(code));
}

[[noreturn]] void fail_system(const std::string& doing) {
  const auto kind = errno == ENOSPC ? StoreFault::Kind::full : StoreFault::Kind::other;
  throw StoreFault(kind, doing + ": " + std::generic_category().message(errno));
}

Database open_database(const std::string& name, int flags) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &opened,
                                   flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database database(opened);
  if (code != SQLITE_OK) fail("can't open " + name, code);
  sqlite3_busy_timeout(opened, busy_wait_ms);
  return database;
}

void run(sqlite3* database, const char* sql) {
  const int code = sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(sql, code);
}

// Empty file of our own with an unguessable name: mkstemp() makes it 0600.
int make_scratch(std::string& name) {
  name += ".XXXXXX";
  const int descriptor = ::mkstemp(name.data());
  if (descriptor < 0) fail_system("can't create " + name);
  return descriptor;
}

void copy_pages(sqlite3* source, sqlite3* target) {
  sqlite3_backup* backup = sqlite3_backup_init(target, "main", source, "main");
  if (!backup) fail("can't begin the copy", sqlite3_extended_errcode(target));
  int code = SQLITE_OK;
  while (code == SQLITE_OK) code = sqlite3_backup_step(backup, pages_per_step);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) fail("can't copy the database", code);
}

void copy_snapshot(const std::string& source, const std::string& target) {
  const Database from = open_database(source, SQLITE_OPEN_READONLY);
  const Database to = open_database(target, SQLITE_OPEN_READWRITE);
  // One read transaction around all steps: without it the copy begins anew at every commit.
  run(from.get(), "BEGIN");
  run(from.get(), "SELECT COUNT(*) FROM sqlite_schema");
  // The scratch file is worthless after a crash, so it needs no journal.
  run(to.get(), "PRAGMA journal_mode=OFF");
  copy_pages(from.get(), to.get());
}

std::vector<std::string> lines_of(sqlite3* database, const char* sql) {
  sqlite3_stmt* made = nullptr;
  const int code = sqlite3_prepare_v2(database, sql, -1, &made, nullptr);
  const Prepared prepared(made);
  std::vector<std::string> lines;
  if (code != SQLITE_OK) return {sqlite3_errstr(code)};
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(made)) == SQLITE_ROW) {
    const unsigned char* text = sqlite3_column_text(made, 0);
    lines.emplace_back(text ? reinterpret_cast<const char*>(text) : "");
  }
  if (step != SQLITE_DONE) lines.emplace_back(sqlite3_errstr(step));
  return lines;
}

std::vector<std::string> problems_in(sqlite3* database, CheckDepth depth) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  std::vector<std::string> problems = lines_of(database, "PRAGMA trusted_schema=OFF");
  const char* check =
      depth == CheckDepth::full ? "PRAGMA integrity_check(20)" : "PRAGMA quick_check(20)";
  for (std::string& line : lines_of(database, check)) {
    if (line != "ok") problems.push_back(std::move(line));
  }
  for (const std::string& table : lines_of(database, "PRAGMA foreign_key_check")) {
    if (problems.size() >= 20) break;
    problems.push_back("a row of table " + table + " points to a row that is missing");
  }
  return problems;
}

// An address that SQLite reads without making a -wal or -shm beside it: for files of our own only.
std::string immutable_address(const std::string& path) {
  std::string address = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      address += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
    } else {
      address += c;
    }
  }
  return address + "?immutable=1";
}

void require_sound_file(const std::string& path) {
  const Database database =
      open_database(immutable_address(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  auto problems = problems_in(database.get(), CheckDepth::quick);
  // An empty file is a sound database to SQLite; to an operator it is a lost backup.
  const auto tables = lines_of(database.get(), "SELECT name FROM sqlite_schema LIMIT 1");
  if (tables.empty()) problems.emplace_back("it holds no tables");
  if (problems.empty()) return;
  throw StoreFault(StoreFault::Kind::other, "not a sound database: " + problems.front());
}

// Folds the old database's log into it, so that removing the log below loses nothing if the machine
// stops before the rename. An old database too broken for that has nothing to fold.
void fold_log(const std::string& path) {
  if (!std::filesystem::exists(path)) return;
  try {
    const Database database = open_database(path, SQLITE_OPEN_READWRITE);
    run(database.get(), "PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (const StoreFault&) {
    return;
  }
}

}  // namespace

DatabaseCopy::DatabaseCopy(const std::string& source, const std::string& scratch_directory)
    : path_(scratch_directory + "/copy") {
  ::close(make_scratch(path_));
  try {
    copy_snapshot(source, path_);
    require_sound_file(path_);
  } catch (...) {
    ::unlink(path_.c_str());
    throw;
  }
}

DatabaseCopy::~DatabaseCopy() { ::unlink(path_.c_str()); }

std::int64_t DatabaseCopy::size_bytes() const {
  return static_cast<std::int64_t>(std::filesystem::file_size(path_));
}

void DatabaseCopy::read(std::size_t chunk_bytes,
                        const std::function<void(std::string_view)>& sink) const {
  ensure(chunk_bytes > 0, "a chunk holds something");
  std::ifstream file(path_, std::ios::binary);
  std::string chunk(chunk_bytes, '\0');
  while (file.read(chunk.data(), static_cast<std::streamsize>(chunk_bytes)) || file.gcount() > 0) {
    sink(std::string_view(chunk).substr(0, static_cast<std::size_t>(file.gcount())));
  }
  if (!file.eof()) throw StoreFault(StoreFault::Kind::other, "can't read the copy back");
}

DatabaseReplacement::DatabaseReplacement(const std::string& target)
    : target_(target), path_(target + ".restoring"), descriptor_(make_scratch(path_)) {}

DatabaseReplacement::~DatabaseReplacement() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

void DatabaseReplacement::append(std::string_view bytes) {
  ensure(descriptor_ >= 0, "nothing is appended after the replacement took place");
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_system("can't write " + path_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void DatabaseReplacement::take_place() {
  ensure(descriptor_ >= 0, "a replacement takes place once");
  if (::fsync(descriptor_) != 0) fail_system("can't sync " + path_);
  require_sound_file(path_);
  fold_log(target_);
  // A log left behind would be played onto a database that it does not belong to.
  ::unlink((target_ + "-wal").c_str());
  ::unlink((target_ + "-shm").c_str());
  sync_directory_of(target_);
  if (::rename(path_.c_str(), target_.c_str()) != 0) fail_system("can't replace " + target_);
  path_.clear();
  sync_directory_of(target_);
  ::close(descriptor_);
  descriptor_ = -1;
}

std::vector<std::string> problems_of_database(const std::string& path, CheckDepth depth) {
  const Database database = open_database(path, SQLITE_OPEN_READONLY);
  return problems_in(database.get(), depth);
}

}  // namespace latchkey::storage
