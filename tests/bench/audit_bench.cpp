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

}  // namespace

// How fast rows are chained in one batch, and how fast a chain is proved whole.
void bench_audit(Report& report) {
  report.title("audit: 500,000 rows of one chain");
  constexpr int rows = 500'000, batch = 5'000;
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
}

}  // namespace latchkey::bench
