#include "kiosk/browser/support.h"

#include <doctest/doctest.h>

#include "core/base/fault.h"
#include "tests/browser_fixtures.h"
#include "tests/folder.h"

using namespace latchkey;
using namespace latchkey::kiosk;
using namespace latchkey::tests;

namespace {

const std::filesystem::path content = std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content";

constexpr Time day(int year, unsigned month, unsigned of_month) {
  return std::chrono::sys_days(std::chrono::year_month_day(
      std::chrono::year(year), std::chrono::month(month), std::chrono::day(of_month)));
}

Browser release(ReleaseLine line, int version) {
  Browser out;
  out.line = line;
  out.release = version;
  return out;
}

SupportRule rule_of(const char* text) {
  const Folder folder;
  folder.write("policy/browsers.toml", text);
  return load_support_rule(folder.path());
}

constexpr const char* small_rule = R"([rule]
months_max = 6
unsupported = ["opera_mini", "internet_explorer"]
[least]
chrome = 90
[tested]
safari = ["9", "11-12"]
internet_explorer = ["11"]
[releases.chrome]
100 = "2026-01-31"
102 = "2026-06-01"
[releases.safari]
20 = "2026-06-01"
)";

}  // namespace

TEST_CASE("a release is supported until it is as many months old as the rule says") {
  const SupportRule rule = rule_of(small_rule);
  const auto verdict = [&](int version, Time now) {
    return judge(release(ReleaseLine::chrome, version), rule, now);
  };
  CHECK(verdict(100, day(2026, 2, 1)) == Verdict::supported);
  CHECK(verdict(100, day(2026, 7, 31) + std::chrono::hours(23)) == Verdict::supported);
  CHECK(verdict(100, day(2026, 8, 1)) == Verdict::old);
  // Never released: it counts as old as the one before it.
  CHECK(verdict(101, day(2026, 8, 1)) == Verdict::old);
  CHECK(verdict(102, day(2026, 8, 1)) == Verdict::supported);
  CHECK(verdict(102, day(2026, 12, 2)) == Verdict::old);
  CHECK(verdict(103, day(2030, 1, 1)) == Verdict::supported);
  CHECK(verdict(99, day(2026, 2, 1)) == Verdict::old);
  CHECK(verdict(89, day(2026, 2, 1)) == Verdict::unsupported);
  CHECK(verdict(0, day(2026, 2, 1)) == Verdict::unknown);
}

TEST_CASE("an age that ends in a shorter month ends with that month") {
  const SupportRule rule = rule_of("[rule]\nmonths_max = 1\n[releases.edge]\n1 = \"2026-01-31\"\n");
  const Browser edge = release(ReleaseLine::edge, 1);
  CHECK(judge(edge, rule, day(2026, 2, 28)) == Verdict::supported);
  CHECK(judge(edge, rule, day(2026, 3, 1)) == Verdict::old);
}

TEST_CASE("what the clinic has tested wins over age, family and least version") {
  const SupportRule rule = rule_of(small_rule);
  const auto verdict = [&](ReleaseLine line, int version) {
    return judge(release(line, version), rule, day(2029, 1, 1));
  };
  CHECK(verdict(ReleaseLine::safari, 9) == Verdict::supported);
  CHECK(verdict(ReleaseLine::safari, 10) == Verdict::old);
  CHECK(verdict(ReleaseLine::safari, 11) == Verdict::supported);
  CHECK(verdict(ReleaseLine::safari, 12) == Verdict::supported);
  CHECK(verdict(ReleaseLine::safari, 13) == Verdict::old);
  CHECK(verdict(ReleaseLine::internet_explorer, 11) == Verdict::supported);
  CHECK(verdict(ReleaseLine::internet_explorer, 10) == Verdict::unsupported);
  CHECK(verdict(ReleaseLine::opera_mini, 80) == Verdict::unsupported);
  CHECK(verdict(ReleaseLine::opera_mini, 0) == Verdict::unsupported);
}

