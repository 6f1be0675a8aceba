// Calls by the thousand: as many at once as no clinic has, each with a turn every few seconds.
//
// Turns are offered whether the service keeps up or not, and each counts from when it should have
// been asked. The same is offered to an empty handler behind the same server shell.
#include "core/demo/clinic.h"
#include "tests/bench/benches.h"
#include "tests/bench/disk_directory.h"
#include "tests/bench/served.h"
#include "tests/bench/walks.h"
#include "tests/fakes/free_ports.h"

namespace latchkey::bench {

namespace {

constexpr std::size_t calls_at_once = 2000;
// Three turns a second for ten calls (issue 4).
constexpr std::chrono::milliseconds period{3333}, time_each{60'000}, time_empty{10'000};
constexpr double p99_aim_ms = 100;
constexpr int workers = 64;

// Of what is to stay below `aim`.
std::string_view verdict(double value, double aim) { return value < aim ? "met" : "NOT met"; }

void judge(Report& report, const Load& calls, const Load& empty) {
  const double offered = 1000.0 * calls_at_once / static_cast<double>(period.count());
  const double p99 = calls.milliseconds_at(0.99);
  report.line("",
              fmt::format("{:.0f} turns/s of {:.0f} offered; p99 {:.1f} ms: aim under {} ms {}",
                          calls.per_second(), offered, p99, p99_aim_ms, verdict(p99, p99_aim_ms)));
  report.line("",
              fmt::format("{} turns lost: aim 0 {}; p50 {:.1f}, p99 {:.1f} of the empty handler",
                          calls.failures, verdict(static_cast<double>(calls.failures), 1),
                          calls.milliseconds_at(0.5) / empty.milliseconds_at(0.5),
                          p99 / empty.milliseconds_at(0.99)));
}

}  // namespace

void bench_calls(Report& report) {
  const DiskDirectory folder("bench_calls");
  const std::uint16_t port = fakes::four_free_ports();
  report.title(fmt::format("Calls: {} at once, each with a turn every {:.1f} s", calls_at_once,
                           static_cast<double>(period.count()) / 1000));
  Load empty;
  {
    const Served demo(folder.path(), port);  // makes the clinic
  }
  const Config config = clinic_config(folder.path(), port);
  People people;
  {
    const Served nothing(folder.file("log"), [&](const auto& ready) {
      serve_nothing(config.webhooks.port, workers, ready);
    });
    empty = PhoneWalk(config, people, calls_at_once, 1).walk_every(period, time_empty);
    report.load("empty handler", empty);
  }
  const Served demo(folder.path(), port);
  PhoneWalk walk(config, people, calls_at_once, 2);
  const Load calls = walk.walk_every(period, time_each);
  report.load("calls", calls);
  judge(report, calls, empty);
  report.line("", fmt::format("{} calls walked to the code, {} broken", walk.whole_calls(),
                              walk.broken_calls()));
  report.void_if_broken(walk.whole_calls(), walk.broken_calls());
}

}  // namespace latchkey::bench
