// Runs all benchmarks, or those named on the command line.
#include "tests/bench/benches.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace {

struct Bench {
  std::string_view name;
  void (*run)(latchkey::bench::Report&);
};

constexpr std::array benches = {
    Bench{"audit", latchkey::bench::bench_audit},
    Bench{"http", latchkey::bench::bench_http},
    Bench{"storage", latchkey::bench::bench_storage},
    Bench{"service", latchkey::bench::bench_service},
    Bench{"calls", latchkey::bench::bench_calls},
    Bench{"web", latchkey::bench::bench_web},
    Bench{"desk", latchkey::bench::bench_desk},
    Bench{"reports", latchkey::bench::bench_reports},
    Bench{"enumeration", latchkey::bench::bench_enumeration},
};

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> names(argv + 1, static_cast<std::size_t>(argc - 1));
  latchkey::bench::Report report;
  for (const Bench& bench : benches) {
    const bool named = std::ranges::any_of(names, [&](const char* n) { return bench.name == n; });
    if (names.empty() || named) bench.run(report);
  }
  return report.is_void() ? 1 : 0;
}
