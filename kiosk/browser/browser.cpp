#include "kiosk/browser/browser.h"

#include <algorithm>
#include <optional>

#include "kiosk/browser/browser_name.h"
#include "kiosk/browser/client_hints.h"

namespace latchkey::kiosk {

namespace {

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// "17.2" or "17_2" after `mark`; unknown if the mark is not there.
Version version_after(std::string_view text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + mark.size());
  const std::size_t end = rest.find_first_not_of("0123456789");
  const bool has_minor = end != std::string_view::npos && (rest[end] == '.' || rest[end] == '_');
  return {leading_number(rest), has_minor ? leading_number(rest.substr(end + 1)) : 0};
}

template <class Enum>
struct Entry {
  std::string_view name;
  Enum value;
};

template <class Enum, std::size_t N>
std::optional<Enum> find_in(const Entry<Enum> (&table)[N], std::string_view name) {
  for (const Entry<Enum>& entry : table)
    if (entry.name == name) return entry.value;
  return std::nullopt;
}

constexpr Entry<Family> uap_families[] = {
    {"Chrome", Family::chrome},
    {"Chrome Mobile", Family::chrome},
    {"Chrome Mobile iOS", Family::chrome},
    {"Chrome Mobile WebView", Family::chrome},
    {"Chromium", Family::chrome},
    {"HeadlessChrome", Family::chrome},
    {"Edge", Family::edge},
    {"Edge Mobile", Family::edge},
    {"Safari", Family::safari},
    {"Mobile Safari", Family::safari},
    {"Mobile Safari UI/WKWebView", Family::safari},
    {"Samsung Internet", Family::samsung},
    {"IE", Family::internet_explorer},
    {"IE Mobile", Family::internet_explorer},
    {"IE Large Screen", Family::internet_explorer},
    {"Opera", Family::opera},
    {"Opera Mobile", Family::opera},
    {"Opera Mini", Family::opera_mini},
    {"Android", Family::android_browser},
    {"Other", Family::unknown},
};

constexpr Entry<Family> hinted_brands[] = {
    {"Microsoft Edge WebView2", Family::edge}, {"Microsoft Edge", Family::edge},
    {"Samsung Internet", Family::samsung},     {"Opera", Family::opera},
    {"Google Chrome", Family::chrome},         {"HeadlessChrome", Family::chrome},
    {"Android WebView", Family::chrome},
};

constexpr Entry<Platform> hinted_platforms[] = {
    {"Windows", Platform::windows},       {"macOS", Platform::mac},
    {"Android", Platform::android},       {"Chrome OS", Platform::chrome_os},
    {"Chromium OS", Platform::chrome_os}, {"Linux", Platform::linux_desktop},
};

Family family_of(std::string_view uap_family) {
  if (uap_family.starts_with("Firefox")) return Family::firefox;
  return find_in(uap_families, uap_family).value_or(Family::other);
}

Platform platform_of(const UserAgentPart& system, std::string_view text) {
  if (system.family == "iOS") return holds(text, "iPad") ? Platform::ipad : Platform::iphone;
  if (system.family == "Android") return Platform::android;
  if (system.family == "Mac OS X") return Platform::mac;
  if (system.family == "Chrome OS") return Platform::chrome_os;
  if (system.family.starts_with("Windows") && !system.family.starts_with("Windows Phone"))
    return Platform::windows;
  if (holds(text, "X11;") || holds(text, "Wayland;")) return Platform::linux_desktop;
  return Platform::unknown;
}

bool is_apple_touch(Platform platform) {
  return platform == Platform::iphone || platform == Platform::ipad;
}

// What every browser of that platform says, whatever is true: Windows 10 and 11, macOS 10.15 and
// later, Android 10 and later, iOS 18.6 and later.
Version unless_frozen(Version version, Platform platform) {
  switch (platform) {
    case Platform::windows:
      return version.major >= 10 ? Version{} : version;
    case Platform::mac:
      return version == Version{10, 15} ? Version{} : version;
    case Platform::android:
      return version.major == 10 ? Version{} : version;
    case Platform::iphone:
    case Platform::ipad:
      return version.major == 18 && version.minor >= 6 ? Version{} : version;
    default:
      return version;
  }
}

bool is_internet_explorer_engine(std::string_view text) { return holds(text, "Trident/"); }

// The engine tells the true version: Trident 4 is Internet Explorer 8, Trident 7 is 11. A page in
// Compatibility View, or one that an enterprise list shows as an older browser, claims another.
Browser internet_explorer(std::string_view text) {
  Browser out;
  out.family = Family::internet_explorer;
  out.platform = holds(text, "Windows Phone") ? Platform::unknown : Platform::windows;
  out.system = unless_frozen(version_after(text, "Windows NT "), out.platform);
  out.version.major = version_after(text, "Trident/").major + 4;
  const int claimed = version_after(text, "MSIE ").major;
  if (claimed != 0 && claimed != out.version.major)
    out.setting = Setting::compatibility_view;
  else if (out.version.major == 11 && holds(text, "Windows NT 10.0"))
    // Internet Explorer itself is gone from Windows 10 and 11 since 2023; its engine is in Edge.
    out.setting = Setting::ie_mode;
  return out;
}

bool is_app_browser(std::string_view text) { return !app_name(text).empty(); }

// Android's own words for a web view are "; wv)" since Android 5 and "Version/4.0 Chrome/" before;
// Apple's has no "Safari/" (domain.md C16). Browsers in their own right that are built on it are
// none.
bool is_web_view(std::string_view text, Platform platform) {
  if (platform == Platform::android) {
    for (const char* browser : {"SamsungBrowser/", "OPR/", "DuckDuckGo/"})
      if (holds(text, browser)) return false;
    return holds(text, "; wv)") || (holds(text, "Version/") && holds(text, " Chrome/"));
  }
  return is_apple_touch(platform) && holds(text, "AppleWebKit/") && !holds(text, "Safari/");
}

// A page inside an app is shown by the system's own engine, whatever the app calls itself.
void take_engine(Browser& browser, std::string_view text) {
  if (browser.platform == Platform::android && holds(text, " Chrome/")) {
    browser.family = Family::chrome;
    browser.version = version_after(text, " Chrome/");
  } else if (is_apple_touch(browser.platform)) {
    browser.family = Family::safari;
    const Version told = version_after(text, "Version/");
    browser.version = told.major != 0 ? told : browser.system;
  }
}

void take_hints(Browser& browser, const BrowserHeaders& headers) {
  const std::vector<Brand> brands = brands_of(headers.brands);
  if (brands.empty()) return;
  if (const auto platform = find_in(hinted_platforms, hinted_platform(headers.platform))) {
    if (browser.platform != *platform) browser.system = {};
    browser.platform = *platform;
  } else if (headers.mobile == "?1" && browser.platform == Platform::linux_desktop) {
    browser.platform = Platform::android;  // a phone that asks for desktop pages
  }
  for (const Brand& brand : brands) {
    if (brand.name == "Chromium") continue;
    if (brand.name == "Android WebView" || brand.name == "Microsoft Edge WebView2")
      if (browser.setting == Setting::own_window) browser.setting = Setting::web_view;
    browser.family = find_in(hinted_brands, brand.name).value_or(Family::other);
    if (browser.version.major != brand.major) browser.version = {brand.major, 0};
    return;
  }
}

// Relatives of Chrome without a row of their own age with the Chromium they are built from.
int chromium_of(std::string_view text, std::string_view brands) {
  for (const Brand& brand : brands_of(brands))
    if (brand.name == "Chromium") return brand.major;
  return version_after(text, " Chrome/").major;
}

void take_line(Browser& browser, int chromium) {
  const bool inside = browser.setting == Setting::in_app || browser.setting == Setting::web_view;
  browser.release = browser.version.major;
  switch (browser.family) {
    case Family::chrome:
      browser.line = inside && browser.platform == Platform::android ? ReleaseLine::webview_android
                                                                     : ReleaseLine::chrome;
      return;
    case Family::edge:
      browser.line = ReleaseLine::edge;
      return;
    case Family::firefox:
      browser.line = ReleaseLine::firefox;
      return;
    case Family::safari:
      browser.line =
          is_apple_touch(browser.platform) ? ReleaseLine::safari_ios : ReleaseLine::safari;
      return;
    case Family::samsung:
      browser.line = ReleaseLine::samsung;
      return;
    case Family::internet_explorer:
      browser.line = ReleaseLine::internet_explorer;
      return;
    case Family::opera_mini:
      browser.line = ReleaseLine::opera_mini;
      return;
    case Family::android_browser:
      browser.line = ReleaseLine::android_browser;
      return;
    case Family::opera:
    case Family::other:
    case Family::unknown:
      browser.line = chromium > 0 ? ReleaseLine::chrome : ReleaseLine::none;
      browser.release = chromium;
  }
}

Browser by_user_agent(std::string_view text, const UserAgent& agent) {
  Browser out;
  out.family = family_of(agent.browser.family);
  out.version = {leading_number(agent.browser.major), leading_number(agent.browser.minor)};
  out.platform = platform_of(agent.system, text);
  // uap-core gives Windows' version as a name ("XP"): the header's own number is a number.
  const Version system =
      out.platform == Platform::windows
          ? version_after(text, "Windows NT ")
          : Version{leading_number(agent.system.major), leading_number(agent.system.minor)};
  out.system = unless_frozen(system, out.platform);
  if (is_app_browser(text))
    out.setting = Setting::in_app;
  else if (is_web_view(text, out.platform))
    out.setting = Setting::web_view;
  if (out.setting != Setting::own_window) take_engine(out, text);
  return out;
}

}  // namespace

