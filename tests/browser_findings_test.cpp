#include "kiosk/browser/findings.h"

#include <doctest/doctest.h>

#include <functional>

#include "tests/browser_fixtures.h"

using namespace latchkey;
using namespace latchkey::kiosk;
using namespace latchkey::tests;
using std::chrono::seconds;

namespace {

const UserAgentReader& reader() {
  static const UserAgentReader one;
  return one;
}

BrowserFacts facts_of(std::string_view user_agent, Verdict verdict = Verdict::supported) {
  BrowserFacts out;
  out.browser = identify({user_agent, "", "", ""}, reader());
  out.verdict = verdict;
  return out;
}

// The words, joined: what a page would show.
std::string words(const BrowserFacts& facts) {
  std::string out;
  for (const Finding finding : findings(facts)) {
    if (!out.empty()) out += ' ';
    out += finding_names[finding];
  }
  return out;
}

using Change = std::function<void(BrowserFacts&)>;

std::string words_after(const Change& change) {
  BrowserFacts facts = facts_of(windows_chrome);
  change(facts);
  return words(facts);
}

const std::string macos = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_1";
const std::string webkit = ") AppleWebKit/605.1.15 (KHTML, like Gecko) ";
const std::string ios_12 = "Mozilla/5.0 (iPhone; CPU iPhone OS 12_5 like Mac OS X" + webkit;

}  // namespace

TEST_CASE("a browser of which nothing bad is known has no findings") {
  CHECK(words(BrowserFacts{}).empty());
  CHECK(words(facts_of(windows_chrome)).empty());
  CHECK(words(facts_of("", Verdict::unknown)).empty());
  BrowserFacts fine = facts_of(iphone_safari);
  fine.cookies = fine.third_party_cookies = fine.scripts = fine.pop_ups = Probe::works;
  fine.storage = fine.pdf = Probe::works;
  fine.content_blocker = fine.stale_page = fine.caps_lock = Sign::absent;
  fine.tls = {1, 3};
  fine.clock_ahead = seconds(0);
  fine.page_width = 320;
  CHECK(words(fine).empty());
}

TEST_CASE("each failure that a page can see has its word") {
  const std::pair<const char*, Change> rows[] = {
      {"cookies_off", [](BrowserFacts& f) { f.cookies = Probe::blocked; }},
      {"third_party_cookies_off", [](BrowserFacts& f) { f.third_party_cookies = Probe::blocked; }},
      {"scripts_off", [](BrowserFacts& f) { f.scripts = Probe::blocked; }},
      {"popups_blocked", [](BrowserFacts& f) { f.pop_ups = Probe::blocked; }},
      {"storage_off", [](BrowserFacts& f) { f.storage = Probe::blocked; }},
      {"pdf_off", [](BrowserFacts& f) { f.pdf = Probe::blocked; }},
      {"content_blocked", [](BrowserFacts& f) { f.content_blocker = Sign::present; }},
      {"stale_page", [](BrowserFacts& f) { f.stale_page = Sign::present; }},
      {"caps_lock", [](BrowserFacts& f) { f.caps_lock = Sign::present; }},
      {"too_old", [](BrowserFacts& f) { f.verdict = Verdict::unsupported; }},
      {"old_browser", [](BrowserFacts& f) { f.verdict = Verdict::old; }},
      {"old_tls",
       [](BrowserFacts& f) {
         f.tls = {1, 1};
       }},
      {"old_tls",
       [](BrowserFacts& f) {
         f.tls = {1, 0};
       }},
      {"",
       [](BrowserFacts& f) {
         f.tls = {1, 2};
       }},
      {"", [](BrowserFacts& f) { f.clock_ahead = seconds(300); }},
      {"", [](BrowserFacts& f) { f.clock_ahead = seconds(-300); }},
      {"clock_wrong", [](BrowserFacts& f) { f.clock_ahead = seconds(301); }},
      {"clock_wrong", [](BrowserFacts& f) { f.clock_ahead = seconds(-301); }},
      {"zoomed", [](BrowserFacts& f) { f.page_width = 319; }},
  };
  for (const auto& [word, change] : rows) CHECK(words_after(change) == word);
}

