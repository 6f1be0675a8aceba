#include "kiosk/browser/clerk_facts.h"

#include <fmt/format.h>

#include <algorithm>

namespace latchkey::kiosk {

namespace {

struct Lines {
  std::string text;

  void add(std::string_view name, std::string_view value) {
    if (!text.empty()) text += '\n';
    text.append(name).append(" ").append(value);
  }
  void add(std::string_view name, Probe probe) {
    if (probe != Probe::unknown) add(name, probe == Probe::works ? "work" : "blocked");
  }
  void add(std::string_view name, Sign sign) {
    if (sign != Sign::unknown) add(name, sign == Sign::present ? "yes" : "no");
  }
};

std::string_view support_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::supported:
      return "yes";
    case Verdict::old:
      return "old";
    case Verdict::unsupported:
      return "no";
    case Verdict::unknown:
      break;
  }
  return "";
}

// Whole minutes, with a bound: a clock may be decades off.
std::string clock_words(std::chrono::seconds ahead) {
  constexpr std::chrono::seconds most = std::chrono::minutes(9'999'999);
  const std::int64_t minutes =
      std::chrono::round<std::chrono::minutes>(std::clamp(ahead, -most, most)).count();
  if (minutes == 0) return "right";
  return fmt::format("{} {}", minutes > 0 ? "ahead" : "behind", std::abs(minutes));
}

bool is_known(const Browser& browser) {
  return browser.family != Family::unknown || browser.setting != Setting::own_window;
}

}  // namespace

std::string clerk_facts(const BrowserFacts& facts) {
  Lines lines;
  if (is_known(facts.browser)) lines.add("browser", facts.browser.name);
  if (facts.verdict != Verdict::unknown) lines.add("supported", support_word(facts.verdict));
  lines.add("cookies", facts.cookies);
  lines.add("third_party_cookies", facts.third_party_cookies);
  lines.add("scripts", facts.scripts);
  lines.add("pop_ups", facts.pop_ups);
  lines.add("storage", facts.storage);
  lines.add("pdf_viewer", facts.pdf);
  lines.add("content_blocker", facts.content_blocker);
  lines.add("stale_page", facts.stale_page);
  lines.add("caps_lock", facts.caps_lock);
  if (facts.tls.major > 0) lines.add("tls", fmt::format("{}.{}", facts.tls.major, facts.tls.minor));
  if (facts.clock_ahead) lines.add("clock", clock_words(*facts.clock_ahead));
  if (facts.page_width) lines.add("page_width", fmt::format("{} px", *facts.page_width));
  return lines.text;
}

}  // namespace latchkey::kiosk
