// Which browser a person uses, in words of our own.
//
// uap-core names some hundreds of browsers; guidance and the rule of support need a dozen, and need
// what uap-core does not tell: Internet Explorer in its Compatibility View, Edge in its Internet
// Explorer mode, pages shown inside another app (domain.md C05, C06, C15, C16, C17). Client hints
// refine what the User-Agent says, where a browser sends them (Chromium and its relatives).
//
// What can't be told: an iPad whose Safari asks for desktop pages (the default) says that it is a
// Macintosh; Apple's SFSafariViewController looks like Safari; Brave looks like Chrome without
// hints. Browsers also freeze what they say of their system (Windows 10 is 11 too, macOS is 10.15
// for ever): such a version is unknown here.
//
// Nothing of a stranger's text gets into a Browser: enumerators, small numbers, and a name made of
// both. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "core/base/names.h"
#include "kiosk/browser/user_agent.h"

namespace latchkey::kiosk {

// Whose browser it is. A page inside another app has the family of the engine that shows it.
enum class Family {
  unknown,
  chrome,
  edge,
  firefox,
  safari,
  samsung,
  internet_explorer,
  opera,
  opera_mini,
  android_browser,  // the one that Android had before Chrome
  other
};

enum class Platform { unknown, windows, mac, iphone, ipad, android, chrome_os, linux_desktop };

// Where the page is shown.
enum class Setting {
  own_window,
  in_app,              // inside an app that brings its own browser: Facebook, Instagram …
  web_view,            // inside some other app: a mail app's view
  compatibility_view,  // Internet Explorer pretending to be an old one
  ie_mode              // Edge showing the page with Internet Explorer's engine
};

// Which row of releases in content/policy/browsers.toml tells how old it is.
enum class ReleaseLine {
  none,
  chrome,
  edge,
  firefox,
  safari,
  safari_ios,
  samsung,
  webview_android,
  internet_explorer,
  opera_mini,
  android_browser
};

inline constexpr Names<ReleaseLine, 11> release_line_names{
    {"none", "chrome", "edge", "firefox", "safari", "safari_ios", "samsung", "webview_android",
     "internet_explorer", "opera_mini", "android_browser"}};

// 0 is unknown.
struct Version {
  int major = 0, minor = 0;
  bool operator==(const Version&) const = default;
};

struct Browser {
  Family family = Family::unknown;
  Version version;
  Platform platform = Platform::unknown;
  Version system;  // of the platform; unknown where browsers freeze it
  Setting setting = Setting::own_window;
  ReleaseLine line = ReleaseLine::none;
  int release = 0;  // the major version within `line`; 0 is unknown
  // For staff: "Safari 17 on iPhone", "Facebook app on Android". Proper names in every language
  // but for the little words between them.
  std::string name = "unknown browser";
};

// Headers as they came; empty if they did not come. Longer ones are cut.
struct BrowserHeaders {
  std::string_view user_agent;
  std::string_view brands;    // Sec-CH-UA
  std::string_view platform;  // Sec-CH-UA-Platform
  std::string_view mobile;    // Sec-CH-UA-Mobile
};

// Fault if the patterns can't be loaded: the caller goes on with Browser{}, which is unknown.
Browser identify(const BrowserHeaders& headers, const UserAgentReader& reader);

// Which column of the steps in domain.md 3.3 fits: "chrome", "edge", "firefox", "safari_mac",
// "safari_iphone" (iPads too), "chrome_android", "samsung", "internet_explorer". Empty if none
// does: no steps are better than steps for menus that are not there.
std::string_view guide_word(const Browser& browser);

}  // namespace latchkey::kiosk
