#include "kiosk/browser/browser_judge.h"

#include <fmt/chrono.h>

#include "core/base/fault.h"
#include "kiosk/browser/browser_name.h"

namespace latchkey::kiosk {

namespace {

// Browsers come out every month; a table may be half a year behind and a bit.
constexpr std::chrono::days renewed_every{270};

// Two fingers or more: a Macintosh's track pad counts none.
bool is_tablet(const Browser& browser, int touch_points) {
  return browser.family == Family::safari && browser.platform == Platform::mac && touch_points > 1;
}

}  // namespace

BrowserJudge::BrowserJudge(const std::filesystem::path& content, const UserAgentReader& reader,
                           const Clock& clock, Log& log)
    : rule_(load_support_rule(content)), reader_(reader), clock_(clock), log_(log) {}

BrowserJudge::~BrowserJudge() = default;

void BrowserJudge::warm_up() {
  loading_ = std::jthread([this] { identified({"Mozilla/5.0", {}, {}, {}}); });
}

std::string BrowserJudge::flaw() const {
  using namespace std::chrono;
  const sys_days newest = newest_release(rule_);
  if (clock_.now() - newest < renewed_every) return "";
  return "policy/browsers.toml knows no release since " + fmt::format("{:%F}", newest) +
         ": renew its table (it says how)";
}

Browser BrowserJudge::identified(const BrowserHeaders& headers) const {
  // Whoever says nothing needs no patterns.
  if (headers.user_agent.empty() && headers.brands.empty()) return {};
  try {
    return identify(headers, reader_);
  } catch (const Fault& fault) {
    std::call_once(complained_, [&] { log_.fault("browser.patterns", fault.what()); });
    return {};
  }
}

BrowserFacts BrowserJudge::facts_of(const BrowserHeaders& headers, int touch_points) const {
  BrowserFacts facts;
  facts.browser = identified(headers);
  if (is_tablet(facts.browser, touch_points)) {
    facts.browser.platform = Platform::ipad;
    facts.browser.line = ReleaseLine::safari_ios;
    facts.browser.name = browser_name(facts.browser, headers.user_agent);
  }
  facts.verdict = judge(facts.browser, rule_, clock_.now());
  return facts;
}

}  // namespace latchkey::kiosk
