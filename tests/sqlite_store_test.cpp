#include "core/storage/sqlite/sqlite_store.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "core/storage/backup.h"
#include "core/storage/schema.h"
#include "tests/fakes/lossy_vfs.h"
#include "tests/fakes/test_store.h"

using namespace latchkey;
using namespace latchkey::storage;

namespace {

constexpr const char* note_1[] = {
    "CREATE TABLE note (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT"};
constexpr SchemaVersion note_versions[] = {{note_1}};
constexpr AreaSchema notes{"notes", note_versions};
constexpr AreaSchema note_areas[] = {notes};

SqliteOptions at(const std::string& path, const std::string& vfs = "") {
  SqliteOptions options;
  options.path = path;
  options.vfs = vfs;
  return options;
}

void add(Transaction& tx, std::int64_t id, std::size_t bytes = 10) {
  tx.run("INSERT INTO note (id, body) VALUES ($1, $2)", id, Blob{std::string(bytes, 'n')});
}

std::int64_t count(const Store& store) {
  return store.read(
      [](Transaction& tx) { return tx.run("SELECT COUNT(*) FROM note").one()->integer(0); });
}

unsigned mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

// Runs `work` in `count` writes at once and says how each ended.
std::vector<std::optional<StoreFault::Kind>> write_at_once(
    Store& store, std::int64_t jobs, const std::function<void(Transaction&, std::int64_t)>& work) {
  std::vector<std::optional<StoreFault::Kind>> ends(static_cast<std::size_t>(jobs));
  std::vector<std::thread> threads;
  for (std::int64_t i = 0; i < jobs; ++i) {
    threads.emplace_back([&, i] {
      try {
        store.write([&](Transaction& tx) { work(tx, i); });
      } catch (const StoreFault& fault) {
        ends[static_cast<std::size_t>(i)] = fault.kind();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return ends;
}

}  // namespace

TEST_CASE("the database and its log are readable by their owner only, whatever the umask") {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("private.db");
  const mode_t before = ::umask(0);
  {
    const auto store = open_sqlite(at(path));
    upgrade(*store, note_areas, from_millis(0));
    for (const char* suffix : {"", "-wal", "-shm"}) CHECK(mode_of(path + suffix) == 0600U);
  }
  ::umask(before);
  REQUIRE(::chmod(path.c_str(), 0644) == 0);
  const auto store = open_sqlite(at(path));
  CHECK(count(*store) == 0);
  for (const char* suffix : {"", "-wal", "-shm"}) CHECK(mode_of(path + suffix) == 0600U);
}

TEST_CASE("a path that can't hold a database is refused") {
  fakes::TemporaryDirectory directory;
  CHECK_THROWS_AS(open_sqlite(at("/nonexistent-directory/a.db")), ConfigFault);
  CHECK_THROWS_AS(open_sqlite(at(directory.path())), Fault);
  std::ofstream(directory.file("letter.txt")) << std::string(5000, 'x');
  CHECK_THROWS_AS(open_sqlite(at(directory.file("letter.txt"))), StoreFault);
}

TEST_CASE("a transaction inside a transaction is a bug, not a standstill") {
  fakes::TestStore store{notes};
  const auto nothing = [](Transaction&) {};
  CHECK_THROWS_AS(store->write([&](Transaction&) { store->write(nothing); }), Bug);
  CHECK_THROWS_AS(store->read([&](Transaction&) { store->read(nothing); }), Bug);
  CHECK_NOTHROW(store->write(nothing));
  CHECK_NOTHROW(store->read(nothing));
}

TEST_CASE("a statement is found by its text even if its address was another's") {
  fakes::TestStore store{notes};
  store->write([](Transaction& tx) {
    char sql[] = "SELECT 1";
    for (char digit = '1'; digit <= '9'; ++digit) {
      sql[7] = digit;
      CHECK(tx.run(sql).one()->integer(0) == digit - '0');
    }
  });
}

TEST_CASE("more statements than are kept still work, the oldest are prepared again") {
  fakes::TemporaryDirectory directory;
  SqliteOptions options = at(directory.file("few.db"));
  options.statements_max = 16;
  const auto store = open_sqlite(options);
  char sql[64][16] = {};
  store->read([&](Transaction& tx) {
    for (int round = 0; round < 3; ++round) {
      for (int i = 0; i < 64; ++i) {
        ("SELECT     " + std::to_string(1000 + i)).copy(sql[i], sizeof sql[i] - 1);
        CHECK(tx.run(sql[i]).one()->integer(0) == 1000 + i);
      }
    }
  });
}

TEST_CASE("a batch that can't be committed fails every caller in it" *
          doctest::test_suite("concurrent storage")) {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("batch.db");
  upgrade(*open_sqlite(at(path)), note_areas, from_millis(0));
  {
    fakes::LossyVfs disk("batch", 1);
    const auto store = open_sqlite(at(path, disk.name()));
    const auto ends = write_at_once(*store, 16, [&](Transaction& tx, std::int64_t i) {
      add(tx, i);
      disk.cut_after(1);
    });
    for (const auto& end : ends) CHECK(end == StoreFault::Kind::other);
  }
  CHECK(count(*open_sqlite(at(path))) == 0);
}

TEST_CASE("a full disk is a fault of its own kind, and with room again writing goes on" *
          doctest::test_suite("concurrent storage")) {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("full.db");
  upgrade(*open_sqlite(at(path)), note_areas, from_millis(0));
  fakes::LossyVfs disk("full", 1);
  {
    const auto store = open_sqlite(at(path, disk.name()));
    store->write([](Transaction& tx) { add(tx, 100); });
    disk.fill_up();
    // The large ones overflow the page cache, so that the fault comes in the middle of a job.
    const auto ends = write_at_once(*store, 8, [](Transaction& tx, std::int64_t i) {
      for (int part = 0; part < 3; ++part) {
        add(tx, 1000 + i * 10 + part, i % 2 == 0 ? 10 : 4'000'000);
      }
    });
    for (const auto& end : ends) CHECK(end == StoreFault::Kind::full);
    CHECK(count(*store) == 1);
    disk.make_room();
    store->write([](Transaction& tx) { add(tx, 101); });
    CHECK(count(*store) == 2);
  }
  CHECK(count(*open_sqlite(at(path))) == 2);
}

TEST_CASE("a job that swallows the loss of its transaction can't go on outside of it") {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("swallow.db");
  upgrade(*open_sqlite(at(path)), note_areas, from_millis(0));
  fakes::LossyVfs disk("swallow", 1);
  const auto store = open_sqlite(at(path, disk.name()));
  disk.fill_up();
  const auto stubborn = [&](Transaction& tx) {
    CHECK_THROWS_AS(
        [&] {
          for (int i = 0; i < 10; ++i) add(tx, i, 4'000'000);
        }(),
        StoreFault);
    disk.make_room();
    CHECK_THROWS_AS(add(tx, 77), StoreFault);
  };
  CHECK_THROWS_AS(store->write(stubborn), StoreFault);
  CHECK(count(*store) == 0);
}

TEST_CASE("after a flush that failed nothing is told or written until the store is opened again" *
          doctest::test_suite("concurrent storage")) {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("jammed.db");
  upgrade(*open_sqlite(at(path)), note_areas, from_millis(0));
  for (std::int64_t round = 1; round <= 10; ++round) {
    fakes::LossyVfs disk("jammed" + std::to_string(round), static_cast<std::uint32_t>(round));
    {
      SqliteOptions options = at(path, disk.name());
      options.wal_pages = 3;  // the log is folded all the time: that must not hide the error
      const auto store = open_sqlite(options);
      for (std::int64_t i = 0; i < 5; ++i)
        store->write([&](Transaction& tx) { add(tx, round * 1000 + i, 3000); });
      disk.jam();
      const auto ends = write_at_once(*store, 8, [&](Transaction& tx, std::int64_t i) {
        add(tx, round * 1000 + 100 + i, 3000);
      });
      for (const auto& end : ends) CHECK(end == StoreFault::Kind::other);
      disk.unjam();
      CHECK_THROWS_AS(store->write([&](Transaction& tx) { add(tx, 2); }), StoreFault);
      CHECK_THROWS_AS(count(*store), StoreFault);
      disk.cut_after(1000);
    }
    CHECK(problems_of_database(path, CheckDepth::full).empty());
    const auto kept = open_sqlite(at(path))->read([](Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM note WHERE id % 1000 < 100").one()->integer(0);
    });
    CHECK(kept == 5 * round);
  }
}

TEST_CASE("a command beside a server tells and keeps what it wrote") {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("beside.db");
  upgrade(*open_sqlite(at(path)), note_areas, from_millis(0));
  fakes::LossyVfs disk("beside", 7);
  {
    const auto server = open_sqlite(at(path, disk.name()));
    SqliteOptions options = at(path, disk.name());
    options.beside = SqliteOptions::Beside::a_server;
    const auto command = open_sqlite(options);
    for (std::int64_t i = 0; i < 20; ++i) {
      Store& writes = i % 2 == 0 ? *server : *command;
      Store& reads = i % 2 == 0 ? *command : *server;
      writes.write([&](Transaction& tx) { add(tx, i, 2000); });
      CHECK(count(reads) == i + 1);
    }
    disk.cut_after(1);
    CHECK_THROWS_AS(command->write([](Transaction& tx) { add(tx, 99); }), StoreFault);
  }
  CHECK(count(*open_sqlite(at(path))) == 20);
}

TEST_CASE("a command beside a server leaves the log to the server") {
  using Beside = SqliteOptions::Beside;
  for (const Beside beside : {Beside::a_server, Beside::nobody}) {
    fakes::TemporaryDirectory directory;
    SqliteOptions options = at(directory.file("left.db"));
    upgrade(*open_sqlite(options), note_areas, from_millis(0));
    options.beside = beside;
    options.wal_pages = 4;
    const auto command = open_sqlite(options);
    // Looked at from outside: whoever opens and closes the file takes SQLite's locks away.
    const auto before = std::filesystem::file_size(options.path);
    const auto is_folded = [&] { return std::filesystem::file_size(options.path) != before; };
    std::int64_t written = 0;
    for (; written < 100 || (beside == Beside::nobody && !is_folded() && written < 5000); ++written)
      command->write([&](Transaction& tx) { add(tx, written, 2000); });
    CHECK(is_folded() == (beside == Beside::nobody));
    CHECK(count(*command) == written);
  }
}

TEST_CASE("a store that can't be opened leaves nothing behind that would harm the next one") {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("opened.db");
  upgrade(*open_sqlite(at(path)), note_areas, from_millis(0));
  {
    // A connection that stayed open would share its old view of the log with those that follow.
    fakes::LossyVfs disk("opened", 1);
    disk.cut_after(1);
    CHECK_THROWS_AS(open_sqlite(at(path, disk.name())), Fault);
  }
  for (std::int64_t i = 1; i <= 3; ++i) {
    const auto store = open_sqlite(at(path));
    CHECK(count(*store) == i - 1);
    store->write([&](Transaction& tx) { add(tx, i, 9000); });
    CHECK(count(*store) == i);
  }
  CHECK(problems_of_database(path, CheckDepth::full).empty());
}

TEST_CASE("a job that throws is undone alone; the others of its batch run again and count once" *
          doctest::test_suite("concurrent storage")) {
  fakes::TemporaryDirectory directory;
  const auto store = open_sqlite(at(directory.file("again.db")));
  upgrade(*store, note_areas, from_millis(0));
  std::atomic<int> runs = 0;  // of jobs that do not throw: those that do run again in any case
  int rounds = 0;
  // Until in some round several were in one batch with one that throws.
  while (runs == 60 * rounds && rounds < 200) {
    const auto ends = write_at_once(*store, 64, [&](Transaction& tx, std::int64_t i) {
      if (i % 16 != 5) ++runs;
      add(tx, rounds * 100 + i);
      if (i % 16 == 5) add(tx, rounds * 100 + i);  // the same id again: a StoreFault
    });
    ++rounds;
    for (std::size_t i = 0; i < ends.size(); ++i)
      CHECK(ends[i] == (i % 16 == 5 ? std::optional(StoreFault::Kind::unique) : std::nullopt));
    CHECK(count(*store) == 60 * rounds);
  }
  CHECK(runs > 60 * rounds);
}

TEST_CASE("the log stays small however much is written and read" *
          doctest::test_suite("concurrent storage")) {
  fakes::TemporaryDirectory directory;
  SqliteOptions options = at(directory.file("log.db"));
  options.wal_pages = 50;
  options.wal_pages_max = 200;
  const auto store = open_sqlite(options);
  upgrade(*store, note_areas, from_millis(0));
  std::atomic<bool> stop = false;
  std::thread reader([&] {
    while (!stop)
      store->read([](Transaction& tx) { tx.run("SELECT body FROM note ORDER BY id LIMIT 20"); });
  });
  for (std::int64_t round = 0; round < 20; ++round) {
    write_at_once(*store, 8, [&](Transaction& tx, std::int64_t i) {
      for (std::int64_t part = 0; part < 20; ++part) {
        add(tx, round * 1000 + i * 100 + part, 4000);
      }
    });
  }
  stop = true;
  reader.join();
  CHECK(count(*store) == 3200);
  // Each row takes a page and more. A reader that the machine puts aside keeps the log for a while.
  CHECK(std::filesystem::file_size(options.path + "-wal") < std::uintmax_t{1600} * 4120);
}

TEST_CASE("every committed batch is reported once with its jobs" *
          doctest::test_suite("concurrent storage")) {
  fakes::TemporaryDirectory directory;
  SqliteOptions options = at(directory.file("report.db"));
  std::mutex lock;
  std::size_t jobs = 0;
  std::size_t largest = 0;
  options.batch_max = 8;
  options.on_batch = [&](const BatchReport& batch) {
    const std::lock_guard guard(lock);
    jobs += batch.jobs;
    largest = std::max(largest, batch.jobs);
  };
  {
    const auto store = open_sqlite(options);
    upgrade(*store, note_areas, from_millis(0));
    write_at_once(*store, 40, [](Transaction& tx, std::int64_t i) { add(tx, i); });
  }
  CHECK(jobs == 42);
  CHECK(largest <= 8);
}