Browser identify(const BrowserHeaders& headers, const UserAgentReader& reader) {
  const std::string_view text = headers.user_agent.substr(0, UserAgentReader::text_max);
  Browser out;
  if (is_internet_explorer_engine(text) && brands_of(headers.brands).empty()) {
    out = internet_explorer(text);
  } else {
    out = by_user_agent(text, reader.read(text));
    take_hints(out, headers);
  }
  take_line(out, chromium_of(text, headers.brands));
  out.name = browser_name(out, text);
  return out;
}

std::string_view guide_word(const Browser& browser) {
  if (browser.family == Family::internet_explorer) return "internet_explorer";
  if (browser.setting != Setting::own_window) return "";
  const Platform platform = browser.platform;
  const bool desktop = platform == Platform::windows || platform == Platform::mac ||
                       platform == Platform::chrome_os || platform == Platform::linux_desktop;
  switch (browser.family) {
    case Family::chrome:
      if (platform == Platform::android) return "chrome_android";
      return desktop ? "chrome" : "";
    case Family::edge:
      return desktop ? "edge" : "";
    case Family::firefox:
      return desktop ? "firefox" : "";
    case Family::safari:
      if (is_apple_touch(platform)) return "safari_iphone";
      return platform == Platform::mac ? "safari_mac" : "";
    case Family::samsung:
      return "samsung";
    default:
      return "";
  }
}

}  // namespace latchkey::kiosk
