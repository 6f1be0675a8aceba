#include <doctest/doctest.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include "core/storage/backup.h"
#include "core/storage/schema.h"
#include "core/storage/sqlite/sqlite_store.h"
#include "tests/fakes/comes_true.h"
#include "tests/fakes/lossy_vfs.h"
#include "tests/fakes/temporary_directory.h"

using namespace latchkey;
using namespace latchkey::storage;

namespace {

constexpr const char* receipts_1[] = {
    "CREATE TABLE receipt (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT",
    "CREATE TABLE copy (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT"};
constexpr SchemaVersion receipt_versions[] = {{receipts_1}};
constexpr AreaSchema receipt_areas[] = {{"receipts", receipt_versions}};

constexpr std::int64_t kept_receipts = 100;  // each new one removes one as old as this

SqliteOptions options_for(const std::string& path, const std::string& vfs) {
  SqliteOptions options;
  options.path = path;
  options.vfs = vfs;
  options.readers = 1;
  options.wal_pages = 12;  // the log is folded often, so that many cuts fall into folding
  options.wal_pages_max = 40;
  return options;
}

// A transaction that is easily half done: two tables, several pages.
void leave_receipt(Store& store, std::int64_t id) {
  const Blob body{std::string(static_cast<std::size_t>(id % 7) * 900, 'r')};
  store.write([&](Transaction& tx) {
    tx.run("INSERT INTO receipt (id, body) VALUES ($1, $2)", id, body);
    tx.run("INSERT INTO copy (id, body) VALUES ($1, $2)", id, body);
    tx.run("DELETE FROM receipt WHERE id = $1", id - kept_receipts);
    tx.run("DELETE FROM copy WHERE id = $1", id - kept_receipts);
  });
}

// What write() has returned for.
struct Promises {
  std::mutex lock;
  std::set<std::int64_t> kept;
  std::int64_t newest = 0;
};

void write_until_dark(const std::string& path, fakes::LossyVfs& disk, Promises& promises) {
  std::unique_ptr<Store> store;
  try {
    store = open_sqlite(options_for(path, disk.name()));
  } catch (const Fault&) {
    return;  // the cut fell into opening
  }
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      try {
        while (!disk.is_dark()) {
          std::unique_lock guard(promises.lock);
          const std::int64_t id = ++promises.newest;
          guard.unlock();
          leave_receipt(*store, id);
          guard.lock();
          promises.kept.insert(id);
        }
      } catch (const StoreFault&) {
        return;  // not promised
      }
    });
  }
  for (auto& writer : writers) writer.join();
}

std::set<std::int64_t> ids_of(Store& store) {
  return store.read([](Transaction& tx) {
    const Result receipts = tx.run("SELECT id FROM receipt ORDER BY id");
    const Result copies = tx.run("SELECT id FROM copy ORDER BY id");
    std::set<std::int64_t> ids;
    std::set<std::int64_t> twins;
    for (const Row& row : receipts.rows) ids.insert(row.integer(0));
    for (const Row& row : copies.rows) twins.insert(row.integer(0));
    REQUIRE(ids == twins);
    return ids;
  });
}

std::vector<std::int64_t> broken_promises(const Promises& promises,
                                          const std::set<std::int64_t>& found) {
  std::vector<std::int64_t> broken;
  std::set_difference(promises.kept.begin(), promises.kept.end(), found.begin(), found.end(),
                      std::back_inserter(broken));
  std::erase_if(broken, [&](std::int64_t id) { return found.contains(id + kept_receipts); });
  return broken;
}

}  // namespace

TEST_CASE("what write() returned for survives any loss of power, and no transaction in part" *
          doctest::test_suite("concurrent storage")) {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("power.db");
  upgrade(*open_sqlite(options_for(path, "")), receipt_areas, from_millis(0));
  std::mt19937 chance(20240501);
  Promises promises;
  for (int cut = 0; cut < 300; ++cut) {
    fakes::LossyVfs disk("lossy" + std::to_string(cut), static_cast<std::uint32_t>(cut));
    disk.cut_after(1 + static_cast<std::int64_t>(chance() % 150));
    write_until_dark(path, disk, promises);
    REQUIRE(disk.is_dark());
    const auto store = open_sqlite(options_for(path, ""));
    const auto found = ids_of(*store);
    const auto broken = broken_promises(promises, found);
    INFO("cut ", cut, ", promised ", promises.kept.size(), ", broken ", broken.size());
    REQUIRE(broken.empty());
    REQUIRE(problems_of_database(path, CheckDepth::full).empty());
    promises.kept = found;
  }
  CHECK(promises.newest > 1000);
}

// SQLite flushes what was folded only once the whole log is; that would be the writer's wait.
TEST_CASE("what is folded while others write or read is flushed by the thread that folds" *
          doctest::test_suite("concurrent storage")) {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("beside.db");
  upgrade(*open_sqlite(options_for(path, "")), receipt_areas, from_millis(0));
  fakes::LossyVfs disk("watched", 1);
  SqliteOptions options = options_for(path, disk.name());
  options.wal_pages_max = 100'000;
  const auto store = open_sqlite(options);
  leave_receipt(*store, 6);  // on pages that the next hundred leave alone
  const auto at_start = disk.flushed(path);
  // As long as this read lasts, only what came before it may be folded.
  store->read([&](Transaction& tx) {
    CHECK(tx.run("SELECT id FROM receipt").rows.size() == 1);
    for (std::int64_t id = 7; id < 20; ++id) leave_receipt(*store, id);
    CHECK(fakes::comes_true([&] { return disk.flushed(path) != at_start; }));
    const auto writers = disk.written(path + "-wal");
    for (const auto& [thread, bytes] : disk.flushed(path))
      CHECK((at_start.contains(thread) || !writers.contains(thread)));
  });
}

TEST_CASE("the lossy disk does lose what was not flushed") {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("careless.db");
  upgrade(*open_sqlite(options_for(path, "")), receipt_areas, from_millis(0));
  int lost = 0;
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    fakes::LossyVfs disk("careless" + std::to_string(seed), seed);
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, disk.name().c_str()) ==
            SQLITE_OK);
    sqlite3_exec(database, "PRAGMA synchronous=OFF", nullptr, nullptr, nullptr);
    const std::string add = "INSERT INTO copy VALUES (" + std::to_string(seed) + ", x'00')";
    REQUIRE(sqlite3_exec(database, add.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    disk.cut_after(1);
    sqlite3_exec(database, "INSERT INTO copy VALUES (-1, x'00')", nullptr, nullptr, nullptr);
    sqlite3_close(database);
    REQUIRE(disk.is_dark());
    const auto found = open_sqlite(options_for(path, ""))->read([&](Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM copy WHERE id = $1", static_cast<std::int64_t>(seed))
          .one()
          ->integer(0);
    });
    if (found == 0) ++lost;
  }
  CHECK(lost >= 10);
}
