// Whether a browser is supported: a rule that is data, in content/policy/browsers.toml.
//
// A release is supported while it is younger than a number of months; older ones still work as a
// rule, so people are warned and go on; some families and very old versions can't work, so people
// are guided to another one (domain.md 3.1). What the clinic has tested itself wins over all of it
// (domain.md A24). Every page works without JavaScript in every browser: a verdict never stops
// anybody. Pure but for loading; thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "core/base/names.h"
#include "core/base/time.h"
#include "kiosk/browser/browser.h"

namespace latchkey::kiosk {

enum class Verdict {
  supported,
  old,          // warn, and go on
  unsupported,  // guide to another browser
  unknown
};
inline constexpr Names<Verdict, 4> verdict_names{{"supported", "old", "unsupported", "unknown"}};

// Major versions from `first` to `last`, both of them.
struct VersionRange {
  int first = 0, last = 0;
};

struct SupportRule {
  struct Line {
    int least = 0;                                  // what is older is unsupported
    std::map<int, std::chrono::sys_days> releases;  // day of release by major version
    std::vector<VersionRange> tested;               // by the clinic: supported at any age
  };
  int months_max = 0;  // how old a release may be
  std::map<ReleaseLine, Line> lines;
  std::vector<ReleaseLine> unsupported;  // in every version
};

// Reads `content`/policy/browsers.toml. ConfigFault with file, line and what would be right.
SupportRule load_support_rule(const std::filesystem::path& content);

// The day of the youngest release in the rule's table; the epoch if it has none.
std::chrono::sys_days newest_release(const SupportRule& rule);

// A version that the table does not have was released with the last one before it; one that is
// newer than all of them is supported.
Verdict judge(const Browser& browser, const SupportRule& rule, Time now);

}  // namespace latchkey::kiosk
