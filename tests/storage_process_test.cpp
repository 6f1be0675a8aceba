// What holds between processes: a killed one, and two that write at the same time. The child is
// this same program, asked for one of the skipped test cases below.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <thread>

#include "core/storage/backup.h"
#include "core/storage/schema.h"
#include "core/storage/sqlite/sqlite_store.h"
#include "tests/fakes/child.h"
#include "tests/fakes/temporary_directory.h"

using namespace latchkey;
using namespace latchkey::storage;

namespace {

constexpr const char* mark_1[] = {
    "CREATE TABLE mark (id INTEGER PRIMARY KEY, half INTEGER NOT NULL) STRICT",
    "CREATE TABLE other_half (id INTEGER PRIMARY KEY) STRICT"};
constexpr SchemaVersion mark_versions[] = {{mark_1}};
constexpr AreaSchema mark_areas[] = {{"marks", mark_versions}};

std::unique_ptr<Store> open_at(const std::string& path) {
  SqliteOptions options;
  options.path = path;
  auto store = open_sqlite(options);
  upgrade(*store, mark_areas, from_millis(0));
  return store;
}

void mark(Store& store, std::int64_t id) {
  store.write([&](Transaction& tx) {
    tx.run("INSERT INTO mark (id, half) VALUES ($1, $1)", id);
    tx.run("INSERT INTO other_half (id) VALUES ($1)", id);
  });
}

std::set<std::int64_t> marks(const Store& store) {
  return store.read([](Transaction& tx) {
    const Result found = tx.run(
        "SELECT mark.id, other_half.id FROM mark LEFT JOIN other_half ON other_half.id = mark.id");
    std::set<std::int64_t> ids;
    for (const Row& row : found.rows) {
      REQUIRE_FALSE(row.is_null(1));
      ids.insert(row.integer(0));
    }
    return ids;
  });
}

std::vector<std::string> child_command(const std::string& path, const std::string& first,
                                       const std::string& crash_at) {
  return {"/usr/bin/env",
          "LATCHKEY_TEST_DATABASE=" + path,
          "LATCHKEY_TEST_FIRST=" + first,
          crash_at.empty() ? "LATCHKEY_CRASH_NOWHERE=1" : "LATCHKEY_CRASH_AT=" + crash_at,
          LATCHKEY_BINARY_DIR "/latchkey_tests",
          "--no-skip",
          "--test-case=child that marks"};
}

struct Told {
  std::set<std::int64_t> kept;
  bool finished = false;
};

Told listen(fakes::Child& child) {
  Told told;
  for (std::string line = child.line(); !line.empty(); line = child.line()) {
    if (line.starts_with("kept ")) told.kept.insert(std::stoll(line.substr(5)));
    if (line == "finished") told.finished = true;
  }
  return told;
}

}  // namespace

TEST_CASE("child that marks" * doctest::skip()) {
  const char* path = std::getenv("LATCHKEY_TEST_DATABASE");
  const char* first = std::getenv("LATCHKEY_TEST_FIRST");
  if (!path || !first) return;
  const auto store = open_at(path);
  for (std::int64_t i = 0; i < 20; ++i) {
    mark(*store, std::stoll(first) + i);
    std::printf("kept %lld\n", std::stoll(first) + i);
    std::fflush(stdout);
  }
  std::puts("finished");
  std::fflush(stdout);
}

#ifdef LATCHKEY_TEST_HOOKS
TEST_CASE("a process killed around its commit keeps every promise and no half transaction") {
  fakes::TemporaryDirectory directory;
  for (int pass = 1; pass <= 6; ++pass) {
    for (const char* point : {"store.before_commit", "store.after_commit"}) {
      const std::string path = directory.file(point + std::to_string(pass) + ".db");
      const int batches_before = 2;  // the child's upgrade of a new database
      fakes::Child child(
          child_command(path, "1", point + (":" + std::to_string(batches_before + pass))));
      const Told told = listen(child);
      CHECK_FALSE(told.finished);
      CHECK(told.kept.size() == static_cast<std::size_t>(pass - 1));
      const auto found = marks(*open_at(path));
      const bool committed = std::string(point) == "store.after_commit";
      CHECK(found.size() == told.kept.size() + (committed ? 1 : 0));
      CHECK(std::includes(found.begin(), found.end(), told.kept.begin(), told.kept.end()));
      CHECK(problems_of_database(path, CheckDepth::full).empty());
    }
  }
}
#endif

TEST_CASE("a command writes beside a server that is writing all the time" *
          doctest::test_suite("concurrent storage")) {
  fakes::TemporaryDirectory directory;
  const std::string path = directory.file("shared.db");
  const auto server = open_at(path);
  std::atomic<bool> stop = false;
  std::atomic<int> faults = 0;
  std::vector<std::thread> threads;
  for (std::int64_t t = 1; t <= 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::int64_t i = 0; !stop; ++i) {
        try {
          mark(*server, t * 10'000'000 + i);
        } catch (const StoreFault&) {
          ++faults;
        }
      }
    });
  }
  fakes::Child first(child_command(path, "1000", ""));
  fakes::Child second(child_command(path, "2000", ""));
  const Told told_first = listen(first);
  const Told told_second = listen(second);
  stop = true;
  for (auto& thread : threads) thread.join();
  CHECK(told_first.finished);
  CHECK(told_second.finished);
  CHECK(faults == 0);
  const auto found = marks(*server);
  for (const Told& told : {told_first, told_second}) {
    CHECK(told.kept.size() == 20);
    CHECK(std::includes(found.begin(), found.end(), told.kept.begin(), told.kept.end()));
  }
}
