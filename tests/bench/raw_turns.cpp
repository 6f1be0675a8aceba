#include "tests/bench/raw_turns.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "core/demo/demo_transport.h"
#include "core/operations/service.h"
#include "core/storage/sqlite/sqlite_store.h"
#include "tests/bench/served.h"

namespace latchkey::bench {

namespace {

using storage::Result;
using storage::Transaction;
using storage::Value;

// run_prepared() is for stores; a recorder passes statements on and a replay repeats them.
struct Prepared : Transaction {
  static Result run(Transaction& tx, std::string_view sql, std::span<const Value> arguments) {
    return (tx.*&Prepared::run_prepared)(sql, arguments);
  }
};

class RecordingTransaction final : public Transaction {
 public:
  RecordingTransaction(Transaction& inner, Write& write) : inner_(inner), write_(write) {}

 protected:
  Result run_prepared(std::string_view sql, std::span<const Value> arguments) override {
    Result result = Prepared::run(inner_, sql, arguments);
    write_.push_back({sql, {arguments.begin(), arguments.end()}, result.changed});
    return result;
  }

 private:
  Transaction& inner_;
  Write& write_;
};

class SilentSink final : public LogSink {
 public:
  void write(std::string_view) override {}
};

// What the writer keeps while others look.
class Tape {
 public:
  void keep(Write write) {
    const std::lock_guard lock(mutex_);
    writes_.push_back(std::move(write));
  }
  std::vector<Write> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(writes_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<Write> writes_;
};

class RecordingStore final : public storage::Store {
 public:
  RecordingStore(std::unique_ptr<Store> inner, Tape& tape)
      : inner_(std::move(inner)), tape_(tape) {}

 protected:
  void do_write(Job job) override {
    inner_->write([&](Transaction& tx) {
      Write write;
      RecordingTransaction recording(tx, write);
      job(recording);
      // The writer runs one at a time, so this is the order in which they happened.
      tape_.keep(std::move(write));
    });
  }
  void do_read(Job job) const override { inner_->read(job); }

 private:
  std::unique_ptr<Store> inner_;
  Tape& tape_;
};

class Replay {
 public:
  Replay(const Recorded& recorded, storage::Store& store) : recorded_(recorded), store_(store) {}

  std::vector<std::chrono::nanoseconds> run() {
    std::vector<std::chrono::nanoseconds> waits;
    for (;;) {
      const std::size_t at = next_++;
      if (at >= recorded_.writes.size()) return waits;
      const auto start = std::chrono::steady_clock::now();
      store_.write([&](Transaction& tx) { repeat(tx, recorded_.writes[at]); });
      waits.push_back(std::chrono::steady_clock::now() - start);
    }
  }
  std::size_t strays() const { return strays_; }

 private:
  void repeat(Transaction& tx, const Write& write) {
    for (const Statement& statement : write)
      if (Prepared::run(tx, statement.sql, statement.arguments).changed != statement.changed)
        ++strays_;
  }

  const Recorded& recorded_;
  storage::Store& store_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> strays_{0};
};

}  // namespace

double Recorded::statements_a_turn() const {
  std::size_t statements = 0;
  for (const Write& write : writes) statements += write.size();
  return static_cast<double>(statements) / static_cast<double>(std::max<std::size_t>(turns, 1));
}

Recorded record_turns(const std::filesystem::path& folder, std::uint16_t port, People& people,
                      std::size_t connections, std::chrono::milliseconds time) {
  Tape tape;
  const auto open = [&](const Config& config, Time now) -> std::unique_ptr<storage::Store> {
    return std::make_unique<RecordingStore>(operations::open_store(config, now), tape);
  };
  Recorded recorded;
  {
    SilentSink sink;
    const SystemClock clock;
    demo::DemoTransport transport(clock);
    const ClinicHere clinic(clinic_config(folder, port), transport, sink, open);
    tape.take();  // what opening wrote is no turn's
    recorded.turns = PhoneWalk(clinic.config(), people, connections, 1).walk(time).answers;
  }
  recorded.writes = tape.take();
  return recorded;
}

Replayed replay(const Recorded& recorded, const std::filesystem::path& folder,
                const std::string& vfs, std::size_t waiters) {
  storage::SqliteOptions options;
  options.path = (folder / "latchkey.db").string();
  options.vfs = vfs;
  const auto store = storage::open_sqlite(options);
  Replay replay(recorded, *store);
  std::vector<std::vector<std::chrono::nanoseconds>> waits(waiters);
  std::vector<std::thread> threads;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < waiters; ++i)
    threads.emplace_back([&, i] { waits[i] = replay.run(); });
  for (auto& thread : threads) thread.join();
  Replayed out;
  out.load.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (const auto& some : waits)
    out.load.latencies.insert(out.load.latencies.end(), some.begin(), some.end());
  std::ranges::sort(out.load.latencies);
  out.load.answers = recorded.turns;
  out.strays = replay.strays();
  return out;
}

}  // namespace latchkey::bench
