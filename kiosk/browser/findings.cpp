#include "kiosk/browser/findings.h"

namespace latchkey::kiosk {

namespace {

bool is_inside_app(const Browser& browser) {
  return browser.setting == Setting::in_app || browser.setting == Setting::web_view;
}

bool is_apple_touch(const Browser& browser) {
  return browser.platform == Platform::iphone || browser.platform == Platform::ipad;
}

// On Android an app's view has an age of its own; on Apple's it is the system's.
bool is_android_view(const Browser& browser) {
  return is_inside_app(browser) && browser.platform == Platform::android;
}

// Leaving Internet Explorer's mode leads to Edge, whose own age nobody knows.
bool is_too_old(const BrowserFacts& facts) {
  return facts.verdict == Verdict::unsupported && !is_android_view(facts.browser) &&
         facts.browser.setting != Setting::ie_mode;
}

bool is_old_view(const BrowserFacts& facts) {
  return is_android_view(facts.browser) &&
         (facts.verdict == Verdict::old || facts.verdict == Verdict::unsupported);
}

// iOS 12 and macOS 10.14 take SameSite=None for Strict (WebKit bug 198181). On iOS every browser
// has the system's engine.
bool has_same_site_bug(const Browser& browser) {
  if (is_apple_touch(browser)) return browser.system.major == 12;
  return browser.platform == Platform::mac && browser.family == Family::safari &&
         browser.system == Version{10, 14};
}

bool is_old_tls(Version tls) {
  return tls.major != 0 && (tls.major < 1 || (tls.major == 1 && tls.minor < 2));
}

bool is_clock_wrong(const std::optional<std::chrono::seconds>& ahead) {
  return ahead && (*ahead > clock_ahead_max || *ahead < -clock_ahead_max);
}

// An app's view on an iPhone shows no PDF, whatever it says of itself.
bool is_pdf_off(const BrowserFacts& facts) {
  return facts.pdf == Probe::blocked ||
         (facts.pdf == Probe::unknown && is_inside_app(facts.browser) &&
          is_apple_touch(facts.browser));
}

bool holds(const BrowserFacts& facts, Finding finding) {
  const Browser& browser = facts.browser;
  switch (finding) {
    case Finding::compatibility_view:
      return browser.setting == Setting::compatibility_view;
    case Finding::ie_mode:
      return browser.setting == Setting::ie_mode;
    case Finding::in_app:
      return browser.setting == Setting::in_app;
    case Finding::web_view:
      return browser.setting == Setting::web_view;
    case Finding::too_old:
      return is_too_old(facts);
    case Finding::old_tls:
      return is_old_tls(facts.tls);
    case Finding::cookies_off:
      return facts.cookies == Probe::blocked;
    case Finding::scripts_off:
      return facts.scripts == Probe::blocked;
    case Finding::clock_wrong:
      return is_clock_wrong(facts.clock_ahead);
    case Finding::same_site_bug:
      return has_same_site_bug(browser);
    // Whoever blocks all cookies is told so once.
    case Finding::third_party_cookies_off:
      return facts.third_party_cookies == Probe::blocked && facts.cookies != Probe::blocked &&
             !refuses_third_party_cookies(browser);
    case Finding::content_blocked:
      return facts.content_blocker == Sign::present;
    // Browsers that block cookies block storage with them.
    case Finding::storage_off:
      return facts.storage == Probe::blocked && facts.cookies != Probe::blocked;
    case Finding::popups_blocked:
      return facts.pop_ups == Probe::blocked;
    case Finding::pdf_off:
      return is_pdf_off(facts);
    case Finding::old_web_view:
      return is_old_view(facts);
    case Finding::old_browser:
      return facts.verdict == Verdict::old && !is_android_view(browser);
    case Finding::stale_page:
      return facts.stale_page == Sign::present;
    case Finding::zoomed:
      return facts.page_width && *facts.page_width < page_width_min;
    case Finding::caps_lock:
      return facts.caps_lock == Sign::present;
  }
  return false;
}

}  // namespace

// Safari since 13.1 (ITP), and on iOS whatever shows its pages; Firefox since 103.
bool refuses_third_party_cookies(const Browser& browser) {
  if (is_apple_touch(browser)) return true;
  const Version version = browser.version;
  if (browser.family == Family::safari)
    return version.major > 13 || (version.major == 13 && version.minor >= 1);
  return browser.family == Family::firefox && version.major >= 103;
}

std::vector<Finding> findings(const BrowserFacts& facts) {
  std::vector<Finding> out;
  for (std::size_t i = 0; i < finding_names.words.size(); ++i)
    if (const auto finding = static_cast<Finding>(i); holds(facts, finding)) out.push_back(finding);
  return out;
}

}  // namespace latchkey::kiosk
