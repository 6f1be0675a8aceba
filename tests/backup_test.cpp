#include "core/storage/backup.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/storage/serve_lock.h"
#include "tests/fakes/test_store.h"

using namespace latchkey;
using namespace latchkey::storage;

namespace {

constexpr const char* pair_1[] = {
    "CREATE TABLE pair (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT",
    "CREATE TABLE twin (id INTEGER PRIMARY KEY REFERENCES pair (id)) STRICT"};
constexpr SchemaVersion pair_versions[] = {{pair_1}};
constexpr AreaSchema pairs{"pairs", pair_versions};

void add_pairs(Store& store, std::int64_t first, std::int64_t last) {
  store.write([&](Transaction& tx) {
    for (std::int64_t id = first; id <= last; ++id) {
      tx.run("INSERT INTO pair (id, body) VALUES ($1, $2)", id, Blob{std::string(500, 'b')});
      tx.run("INSERT INTO twin (id) VALUES ($1)", id);
    }
  });
}

void add_pair(Store& store, std::int64_t id) { add_pairs(store, id, id); }

std::string bytes_of(const DatabaseCopy& copy) {
  std::string all;
  copy.read(4096, [&](std::string_view chunk) { all += chunk; });
  return all;
}

void restore(const std::string& bytes, const std::string& target) {
  DatabaseReplacement replacement(target);
  for (std::size_t at = 0; at < bytes.size(); at += 1000) {
    replacement.append(std::string_view(bytes).substr(at, 1000));
  }
  replacement.take_place();
}

std::int64_t count(Store& store) {
  return store.read([](Transaction& tx) {
    const auto pairs_there = tx.run("SELECT COUNT(*) FROM pair").one()->integer(0);
    CHECK(tx.run("SELECT COUNT(*) FROM twin").one()->integer(0) == pairs_there);
    return pairs_there;
  });
}

std::unique_ptr<Store> open_at(const std::string& path) {
  SqliteOptions options;
  options.path = path;
  return open_sqlite(options);
}

std::size_t files_in(const std::string& directory) {
  const std::filesystem::directory_iterator files(directory);
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

}  // namespace

TEST_CASE("a copy holds what was committed before it began and nothing written after") {
  fakes::TestStore store{pairs};
  fakes::TemporaryDirectory elsewhere;
  add_pairs(*store, 1, 50);
  const DatabaseCopy copy(store.path(), elsewhere.path());
  add_pair(*store, 51);
  restore(bytes_of(copy), elsewhere.file("restored.db"));
  CHECK(copy.size_bytes() == static_cast<std::int64_t>(bytes_of(copy).size()));
  CHECK(count(*open_at(elsewhere.file("restored.db"))) == 50);
  CHECK(count(*store) == 51);
}

TEST_CASE("copies taken while many write are whole transactions" *
          doctest::test_suite("concurrent storage")) {
  fakes::TestStore store{pairs};
  fakes::TemporaryDirectory elsewhere;
  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> next = 1;
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      while (!stop) add_pair(*store, next++);
    });
  }
  for (int round = 0; round < 10; ++round) {
    const std::int64_t at_least = count(*store);
    const DatabaseCopy copy(store.path(), elsewhere.path());
    restore(bytes_of(copy), elsewhere.file("restored.db"));
    CHECK(count(*open_at(elsewhere.file("restored.db"))) >= at_least);
  }
  stop = true;
  for (auto& writer : writers) writer.join();
}

TEST_CASE("a restore replaces the database and forgets its log") {
  fakes::TestStore store{pairs};
  fakes::TemporaryDirectory elsewhere;
  const std::string target = elsewhere.file("live.db");
  add_pair(*store, 1);
  const DatabaseCopy copy(store.path(), elsewhere.path());
  {
    const auto old = open_at(target);
    const AreaSchema areas[] = {pairs};
    upgrade(*old, areas, from_millis(0));
    add_pairs(*old, 1, 20);
    // The process is killed here: the log stays behind.
    std::filesystem::copy_file(target + "-wal", elsewhere.file("kept-wal"));
  }
  std::filesystem::copy_file(elsewhere.file("kept-wal"), target + "-wal");
  restore(bytes_of(copy), target);
  CHECK(count(*open_at(target)) == 1);
}

TEST_CASE("bytes that are not a sound database leave the old one alone and no file behind") {
  fakes::TestStore store{pairs};
  fakes::TemporaryDirectory elsewhere;
  add_pairs(*store, 1, 200);
  const std::string good = bytes_of(DatabaseCopy(store.path(), elsewhere.path()));
  const std::string target = elsewhere.file("live.db");
  restore(good, target);
  std::string torn = good;
  torn.replace(4096 * 5, 4096, std::string(4096, '\xee'));
  for (const std::string& bad : {std::string(), std::string("text"), torn,
                                 good.substr(0, good.size() / 2), good.substr(0, 4096)}) {
    CHECK_THROWS_AS(restore(bad, target), StoreFault);
  }
  {
    DatabaseReplacement given_up(target);
    given_up.append(good);
  }
  CHECK(files_in(elsewhere.path()) == 1);
  CHECK(count(*open_at(target)) == 200);
}

TEST_CASE("a damaged database is not copied, and its problems are named without its values") {
  fakes::TestStore store{pairs};
  fakes::TemporaryDirectory elsewhere;
  const std::string path = elsewhere.file("damaged.db");
  add_pairs(*store, 1, 200);
  restore(bytes_of(DatabaseCopy(store.path(), elsewhere.path())), path);
  CHECK(problems_of_database(path, CheckDepth::full).empty());
  {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(4096 * 5);
    file << std::string(4096, '\xee');
  }
  const auto problems = problems_of_database(path, CheckDepth::full);
  REQUIRE_FALSE(problems.empty());
  for (const auto& problem : problems) CHECK(problem.find("bbbb") == std::string::npos);
  CHECK_THROWS_AS(DatabaseCopy(path, elsewhere.path()), StoreFault);
  CHECK_THROWS_AS(DatabaseCopy(elsewhere.file("none.db"), elsewhere.path()), StoreFault);
  CHECK_THROWS_AS(problems_of_database(elsewhere.file("none.db"), CheckDepth::quick), StoreFault);
}

TEST_CASE("a copy on its way is readable by its owner only") {
  fakes::TestStore store{pairs};
  fakes::TemporaryDirectory elsewhere;
  add_pair(*store, 1);
  const DatabaseCopy copy(store.path(), elsewhere.path());
  std::size_t seen = 0;
  for (const auto& file : std::filesystem::directory_iterator(elsewhere.path())) {
    struct stat status {};
    REQUIRE(::stat(file.path().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
    ++seen;
  }
  CHECK(seen == 1);
}

TEST_CASE("a database is served once at a time") {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("live.db");
  {
    const ServeLock first(path);
    CHECK_THROWS_AS(ServeLock{path}, ConfigFault);
    CHECK_NOTHROW(ServeLock{directory.file("other.db")});
  }
  CHECK_NOTHROW(ServeLock{path});
  CHECK_THROWS_AS(ServeLock{"/nonexistent-directory/live.db"}, ConfigFault);
}