TEST_CASE("where a page is shown is found by the User-Agent alone") {
  CHECK(words(facts_of(compatibility_view, Verdict::unsupported)) == "compatibility_view too_old");
  // Who leaves this mode is in Edge: nothing is said about an old browser.
  CHECK(words(facts_of(ie_mode, Verdict::unsupported)) == "ie_mode");
  CHECK(words(facts_of(iphone_view)) == "web_view pdf_off");
  CHECK(words(facts_of(iphone_view + " Instagram 340.0.4", Verdict::old)) ==
        "in_app pdf_off old_browser");
  CHECK(words(facts_of(android_view)) == "web_view");
  CHECK(words(facts_of(android_view, Verdict::old)) == "web_view old_web_view");
  CHECK(words(facts_of(android_view + " [FB_IAB/FB4A;]", Verdict::unsupported)) ==
        "in_app old_web_view");
}

TEST_CASE("only iOS 12 and Safari on macOS 10.14 take SameSite=None for Strict (C25)") {
  const std::string safari_13 = webkit + "Version/13.1.2 Safari/605.1.15";
  CHECK(words(facts_of(ios_12 + "Version/12.1.2 Mobile/15E148 Safari/604.1")) == "same_site_bug");
  CHECK(words(facts_of(ios_12 + "CriOS/92.0.4515.90 Mobile/15E148 Safari/604.1")) ==
        "same_site_bug");
  CHECK(words(facts_of(macos + "4_6" + safari_13)) == "same_site_bug");
  CHECK(words(facts_of(macos + "5_7" + safari_13)).empty());
  CHECK(words(facts_of(macos + "3_6" + safari_13)).empty());
  CHECK(words(facts_of(macos + "4_6" + webkit + "Chrome/116.0.0.0 Safari/537.36")).empty());
  CHECK(words(facts_of(iphone_safari)).empty());
}

TEST_CASE("what a browser does by itself is not found wrong when it was tried") {
  for (const auto& agent : {iphone_safari, windows_chrome}) {
    BrowserFacts facts = facts_of(agent);
    facts.third_party_cookies = Probe::blocked;
    CHECK(words(facts) == (agent == windows_chrome ? "third_party_cookies_off" : ""));
  }
}

TEST_CASE("who blocks all cookies is told so once") {
  CHECK(words_after([](BrowserFacts& f) {
          f.cookies = f.third_party_cookies = f.storage = Probe::blocked;
        }) == "cookies_off");
}

TEST_CASE("findings come in the order of their weight") {
  BrowserFacts all = facts_of(compatibility_view, Verdict::unsupported);
  all.cookies = all.scripts = all.pop_ups = all.pdf = Probe::blocked;
  all.content_blocker = all.stale_page = all.caps_lock = Sign::present;
  all.clock_ahead = seconds(86400);
  all.tls = {1, 0};
  all.page_width = 200;
  CHECK(words(all) ==
        "compatibility_view too_old old_tls cookies_off scripts_off clock_wrong content_blocked "
        "popups_blocked pdf_off stale_page zoomed caps_lock");
}

TEST_CASE("Safari and Firefox refuse other pages' cookies by themselves, since they do") {
  const auto refuses = [](Family family, Platform platform, Version version) {
    Browser browser;
    browser.family = family;
    browser.platform = platform;
    browser.version = version;
    return refuses_third_party_cookies(browser);
  };
  CHECK(refuses(Family::safari, Platform::mac, {17, 2}));
  CHECK(refuses(Family::safari, Platform::mac, {13, 1}));
  CHECK_FALSE(refuses(Family::safari, Platform::mac, {13, 0}));
  CHECK(refuses(Family::chrome, Platform::iphone, {120, 0}));  // the system shows the page
  CHECK(refuses(Family::firefox, Platform::windows, {103, 0}));
  CHECK_FALSE(refuses(Family::firefox, Platform::windows, {102, 0}));
  CHECK_FALSE(refuses(Family::chrome, Platform::windows, {128, 0}));
  CHECK_FALSE(refuses(Family::edge, Platform::windows, {128, 0}));
}
