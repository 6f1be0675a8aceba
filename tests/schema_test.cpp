#include "core/storage/schema.h"

#include <doctest/doctest.h>

#include <thread>

#include "tests/fakes/test_store.h"

using namespace latchkey;
using namespace latchkey::storage;

namespace {

constexpr const char* box_1[] = {
    "CREATE TABLE box (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
    "CREATE INDEX box_name ON box (name)"};
constexpr const char* box_2[] = {"ALTER TABLE box ADD COLUMN weight INTEGER",
                                 "UPDATE box SET weight = 1"};
constexpr const char* box_3[] = {"CREATE TABLE lid (box INTEGER PRIMARY KEY) STRICT",
                                 "INSERT INTO lid (box) SELECT id FROM box"};
constexpr const char* box_3_broken[] = {"CREATE TABLE lid (box INTEGER PRIMARY KEY) STRICT",
                                        "INSERT INTO lid (box) SELECT id FROM nowhere"};
constexpr SchemaVersion box_versions[] = {{box_1}, {box_2}, {box_3}};
constexpr SchemaVersion broken_versions[] = {{box_1}, {box_2}, {box_3_broken}};

AreaSchema box_up_to(std::size_t version) {
  return {"box", std::span(box_versions).first(version)};
}

std::int64_t number(Store& store, std::int64_t (*ask)(Transaction&)) { return store.read(ask); }

std::int64_t newest_box(Transaction& tx) {
  return tx.run("SELECT MAX(version) FROM schema_version WHERE area = $1", "box").one()->integer(0);
}

std::int64_t steps_recorded(Transaction& tx) {
  return tx.run("SELECT COUNT(*) FROM schema_version").one()->integer(0);
}

std::int64_t tables_named_lid(Transaction& tx) {
  return tx.run("SELECT COUNT(*) FROM sqlite_schema WHERE name = $1", "lid").one()->integer(0);
}

}  // namespace

TEST_CASE("a database of every earlier version becomes the newest and keeps its rows") {
  for (std::size_t from = 1; from <= std::size(box_versions); ++from) {
    INFO("from version ", from);
    fakes::TestStore store{box_up_to(from)};
    store->write(
        [](Transaction& tx) { tx.run("INSERT INTO box (id, name) VALUES ($1, $2)", 7, "shoes"); });
    store.reopen();
    const AreaSchema areas[] = {box_up_to(3)};
    upgrade(*store, areas, from_millis(1234));
    store->read([&](Transaction& tx) {
      CHECK(newest_box(tx) == 3);
      CHECK(tx.run("SELECT name FROM box WHERE id = $1", 7).one()->text(0) == "shoes");
      const auto weight = tx.run("SELECT weight FROM box").one()->maybe_integer(0);
      CHECK(weight == (from == 1 ? std::optional<std::int64_t>(1) : std::nullopt));
      const Result when = tx.run("SELECT applied_at FROM schema_version WHERE version = 3");
      CHECK(when.one()->time(0) == from_millis(from == 3 ? 0 : 1234));
    });
    CHECK_NOTHROW(require_current(*store, areas));
  }
}

TEST_CASE("an upgrade of a current database does nothing") {
  fakes::TestStore store{box_up_to(3)};
  const AreaSchema areas[] = {box_up_to(3)};
  const std::int64_t before = number(*store, steps_recorded);
  upgrade(*store, areas, from_millis(9));
  upgrade(*store, areas, from_millis(10));
  CHECK(number(*store, steps_recorded) == before);
}

TEST_CASE("an upgrade that fails half-way leaves the area as it was, and can be mended") {
  fakes::TestStore store{box_up_to(1)};
  const AreaSchema broken[] = {{"box", broken_versions}};
  CHECK_THROWS_AS(upgrade(*store, broken, from_millis(1)), StoreFault);
  CHECK(number(*store, newest_box) == 1);
  CHECK(number(*store, tables_named_lid) == 0);
  const AreaSchema mended[] = {box_up_to(3)};
  upgrade(*store, mended, from_millis(2));
  CHECK(number(*store, newest_box) == 3);
  CHECK(number(*store, tables_named_lid) == 1);
}

TEST_CASE("a database newer than the program is refused before anything changes") {
  fakes::TestStore store{box_up_to(3)};
  const AreaSchema areas[] = {{"lid", std::span(box_versions).last(1)}, box_up_to(2)};
  try {
    upgrade(*store, areas, from_millis(1));
    FAIL("an older program upgraded a newer database");
  } catch (const ConfigFault& fault) {
    const std::string words = fault.what();
    CHECK(words.find("\"box\" tables are at version 3") != std::string::npos);
    CHECK(words.find("this program knows version 2") != std::string::npos);
  }
  CHECK(number(*store, steps_recorded) == 3);
  CHECK_THROWS_AS(require_current(*store, areas), ConfigFault);
}

TEST_CASE("a command beside the server refuses a database that is not brought up yet") {
  fakes::TestStore store{box_up_to(2)};
  const AreaSchema areas[] = {box_up_to(3)};
  CHECK_THROWS_WITH_AS(require_current(*store, areas),
                       "the database's \"box\" tables are at version 2, this program knows version "
                       "3: start the server once to bring it up",
                       ConfigFault);
}

TEST_CASE("a database that was never set up is refused in plain words") {
  fakes::TemporaryDirectory directory;
  SqliteOptions options;
  options.path = directory.file("empty.db");
  const auto store = open_sqlite(options);
  const AreaSchema areas[] = {box_up_to(3)};
  CHECK_THROWS_AS(require_current(*store, areas), ConfigFault);
}

TEST_CASE("several processes that upgrade at once apply every step once" *
          doctest::test_suite("concurrent storage")) {
  fakes::TemporaryDirectory directory;
  SqliteOptions options;
  options.path = directory.file("shared.db");
  std::vector<std::unique_ptr<Store>> stores;
  for (int i = 0; i < 4; ++i) stores.push_back(open_sqlite(options));
  std::vector<std::thread> threads;
  std::vector<std::string> faults(stores.size());
  for (std::size_t i = 0; i < stores.size(); ++i) {
    threads.emplace_back([&, i] {
      const AreaSchema areas[] = {box_up_to(3)};
      try {
        upgrade(*stores[i], areas, from_millis(1));
      } catch (const std::exception& fault) {
        faults[i] = fault.what();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const std::string& fault : faults) CHECK(fault == "");
  CHECK(number(*stores[0], steps_recorded) == 3);
}
