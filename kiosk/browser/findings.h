// What is wrong with a browser, from what is known of it: the diagnosis of the check page.
//
// Each finding is a failure of domain.md 3.2 and a word under which its guidance is found. The
// order is the order to mend them in: first where the page is shown and whether the browser can
// work at all (in the right window the rest is often gone), then what stops every sign-in, then
// what hides a part of the portal, last what only might matter. Failures that a person must be
// asked about (C11, C12, C14, C19, C20, C22, C26) and the portal's own (C27) are not found here.
// Pure; thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "core/base/names.h"
#include "kiosk/browser/browser.h"
#include "kiosk/browser/support.h"

namespace latchkey::kiosk {

// Something that a browser should be able to do, once it has been tried.
enum class Probe { unknown, works, blocked };

// Something that should not be so.
enum class Sign { unknown, absent, present };

struct BrowserFacts {
  Browser browser;
  Verdict verdict = Verdict::unknown;
  Probe cookies = Probe::unknown;                   // C01
  Probe third_party_cookies = Probe::unknown;       // C02
  Probe scripts = Probe::unknown;                   // C03
  Probe pop_ups = Probe::unknown;                   // C04, C23
  Probe storage = Probe::unknown;                   // what a page may keep in the browser
  Probe pdf = Probe::unknown;                       // C21: navigator.pdfViewerEnabled
  Sign content_blocker = Sign::unknown;             // C18: a neutral beacon came, a bait did not
  Sign stale_page = Sign::unknown;                  // C10: a copy that the browser kept
  Sign caps_lock = Sign::unknown;                   // C13
  Version tls;                                      // C08: as the front proxy tells it
  std::optional<std::chrono::seconds> clock_ahead;  // C09: the device's clock less ours
  std::optional<int> page_width;                    // C24: of the window, in CSS pixels
};

// In the order of their weight.
enum class Finding {
  compatibility_view,       // C05
  ie_mode,                  // C06
  in_app,                   // C15
  web_view,                 // C16
  too_old,                  // C07: guide to another browser
  old_tls,                  // C08
  cookies_off,              // C01
  scripts_off,              // C03
  clock_wrong,              // C09
  same_site_bug,            // C25
  third_party_cookies_off,  // C02
  content_blocked,          // C18
  storage_off,
  popups_blocked,  // C04, C23
  pdf_off,         // C21
  old_web_view,    // C17: update Android System WebView
  old_browser,     // C07: warn
  stale_page,      // C10
  zoomed,          // C24
  caps_lock        // C13
};

inline constexpr Names<Finding, 20> finding_names{{"compatibility_view",
                                                   "ie_mode",
                                                   "in_app",
                                                   "web_view",
                                                   "too_old",
                                                   "old_tls",
                                                   "cookies_off",
                                                   "scripts_off",
                                                   "clock_wrong",
                                                   "same_site_bug",
                                                   "third_party_cookies_off",
                                                   "content_blocked",
                                                   "storage_off",
                                                   "popups_blocked",
                                                   "pdf_off",
                                                   "old_web_view",
                                                   "old_browser",
                                                   "stale_page",
                                                   "zoomed",
                                                   "caps_lock"}};

// Further off than this, certificates and codes begin to fail (C09).
inline constexpr std::chrono::seconds clock_ahead_max = std::chrono::minutes(5);

// A narrower window than WCAG 2.2 asks pages to fit (1.4.10 Reflow) means too large a zoom.
inline constexpr int page_width_min = 320;

// Whether this browser refuses the cookies of other pages by itself, as Safari and Firefox do
// (C02). That is nothing to be mended: whoever's sign-in page stands inside another page opens it
// by itself. No finding, therefore, whatever was tried: Firefox keeps such a cookie in a jar apart.
bool refuses_third_party_cookies(const Browser& browser);

// The most important first, each once; empty if nothing is known to be wrong.
std::vector<Finding> findings(const BrowserFacts& facts);

}  // namespace latchkey::kiosk