TEST_CASE("a browser without a row of releases is unknown") {
  const SupportRule rule = rule_of(small_rule);
  CHECK(judge(Browser{}, rule, day(2026, 1, 1)) == Verdict::unknown);
  CHECK(judge(release(ReleaseLine::firefox, 130), rule, day(2026, 1, 1)) == Verdict::unknown);
}

TEST_CASE("the rule that ships judges today's and yesterday's browsers") {
  const SupportRule rule = load_support_rule(content);
  const UserAgentReader reader;
  const Time now = day(2026, 11, 22);
  const auto verdict = [&](const std::string& user_agent) {
    return verdict_names[judge(identify({user_agent, "", "", ""}, reader), rule, now)];
  };
  const auto chrome = [&](const char* version) {
    std::string text = windows_chrome;
    return verdict(text.replace(text.find("128"), 3, version));
  };
  CHECK(chrome("157") == "supported");
  CHECK(chrome("200") == "supported");
  CHECK(chrome("131") == "old");
  CHECK(chrome("132") == "supported");
  CHECK(chrome("79") == "unsupported");
  CHECK(verdict(iphone_safari) == "old");
  CHECK(verdict(ie_mode) == "unsupported");
  CHECK(verdict(compatibility_view) == "unsupported");
  CHECK(verdict("Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
                "like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1") == "unsupported");
  CHECK(verdict(android_view) == "old");
  CHECK(verdict("") == "unknown");
}

TEST_CASE("the table that ships is whole: every line, rising versions, rising days") {
  const SupportRule rule = load_support_rule(content);
  CHECK(rule.months_max == 24);
  for (const ReleaseLine line :
       {ReleaseLine::chrome, ReleaseLine::edge, ReleaseLine::firefox, ReleaseLine::safari,
        ReleaseLine::safari_ios, ReleaseLine::samsung, ReleaseLine::webview_android}) {
    const SupportRule::Line& found = rule.lines.at(line);
    CAPTURE(release_line_names[line]);
    CHECK(found.least > 0);
    CHECK(found.tested.empty());
    REQUIRE(found.releases.size() >= 6);
    CHECK(found.releases.begin()->second < day(2022, 1, 1));
    for (auto one = std::next(found.releases.begin()); one != found.releases.end(); ++one)
      CHECK(std::prev(one)->second < one->second);
  }
}

TEST_CASE("a slip in browsers.toml is named with its line") {
  const std::pair<const char*, const char*> slips[] = {
      {"[rule]\nmonths_max = 0\n", "browsers.toml:2: rule.months_max = 0"},
      {"[rule]\nmonth_max = 3\n", "did you mean months_max?"},
      {"[rule]\nunsupported = [\"netscape\"]\n", "\"netscape\" is no browser"},
      {"[least]\nchrom = 3\n", "browsers.toml:2: least.chrom = 3: must be named chrome, edge"},
      {"[least]\nnone = 3\n", "least.none"},
      {"[least]\nedge = \"80\"\n", "browsers.toml:2: least.edge"},
      {"[tested]\nedge = [\"80+\"]\n", "\"80+\" must be a version such as \"109\""},
      {"[tested]\nedge = [\"9-8\"]\n", "\"9-8\" must be"},
      {"[tested]\nedge = [\"0\"]\n", "\"0\" must be"},
      {"[tested]\nedge = [\"99999999999\"]\n", "must be a version"},
      {"[releases.edge]\n\n80 = \"soon\"\n", "browsers.toml:3: releases.edge.80 = \"soon\""},
      {"[releases.edge]\n80 = \"2026-02-30\"\n", "must be the day of its release"},
      {"[releases.edge]\nnew = \"2026-02-03\"\n", "must be a major version"},
      {"[releases]\nedge = 3\n", "releases.edge"},
      {"[others]\n", "others"},
  };
  for (const auto& [text, complaint] : slips)
    CHECK_THROWS_WITH_AS(rule_of(text), doctest::Contains(complaint), ConfigFault);
  CHECK_THROWS_AS(load_support_rule("/nonexistent"), ConfigFault);
}
