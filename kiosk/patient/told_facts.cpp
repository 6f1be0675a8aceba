#include "kiosk/patient/told_facts.h"

#include <charconv>

namespace latchkey::kiosk {

namespace {

constexpr Names<Probe, 3> probe_names{{"", "works", "blocked"}};
constexpr Names<Sign, 3> sign_names{{"", "absent", "present"}};

constexpr std::pair<const char*, Probe BrowserFacts::*> probes[] = {
    {"cookies", &BrowserFacts::cookies},
    {"third_party_cookies", &BrowserFacts::third_party_cookies},
    {"scripts", &BrowserFacts::scripts},
    {"pop_ups", &BrowserFacts::pop_ups},
    {"storage", &BrowserFacts::storage},
    {"pdf", &BrowserFacts::pdf}};
constexpr std::pair<const char*, Sign BrowserFacts::*> signs[] = {
    {"content_blocker", &BrowserFacts::content_blocker},
    {"stale_page", &BrowserFacts::stale_page},
    {"caps_lock", &BrowserFacts::caps_lock}};
constexpr const char* clock = "clock";            // seconds ahead of ours
constexpr const char* page_width = "page_width";  // CSS pixels
constexpr const char* touch_points = "touch_points";

constexpr std::int64_t clock_most = 60LL * 60 * 24 * 366 * 100;  // a century

std::optional<std::int64_t> number_told(const http::Fields& fields, const char* name,
                                        std::int64_t least, std::int64_t most) {
  const auto text = http::only(fields, name);
  if (!text) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = text->data() + text->size();
  const auto [stopped, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc() || stopped != end || value < least || value > most) return std::nullopt;
  return value;
}

}  // namespace

int touch_points_told(const http::Fields& fields) {
  return static_cast<int>(number_told(fields, touch_points, 0, 100).value_or(0));
}

void take_told(const http::Fields& fields, BrowserFacts& facts) {
  for (const auto& [name, probe] : probes)
    if (const auto told = probe_names.find(http::only(fields, name).value_or("")))
      if (*told != Probe::unknown) facts.*probe = *told;
  // Android saves every file and opens it with an app: nothing is wrong there.
  if (facts.browser.platform == Platform::android) facts.pdf = Probe::unknown;
  for (const auto& [name, sign] : signs)
    if (const auto told = sign_names.find(http::only(fields, name).value_or("")))
      if (*told != Sign::unknown) facts.*sign = *told;
  if (const auto told = number_told(fields, clock, -clock_most, clock_most))
    facts.clock_ahead = std::chrono::seconds(*told);
  if (const auto told = number_told(fields, page_width, 1, 100'000))
    facts.page_width = static_cast<int>(*told);
}

http::Fields told_facts(const BrowserFacts& facts) {
  http::Fields out;
  for (const auto& [name, probe] : probes)
    if (facts.*probe != Probe::unknown) out.emplace_back(name, probe_names[facts.*probe]);
  for (const auto& [name, sign] : signs)
    if (facts.*sign != Sign::unknown) out.emplace_back(name, sign_names[facts.*sign]);
  if (facts.clock_ahead) out.emplace_back(clock, std::to_string(facts.clock_ahead->count()));
  if (facts.page_width) out.emplace_back(page_width, std::to_string(*facts.page_width));
  // Only its screen tells an iPad from a Macintosh.
  if (facts.browser.platform == Platform::ipad) out.emplace_back(touch_points, "2");
  return out;
}

}  // namespace latchkey::kiosk
