#include "tests/storage_contract.h"

#include <doctest/doctest.h>

#include <atomic>
#include <limits>
#include <thread>

#include "core/storage/schema.h"

using namespace latchkey;
using namespace latchkey::storage;
using namespace latchkey::storage_contract;

namespace {

constexpr const char* contract_1[] = {
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT UNIQUE, body BLOB, "
    "amount INTEGER NOT NULL CHECK (amount >= 0)) STRICT",
    "CREATE TABLE part (id INTEGER PRIMARY KEY, thing INTEGER NOT NULL REFERENCES thing (id)) "
    "STRICT",
    "CREATE TABLE extreme (id INTEGER PRIMARY KEY, number INTEGER) STRICT"};
constexpr SchemaVersion contract_versions[] = {{contract_1}};
constexpr AreaSchema contract_areas[] = {{"contract", contract_versions}};

// Every fact is checked against every engine.
template <class Fact>
void for_each_store(Fact fact) {
  for (const StoreFactory& factory : store_factories()) {
    INFO("engine: ", std::string(factory.name));
    const std::unique_ptr<Place> place = factory.make_place();
    std::unique_ptr<Store> store = place->open();
    upgrade(*store, contract_areas, from_millis(0));
    fact(*place, store);
  }
}

void add(Transaction& tx, std::int64_t id, const std::optional<std::string>& name,
         std::int64_t amount = 0) {
  tx.run("INSERT INTO thing (id, name, body, amount) VALUES ($1, $2, NULL, $3)", id, name, amount);
}

std::int64_t amount_of(Transaction& tx, std::int64_t id) {
  return tx.run("SELECT amount FROM thing WHERE id = $1", id).rows.at(0).integer(0);
}

std::int64_t things(const Store& store) {
  return store.read(
      [](Transaction& tx) { return tx.run("SELECT COUNT(*) FROM thing").one()->integer(0); });
}

StoreFault::Kind kind_thrown(Store& store, const std::function<void(Transaction&)>& work) {
  try {
    store.write(work);
  } catch (const StoreFault& fault) {
    return fault.kind();
  }
  throw std::logic_error("nothing was thrown");
}

}  // namespace

TEST_CASE("what write() returned for is there after a restart") {
  for_each_store([](Place& place, std::unique_ptr<Store>& store) {
    store->write([](Transaction& tx) { add(tx, 1, "one", 5); });
    store.reset();
    store = place.open();
    CHECK(store->read([](Transaction& tx) { return amount_of(tx, 1); }) == 5);
  });
}

TEST_CASE("a work that throws leaves nothing behind and its own exception reaches the caller") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    const auto work = [](Transaction& tx) {
      add(tx, 1, "one");
      throw std::runtime_error("changed my mind");
    };
    CHECK_THROWS_WITH_AS(store->write(work), "changed my mind", std::runtime_error);
    CHECK(things(*store) == 0);
    store->write([](Transaction& tx) { add(tx, 1, "one"); });
    CHECK(things(*store) == 1);
  });
}

TEST_CASE("a row that exists already is a fault of kind unique without the row's values") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    store->write([](Transaction& tx) { add(tx, 1, "planted-value"); });
    CHECK(kind_thrown(*store, [](Transaction& tx) { add(tx, 1, "other"); }) ==
          StoreFault::Kind::unique);
    try {
      store->write([](Transaction& tx) { add(tx, 2, "planted-value"); });
      FAIL("two rows with one name");
    } catch (const StoreFault& fault) {
      CHECK(fault.kind() == StoreFault::Kind::unique);
      CHECK(std::string(fault.what()).find("planted-value") == std::string::npos);
      CHECK(std::string(fault.what()).find("name") != std::string::npos);
    }
  });
}

TEST_CASE("other broken constraints are faults of kind other") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    const auto negative = [](Transaction& tx) { add(tx, 1, "one", -1); };
    const auto orphan = [](Transaction& tx) {
      tx.run("INSERT INTO part (id, thing) VALUES ($1, $2)", 1, 404);
    };
    const auto no_table = [](Transaction& tx) { tx.run("SELECT 1 FROM nowhere"); };
    CHECK(kind_thrown(*store, negative) == StoreFault::Kind::other);
    CHECK(kind_thrown(*store, orphan) == StoreFault::Kind::other);
    CHECK(kind_thrown(*store, no_table) == StoreFault::Kind::other);
  });
}

