// How many turns a second become durable, and how long a caller waits for one.
//
// A turn here is five statements over 10,000 conversations: read, two updates, an outbox row, an
// audit row. Measured as the machine's disk is, and as a disk that takes 1 ms to flush.
#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "core/base/clock.h"
#include "core/storage/schema.h"
#include "core/storage/sqlite/sqlite_store.h"
#include "tests/bench/benches.h"
#include "tests/bench/disk_directory.h"
#include "tests/bench/slow_vfs.h"

namespace latchkey::bench {

namespace {

using storage::Blob;
using storage::Transaction;
using Nanos = std::chrono::nanoseconds;

constexpr std::int64_t conversations = 10000;
constexpr std::chrono::milliseconds time_each{1500};

constexpr const char* turns_1[] = {
    "CREATE TABLE conversation (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, "
    "state BLOB NOT NULL) STRICT",
    "CREATE TABLE budget (id INTEGER PRIMARY KEY, used INTEGER NOT NULL) STRICT",
    "CREATE TABLE outbox (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT",
    "CREATE TABLE audit (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL) STRICT"};
constexpr storage::SchemaVersion turn_versions[] = {{turns_1}};
constexpr storage::AreaSchema turn_areas[] = {{"turns", turn_versions}};

void fill(storage::Store& store) {
  storage::upgrade(store, turn_areas, from_millis(0));
  store.write([](Transaction& tx) {
    for (std::int64_t id = 0; id < conversations; ++id) {
      tx.run("INSERT INTO conversation (id, revision, state) VALUES ($1, 0, $2)", id,
             Blob{std::string(300, 's')});
      tx.run("INSERT INTO budget (id, used) VALUES ($1, 0)", id);
    }
  });
}

void turn(Transaction& tx, std::int64_t conversation, std::int64_t row) {
  const auto now = tx.run("SELECT revision, state FROM conversation WHERE id = $1", conversation);
  tx.run("UPDATE conversation SET revision = $1, state = $2 WHERE id = $3",
         now.one()->integer(0) + 1, Blob{now.one()->blob(1)}, conversation);
  tx.run("UPDATE budget SET used = used + 1 WHERE id = $1", conversation);
  tx.run("INSERT INTO outbox (id, body) VALUES ($1, $2)", row, Blob{std::string(200, 'o')});
  tx.run("INSERT INTO audit (id, at, what) VALUES ($1, $2, $3)", row, row, "turn.answered");
}

std::vector<Nanos> write_for_a_while(storage::Store& store, std::uint64_t seed) {
  std::mt19937_64 chance(seed);
  std::vector<Nanos> waits;
  const auto end = std::chrono::steady_clock::now() + time_each;
  for (auto start = std::chrono::steady_clock::now(); start < end;) {
    const auto conversation = static_cast<std::int64_t>(chance() % conversations);
    const auto row = static_cast<std::int64_t>(chance() >> 2);
    store.write([&](Transaction& tx) { turn(tx, conversation, row); });
    const auto now = std::chrono::steady_clock::now();
    waits.push_back(now - start);
    start = now;
  }
  return waits;
}

Load load_with(storage::Store& store, std::size_t waiters) {
  std::vector<std::vector<Nanos>> waits(waiters);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < waiters; ++i) {
    threads.emplace_back([&, i] { waits[i] = write_for_a_while(store, waiters * 1000 + i); });
  }
  for (auto& thread : threads) thread.join();
  Load load;
  load.seconds = std::chrono::duration<double>(time_each).count();
  for (const auto& some : waits) {
    load.latencies.insert(load.latencies.end(), some.begin(), some.end());
  }
  std::sort(load.latencies.begin(), load.latencies.end());
  load.answers = load.latencies.size();
  return load;
}

void measure(Report& report, const char* disk, const std::string& vfs) {
  const DiskDirectory directory("bench_storage");
  std::atomic<std::uint64_t> batches = 0;
  storage::SqliteOptions options;
  options.path = directory.file("bench.db");
  options.vfs = vfs;
  options.on_batch = [&](const storage::BatchReport&) { ++batches; };
  const auto store = storage::open_sqlite(options);
  fill(*store);
  for (const std::size_t waiters : {1U, 16U, 64U, 128U}) {
    const std::uint64_t before = batches;
    const Load load = load_with(*store, waiters);
    const double each = static_cast<double>(load.answers) / static_cast<double>(batches - before);
    report.load(fmt::format("{}, {} waiters, {:.1f} turns a flush", disk, waiters, each), load);
  }
}

void measure_reads(Report& report) {
  const DiskDirectory directory("bench_storage");
  storage::SqliteOptions options;
  options.path = directory.file("bench.db");
  const auto store = storage::open_sqlite(options);
  fill(*store);
  std::mt19937_64 chance(1);
  Load load;
  const auto begin = std::chrono::steady_clock::now();
  auto start = begin;
  while (start < begin + time_each) {
    const auto id = static_cast<std::int64_t>(chance() % conversations);
    store->read([&](Transaction& tx) {
      return tx.run("SELECT revision, state FROM conversation WHERE id = $1", id).one()->integer(0);
    });
    const auto now = std::chrono::steady_clock::now();
    load.latencies.push_back(now - start);
    start = now;
  }
  std::sort(load.latencies.begin(), load.latencies.end());
  load.answers = load.latencies.size();
  load.seconds = std::chrono::duration<double>(time_each).count();
  report.load("snapshots of one row, 1 reader", load);
}

}  // namespace

void bench_storage(Report& report) {
  report.title("Store: durable turns of five statements (SQLite, synchronous=FULL, group commit)");
  measure(report, "this disk", "");
  const SlowVfs slow("slow", std::chrono::milliseconds(1));
  measure(report, "flush + 1 ms", slow.name());
  measure_reads(report);
}

}  // namespace latchkey::bench
