#include "tests/bench/raw_turns.h"

#include <algorithm>
#include <random>
#include <thread>

#include "core/operations/service.h"
#include "core/storage/schema.h"
#include "core/storage/sqlite/sqlite_store.h"

namespace latchkey::bench {

namespace {

using storage::Blob;
using storage::Transaction;

constexpr std::int64_t conversations = 2000;
constexpr std::size_t state_bytes = 200;  // of a caller who is about to type the code

std::string leg_of(std::int64_t id) {
  std::string hash(16, 'k');
  for (std::size_t i = 0; i < 8; ++i) hash[i] = static_cast<char>(id >> (8 * i) & 0xff);
  return hash;
}

void fill(storage::Store& store) {
  storage::upgrade(store, operations::all_schemas(), from_millis(0));
  store.write([](Transaction& tx) {
    for (std::int64_t id = 1; id <= conversations; ++id) {
      tx.run(
          "INSERT INTO conversation (id, channel, here, call_id, question, revision, stage, notice,"
          " notice_detail, sealed_state, created_at, touched_at, expires_at)"
          " VALUES ($1, 2, 1, $1, 1, 1, 'identifying', 0, '', $2, 1, 1, 900000)",
          id, Blob{std::string(state_bytes, 's')});
      tx.run(
          "INSERT INTO leg (key_hash, conversation_id, channel, silences, wrong_keys, slower, "
          "waits,"
          " origin) VALUES ($1, $2, 2, 0, 0, 0, 0, $3)",
          Blob{leg_of(id)}, id, Blob{});
      tx.run(
          "INSERT INTO call (id, conversation, channel, language, started_at)"
          " VALUES ($1, $1, 'phone', 'en', 1)",
          id);
    }
  });
}

void turn(Transaction& tx, std::int64_t id, std::int64_t now) {
  const auto loaded = tx.run(
      "SELECT c.id, c.channel, c.here, c.call_id, c.question, c.revision, c.notice,"
      " c.notice_detail, c.sealed_state, c.created_at, c.touched_at, c.expires_at, l.silences,"
      " l.wrong_keys, l.slower, l.waits, l.origin"
      " FROM leg l JOIN conversation c ON c.id = l.conversation_id WHERE l.key_hash = $1",
      Blob{leg_of(id)});
  const storage::Row& row = *loaded.one();
  const std::int64_t revision = row.integer(5) + 1;
  tx.run(
      "UPDATE conversation SET channel = $2, here = $3, call_id = $4, question = $5,"
      " revision = $6, stage = $7, notice = $8, notice_detail = $9, sealed_state = $10,"
      " touched_at = $11, expires_at = $12 WHERE id = $1",
      id, row.integer(1), row.integer(2), row.integer(3), row.integer(4) + 1, revision,
      "identifying", row.integer(6), row.text(7), Blob{row.blob(8)}, now, now + 900000);
  tx.run(
      "INSERT INTO call_step (call, ordinal, at, step, notice, duration_ms)"
      " VALUES ($1, $2, $3, 'birth_date', 'none', 5) ON CONFLICT (call, ordinal) DO NOTHING",
      id, revision, now);
}

std::vector<std::chrono::nanoseconds> write_for(storage::Store& store, std::uint64_t seed,
                                                std::chrono::milliseconds time) {
  std::mt19937_64 chance(seed);
  std::vector<std::chrono::nanoseconds> waits;
  const auto end = std::chrono::steady_clock::now() + time;
  for (auto start = std::chrono::steady_clock::now(); start < end;) {
    const auto id = static_cast<std::int64_t>(chance() % conversations + 1);
    const auto at = static_cast<std::int64_t>(waits.size());
    store.write([&](Transaction& tx) { turn(tx, id, at); });
    const auto now = std::chrono::steady_clock::now();
    waits.push_back(now - start);
    start = now;
  }
  return waits;
}

}  // namespace

Load raw_turns(const std::string& folder, const std::string& vfs, std::size_t waiters,
               std::chrono::milliseconds time) {
  storage::SqliteOptions options;
  options.path = folder + "/raw.db";
  options.vfs = vfs;
  const auto store = storage::open_sqlite(options);
  fill(*store);
  std::vector<std::vector<std::chrono::nanoseconds>> waits(waiters);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < waiters; ++i)
    threads.emplace_back([&, i] { waits[i] = write_for(*store, i + 1, time); });
  for (auto& thread : threads) thread.join();
  Load load;
  load.seconds = std::chrono::duration<double>(time).count();
  for (const auto& some : waits)
    load.latencies.insert(load.latencies.end(), some.begin(), some.end());
  std::ranges::sort(load.latencies);
  load.answers = load.latencies.size();
  return load;
}

}  // namespace latchkey::bench
