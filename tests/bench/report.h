// What a benchmark says: one line a figure, the same shape every time, so that two runs compare.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "tests/bench/load.h"

namespace latchkey::bench {

class Report {
 public:
  // Figures of work that was not done would be lies: `latchkey_bench` ends with 1.
  void void_if_broken(std::size_t whole, std::size_t broken) {
    if (broken * 1000 <= whole) return;
    line("", fmt::format("VOID: {} of {} walks broke off", broken, broken + whole));
    is_void_ = true;
  }
  bool is_void() const { return is_void_; }
  void title(std::string_view text) { fmt::print("\n{}\n", text); }
  void line(std::string_view name, std::string_view figures) {
    fmt::print("  {:<44} {}\n", name, figures);
    std::fflush(stdout);
  }
  void load(std::string_view name, const Load& load) {
    line(name, fmt::format("{:>9.0f}/s  p50 {:7.3f} ms  p99 {:7.3f} ms  max {:7.3f} ms  {} lost",
                           load.per_second(), load.milliseconds_at(0.5), load.milliseconds_at(0.99),
                           load.milliseconds_at(1), load.failures));
  }

 private:
  bool is_void_ = false;
};

}  // namespace latchkey::bench
