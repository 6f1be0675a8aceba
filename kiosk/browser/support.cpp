#include "kiosk/browser/support.h"

#include <algorithm>
#include <optional>

#include "core/base/hours.h"
#include "core/base/table_reader.h"
#include "core/base/toml.h"
#include "kiosk/browser/client_hints.h"

namespace latchkey::kiosk {

namespace {

constexpr int version_max = 9999;
constexpr int months_max = 240;

constexpr const char* version_words = "must be a major version of the browser: 1 to 9999";

// "109": digits only, all of them used.
std::optional<int> version_of(std::string_view text) {
  const int number = leading_number(text);
  const bool whole = std::to_string(number) == text;
  if (!whole || number < 1 || number > version_max) return std::nullopt;
  return number;
}

// "109" or "14-16".
std::optional<VersionRange> range_of(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = version_of(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : version_of(text.substr(dash + 1));
  if (!first || !last || *first > *last) return std::nullopt;
  return VersionRange{*first, *last};
}

// Calls `each` with every key of the table that names a release line.
template <class Each>
void for_each_line(TableReader& table, Each each) {
  for (const std::string& key : table.keys()) {
    const auto line = release_line_names.find(key);
    if (line && *line != ReleaseLine::none)
      each(key, *line);
    else
      table.complain(key,
                     "must be named chrome, edge, firefox, safari, safari_ios, samsung, "
                     "webview_android, internet_explorer, opera_mini or android_browser");
  }
  table.finish();
}

void read_rule(TableReader rule, SupportRule& out) {
  out.months_max = static_cast<int>(rule.number("months_max", 24, 1, months_max));
  for (const std::string& name : rule.texts("unsupported")) {
    const auto line = release_line_names.find(name);
    if (line && *line != ReleaseLine::none)
      out.unsupported.push_back(*line);
    else
      rule.complain("unsupported", "\"" + name + "\" is no browser that is known here");
  }
  rule.finish();
}

void read_releases(TableReader line, SupportRule::Line& out) {
  for (const std::string& key : line.keys()) {
    const auto version = version_of(key);
    const auto day = parse_day(line.text(key));
    if (!version)
      line.complain(key, version_words);
    else if (!day)
      line.complain(key, "must be the day of its release, written as \"2026-01-31\"");
    else
      out.releases.emplace(*version, std::chrono::sys_days(day->time_since_epoch()));
  }
}

void read_tested(TableReader& tested, const std::string& key, SupportRule::Line& out) {
  for (const std::string& text : tested.texts(key)) {
    if (const auto range = range_of(text))
      out.tested.push_back(*range);
    else
      tested.complain(key, "\"" + text + "\" must be a version such as \"109\" or \"14-16\"");
  }
}

bool is_tested(const SupportRule::Line& line, int version) {
  return std::any_of(line.tested.begin(), line.tested.end(), [version](const VersionRange& range) {
    return range.first <= version && version <= range.last;
  });
}

// The last day on which a release of that day is young enough; the end of a shorter month.
std::chrono::sys_days young_until(std::chrono::sys_days released, int months) {
  using namespace std::chrono;
  const year_month_day day = year_month_day(released) + std::chrono::months(months);
  return day.ok() ? sys_days(day) : sys_days(day.year() / day.month() / last);
}

Verdict by_age(const SupportRule::Line& line, int version, int months, Time now) {
  if (line.releases.empty()) return Verdict::unknown;
  if (version > line.releases.rbegin()->first) return Verdict::supported;
  const auto after = line.releases.upper_bound(version);
  if (after == line.releases.begin()) return Verdict::old;
  const auto today = std::chrono::floor<std::chrono::days>(now);
  return today <= young_until(std::prev(after)->second, months) ? Verdict::supported : Verdict::old;
}

}  // namespace

SupportRule load_support_rule(const std::filesystem::path& content) {
  const auto path = content / "policy" / "browsers.toml";
  const TomlValue file = load_toml(path);
  Complaints complaints(path.string());
  TableReader root(&file, "", complaints);
  SupportRule out;
  read_rule(root.table("rule"), out);
  TableReader least = root.table("least");
  for_each_line(least, [&](const std::string& key, ReleaseLine line) {
    out.lines[line].least = static_cast<int>(least.number(key, 1, 1, version_max));
  });
  TableReader tested = root.table("tested");
  for_each_line(tested, [&](const std::string& key, ReleaseLine line) {
    read_tested(tested, key, out.lines[line]);
  });
  TableReader releases = root.table("releases");
  for_each_line(releases, [&](const std::string& key, ReleaseLine line) {
    read_releases(releases.table(key), out.lines[line]);
  });
  root.finish();
  complaints.throw_if_any();
  return out;
}

std::chrono::sys_days newest_release(const SupportRule& rule) {
  std::chrono::sys_days newest{};
  for (const auto& [name, line] : rule.lines)
    for (const auto& [version, day] : line.releases) newest = std::max(newest, day);
  return newest;
}

Verdict judge(const Browser& browser, const SupportRule& rule, Time now) {
  const auto line = rule.lines.find(browser.line);
  const bool versioned = line != rule.lines.end() && browser.release > 0;
  if (versioned && is_tested(line->second, browser.release)) return Verdict::supported;
  const auto& never = rule.unsupported;
  if (std::find(never.begin(), never.end(), browser.line) != never.end())
    return Verdict::unsupported;
  if (!versioned) return Verdict::unknown;
  if (browser.release < line->second.least) return Verdict::unsupported;
  return by_age(line->second, browser.release, rule.months_max, now);
}

}  // namespace latchkey::kiosk
