#include "core/base/crash_point.h"

#ifdef LATCHKEY_TEST_HOOKS

#include <csignal>
#include <cstdlib>
#include <mutex>
#include <string>

#include "core/base/fault.h"

namespace latchkey {

namespace {

struct Plan {
  std::string name;
  long passes_left = 0;
  std::mutex lock;
};

void read_environment(Plan& plan) {
  const char* wish = std::getenv("LATCHKEY_CRASH_AT");  // NOLINT(concurrency-mt-unsafe)
  if (!wish) return;
  const std::string text = wish;
  const auto colon = text.find(':');
  if (colon == std::string::npos) throw ConfigFault("LATCHKEY_CRASH_AT wants name:count");
  plan.name = text.substr(0, colon);
  plan.passes_left = std::strtol(text.c_str() + colon + 1, nullptr, 10);
  if (plan.passes_left < 1) throw ConfigFault("LATCHKEY_CRASH_AT counts from 1");
}

Plan& plan() {
  static Plan the_plan;
  static std::once_flag once;
  std::call_once(once, [] { read_environment(the_plan); });
  return the_plan;
}

}  // namespace

void crash_point(const char* name) {
  Plan& wish = plan();
  if (wish.name != name) return;
  const std::lock_guard guard(wish.lock);
  if (--wish.passes_left == 0) static_cast<void>(std::raise(SIGKILL));
}

}  // namespace latchkey

#endif