TEST_CASE("a work may catch a unique fault and go on") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    store->write([](Transaction& tx) { add(tx, 1, "one"); });
    store->write([](Transaction& tx) {
      tx.run("INSERT INTO thing (id, name, amount) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", 1,
             "one", 0);
      add(tx, 2, "two");
    });
    CHECK(things(*store) == 2);
  });
}

TEST_CASE("numbers, texts and blobs come back exactly as they went in") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    const std::string blob("\0a\0\xff\x80\0", 6);
    const std::string text = "Zoë Ángel 李 🔑 O'Neil; DROP TABLE thing --";
    store->write([&](Transaction& tx) {
      tx.run("INSERT INTO thing (id, name, body, amount) VALUES ($1, $2, $3, $4)",
             std::numeric_limits<std::int64_t>::max(), text, Blob{blob}, 0);
      tx.run("INSERT INTO thing (id, name, body, amount) VALUES ($1, $2, $3, $4)",
             std::numeric_limits<std::int64_t>::min(), "", Blob{""}, 5000000000);
      tx.run("INSERT INTO thing (id, name, body, amount) VALUES ($1, $2, $3, $4)", -1, std::nullopt,
             std::nullopt, 0);
    });
    const Result found = store->read([](Transaction& tx) {
      return tx.run("SELECT id, name, body, amount FROM thing ORDER BY id");
    });
    REQUIRE(found.rows.size() == 3);
    CHECK(found.rows[0].integer(0) == std::numeric_limits<std::int64_t>::min());
    CHECK(found.rows[0].text(1).empty());
    CHECK(found.rows[0].maybe_blob(2) == std::string());
    CHECK(found.rows[0].integer(3) == 5000000000);
    CHECK(found.rows[1].is_null(1));
    CHECK_FALSE(found.rows[1].maybe_text(1).has_value());
    CHECK_FALSE(found.rows[1].maybe_blob(2).has_value());
    CHECK(found.rows[2].integer(0) == std::numeric_limits<std::int64_t>::max());
    CHECK(found.rows[2].text(1) == text);
    CHECK(found.rows[2].blob(2) == blob);
  });
}

TEST_CASE("reading a column as something else is a bug") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    store->write([](Transaction& tx) { add(tx, 1, "one"); });
    const Result found =
        store->read([](Transaction& tx) { return tx.run("SELECT id, name, body FROM thing"); });
    CHECK_THROWS_AS(found.one()->text(0), Bug);
    CHECK_THROWS_AS(found.one()->integer(1), Bug);
    CHECK_THROWS_AS(found.one()->blob(1), Bug);
    CHECK_THROWS_AS(found.one()->integer(2), Bug);
    CHECK_THROWS_AS(found.one()->integer(3), Bug);
    CHECK_THROWS_AS(found.one()->is_null(3), Bug);
  });
}

TEST_CASE("one() finds the only row, or nothing, and never the first of several") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    store->write([](Transaction& tx) {
      add(tx, 1, "one");
      add(tx, 2, "two");
    });
    store->read([](Transaction& tx) {
      CHECK(tx.run("SELECT id FROM thing WHERE id = $1", 3).one() == nullptr);
      CHECK(tx.run("SELECT id FROM thing WHERE id = $1", 2).one()->integer(0) == 2);
      CHECK_THROWS_AS(tx.run("SELECT id FROM thing").one(), Bug);
    });
  });
}

TEST_CASE("parameters go by number, may repeat, and must match the arguments") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    store->write([](Transaction& tx) {
      tx.run("INSERT INTO thing (amount, name, id) VALUES ($3, $2, $1)", 7, "seven", 70);
      CHECK(amount_of(tx, 7) == 70);
      CHECK(tx.run("SELECT $1 + amount FROM thing WHERE id = $1", 7).one()->integer(0) == 77);
      CHECK_THROWS_AS(tx.run("SELECT id FROM thing WHERE id = $1", 1, 2), Bug);
      CHECK_THROWS_AS(tx.run("SELECT id FROM thing WHERE id = $1 AND name = $2", 1), Bug);
      CHECK_THROWS_AS(tx.run("SELECT id FROM thing WHERE id = $2", 1, 2), Bug);
    });
  });
}

