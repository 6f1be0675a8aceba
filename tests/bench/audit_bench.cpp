#include <chrono>
#include <ctime>
#include <string>

#include "core/audit/audit.h"
#include "core/audit/verify.h"
#include "tests/bench/benches.h"
#include "tests/fakes/test_store.h"

namespace latchkey::bench {

namespace {

// Both clocks: the processor's is what a busy machine does not distort.
struct Took {
  double wall, processor;
  std::string per_second(int rows) const {
    return fmt::format("{:>9.0f}/s  {:>9.0f}/s of processor time", rows / wall, rows / processor);
  }
};

Took time_of(auto work) {
  const auto wall = std::chrono::steady_clock::now();
  const std::clock_t processor = std::clock();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(),
          static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC};
}

constexpr int rows = 1'000'000, batch = 5'000;

// What somebody with the database could do to it, in order; each is undone before the next. `row`
// is the one that must be named.
struct Tampering {
  const char* name;
  std::int64_t row;
  void (*with)(storage::Transaction&);
};

constexpr Tampering tamperings[] = {
    {"a flipped byte", 700'000,
     [](storage::Transaction& tx) {
       tx.run("UPDATE audit_row SET subject_id = subject_id + 1 WHERE sequence = 700000");
     }},
    {"a deleted row", 800'000,
     [](storage::Transaction& tx) { tx.run("DELETE FROM audit_row WHERE sequence = 800000"); }},
    {"two swapped rows", 900'000,
     [](storage::Transaction& tx) {
       tx.run("UPDATE audit_row SET sequence = -1 WHERE sequence = 900000");
       tx.run("UPDATE audit_row SET sequence = 900000 WHERE sequence = 900001");
       tx.run("UPDATE audit_row SET sequence = 900001 WHERE sequence = -1");
     }},
    {"the last row deleted", rows,
     [](storage::Transaction& tx) { tx.run("DELETE FROM audit_row WHERE sequence = 1000000"); }},
    {"and the head lowered", rows, [](storage::Transaction& tx) {
       tx.run("DELETE FROM audit_row WHERE sequence = 1000000");
       tx.run(
           "UPDATE audit_head SET count = 999999,"
           " mac = (SELECT mac FROM audit_row WHERE sequence = 999999)");
     }}};

void remember(storage::Transaction& tx) {
  tx.run("CREATE TABLE kept_row AS SELECT * FROM audit_row WHERE sequence >= 700000");
  tx.run("CREATE TABLE kept_head AS SELECT * FROM audit_head");
}

void put_back(storage::Transaction& tx) {
  tx.run("DELETE FROM audit_row WHERE sequence >= 700000");
  tx.run("INSERT INTO audit_row SELECT * FROM kept_row");
  tx.run("DELETE FROM audit_head");
  tx.run("INSERT INTO audit_head SELECT * FROM kept_head");
}

void find_tamperings(Report& report, storage::Store& store, const Sealer& sealer) {
  store.write(remember);
  for (const Tampering& each : tamperings) {
    store.write(each.with);
    const auto found = audit::verify(store, sealer, std::nullopt);
    ensure(!found.ok() && found.first_bad_row == each.row, "each tampering is found and named");
    report.line(each.name, fmt::format("found: row {}, {}", found.first_bad_row, found.what));
    store.write(put_back);
  }
  ensure(audit::verify(store, sealer, std::nullopt).ok(), "what was put back is whole again");
}

// An old copy of everything, put back while the anchor is the newer one.
void find_old_copy(Report& report, storage::Store& store, const Sealer& sealer) {
  const fakes::TemporaryDirectory elsewhere;
  const std::string file = elsewhere.file("anchor");
  audit::write_anchor(store, sealer, file, from_millis(1));
  const auto anchor = audit::read_anchor(sealer, file);
  store.write([](storage::Transaction& tx) { tx.run("DELETE FROM audit_row"); });
  store.write([](storage::Transaction& tx) { tx.run("DELETE FROM audit_head"); });
  const audit::Audit log{sealer, 1};
  store.write([&](storage::Transaction& tx) {
    log.append(tx, {audit::Actor::staff, 7, "ticket.view", "ticket", 1, audit::Answer::allowed, "",
                    from_millis(1)});
  });
  ensure(audit::verify(store, sealer, std::nullopt).ok(), "the old copy is whole by itself");
  const auto found = audit::verify(store, sealer, anchor);
  ensure(found.first_bad_row == 2, "the first row that is lost is named");
  report.line("an old copy put back", fmt::format("found: row 2, {}", found.what));
}

}  // namespace

// How fast rows are chained in one batch, how fast a chain is proved whole, and that
// it is not when somebody changed it.
void bench_audit(Report& report) {
  report.title("audit: 1,000,000 rows of one chain");
  SystemDice dice;
  const Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  const audit::Audit log{sealer, 1};
  fakes::TestStore store{audit::schema()};
  const Took appending = time_of([&] {
    for (int done = 0; done < rows; done += batch)
      store->write([&](storage::Transaction& tx) {
        for (int i = 0; i < batch; ++i)
          log.append(tx, {audit::Actor::staff, 7, "ticket.read", "ticket", done + i,
                          audit::Answer::allowed, "looked at", from_millis(done + i)});
      });
  });
  report.line("append", appending.per_second(rows));
  audit::VerifyResult result;
  const Took verifying = time_of([&] { result = audit::verify(*store, sealer, std::nullopt); });
  ensure(result.ok() && result.rows == rows, "the chain that was measured is whole");
  report.line("verify", verifying.per_second(rows));
  find_tamperings(report, *store, sealer);
  find_old_copy(report, *store, sealer);
}

}  // namespace latchkey::bench