TEST_CASE("changed counts the rows of its own statement only") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    store->write([](Transaction& tx) {
      add(tx, 1, "one");
      add(tx, 2, "two");
      CHECK(tx.run("UPDATE thing SET amount = amount + $1", 1).changed == 2);
      CHECK(tx.run("UPDATE thing SET amount = $1 WHERE id = $2", 9, 404).changed == 0);
      CHECK(tx.run("DELETE FROM thing WHERE id = $1", 1).changed == 1);
      const Result back = tx.run("UPDATE thing SET amount = $1 RETURNING id, amount", 4);
      CHECK(back.changed == 1);
      CHECK(back.one()->integer(1) == 4);
    });
  });
}

TEST_CASE("a read is a snapshot: what is written meanwhile is not seen") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    store->write([](Transaction& tx) { add(tx, 1, "one", 1); });
    store->read([&](Transaction& tx) {
      CHECK(amount_of(tx, 1) == 1);
      std::thread([&] {
        store->write([](Transaction& other) {
          other.run("UPDATE thing SET amount = $1 WHERE id = $2", 2, 1);
        });
      }).join();
      CHECK(amount_of(tx, 1) == 1);
    });
    CHECK(store->read([](Transaction& tx) { return amount_of(tx, 1); }) == 2);
  });
}

TEST_CASE("a read can't change anything") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    CHECK_THROWS_AS(store->read([](Transaction& tx) { add(tx, 1, "one"); }), StoreFault);
    CHECK_THROWS_AS(store->read([](Transaction& tx) { tx.run("CREATE TABLE t (id INTEGER)"); }),
                    StoreFault);
    CHECK(things(*store) == 0);
    CHECK(store->read([](Transaction&) { return 1; }) == 1);
  });
}

TEST_CASE("a work can't begin, end or configure transactions") {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    store->write([](Transaction& tx) {
      CHECK_THROWS_AS(tx.run("COMMIT"), std::exception);
      CHECK_THROWS_AS(tx.run("SAVEPOINT mine"), std::exception);
      CHECK_THROWS_AS(tx.run("PRAGMA synchronous=OFF"), std::exception);
      CHECK_THROWS_AS(tx.run("SELECT 1; SELECT 2"), std::exception);
    });
    CHECK(things(*store) == 0);
  });
}

TEST_CASE("concurrent counters lose no update" * doctest::test_suite("concurrent storage")) {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    store->write([](Transaction& tx) { add(tx, 1, "counter"); });
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 100; ++i) {
          store->write([](Transaction& tx) {
            const std::int64_t now = amount_of(tx, 1);
            tx.run("UPDATE thing SET amount = $1 WHERE id = $2", now + 1, 1);
          });
        }
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(store->read([](Transaction& tx) { return amount_of(tx, 1); }) == 800);
  });
}

TEST_CASE("works that throw roll back alone among many that succeed" *
          doctest::test_suite("concurrent storage")) {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 64; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 10; ++i) {
          const std::int64_t id = t * 10 + i;
          try {
            store->write([&](Transaction& tx) {
              add(tx, id, std::nullopt);
              if (id % 3 == 0) throw std::runtime_error("no");
            });
          } catch (const std::runtime_error&) {
            ++refused;
          }
        }
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(refused == 214);
    CHECK(things(*store) == 640 - 214);
    const auto wrong = store->read([](Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM thing WHERE id % 3 = 0").one()->integer(0);
    });
    CHECK(wrong == 0);
  });
}

TEST_CASE("every caller sees its own write at once, more readers than connections" *
          doctest::test_suite("concurrent storage")) {
  for_each_store([](Place&, std::unique_ptr<Store>& store) {
    std::atomic<int> unseen = 0;
    std::vector<std::thread> threads;
    for (std::int64_t t = 0; t < 16; ++t) {
      threads.emplace_back([&, t] {
        for (std::int64_t i = 0; i < 20; ++i) {
          store->write([&](Transaction& tx) { add(tx, t * 100 + i, std::nullopt, i); });
          const auto seen =
              store->read([&](Transaction& tx) { return amount_of(tx, t * 100 + i); });
          if (seen != i) ++unseen;
        }
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(unseen == 0);
  });
}
