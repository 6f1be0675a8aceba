#include "kiosk/browser/browser_name.h"

namespace latchkey::kiosk {

namespace {

struct AppMark {
  std::string_view mark, app;
};

// Messenger, Instagram and Threads carry Facebook's marks too, so they come first.
constexpr AppMark app_marks[] = {
    {"FBAN/Messenger", "Messenger"},
    {"FB_IAB/Messenger", "Messenger"},
    {"FB_IAB/Orca", "Messenger"},
    {"Barcelona ", "Threads"},
    {"Instagram", "Instagram"},
    {"FBAN/", "Facebook"},
    {"FBAV/", "Facebook"},
    {"FB_IAB/", "Facebook"},
    {"musical_ly", "TikTok"},
    {"BytedanceWebview", "TikTok"},
    {"TikTok", "TikTok"},
    {"Snapchat", "Snapchat"},
    {"LinkedInApp", "LinkedIn"},
    {"Twitter for ", "X"},
    {"[Pinterest/", "Pinterest"},
    {"MicroMessenger/", "WeChat"},
    {"GSA/", "Google"},
};

std::string_view family_name(Family family) {
  switch (family) {
    case Family::chrome:
      return "Chrome";
    case Family::edge:
      return "Edge";
    case Family::firefox:
      return "Firefox";
    case Family::safari:
      return "Safari";
    case Family::samsung:
      return "Samsung Internet";
    case Family::internet_explorer:
      return "Internet Explorer";
    case Family::opera:
      return "Opera";
    case Family::opera_mini:
      return "Opera Mini";
    case Family::android_browser:
      return "Android Browser";
    case Family::other:
      return "another browser";
    case Family::unknown:
      break;
  }
  return "unknown browser";
}

// A version of a browser without a name of ours would tell nobody anything.
std::string with_version(const Browser& browser) {
  const std::string name = family_and_version(browser);
  return name.empty() ? std::string(family_name(browser.family)) : name;
}

}  // namespace

std::string family_and_version(const Browser& browser) {
  if (browser.family == Family::other || browser.family == Family::unknown) return "";
  std::string out(family_name(browser.family));
  if (browser.version.major > 0) out += " " + std::to_string(browser.version.major);
  return out;
}

std::string_view platform_name(Platform platform) {
  switch (platform) {
    case Platform::windows:
      return "Windows";
    case Platform::mac:
      return "Mac";
    case Platform::iphone:
      return "iPhone";
    case Platform::ipad:
      return "iPad";
    case Platform::android:
      return "Android";
    case Platform::chrome_os:
      return "Chromebook";
    case Platform::linux_desktop:
      return "Linux";
    case Platform::unknown:
      break;
  }
  return "";
}

std::string_view app_name(std::string_view user_agent) {
  for (const AppMark& entry : app_marks)
    if (user_agent.find(entry.mark) != std::string_view::npos) return entry.app;
  return "";
}

std::string browser_name(const Browser& browser, std::string_view user_agent) {
  std::string out;
  switch (browser.setting) {
    case Setting::own_window:
      out = with_version(browser);
      break;
    case Setting::in_app:
      out = std::string(app_name(user_agent)) + " app";
      break;
    case Setting::web_view:
      out = with_version(browser) + " inside an app";
      break;
    case Setting::compatibility_view:
      out = with_version(browser) + " in Compatibility View";
      break;
    case Setting::ie_mode:
      out = "Edge in Internet Explorer mode";
      break;
  }
  const std::string_view platform = platform_name(browser.platform);
  return platform.empty() ? out : out + " on " + std::string(platform);
}

}  // namespace latchkey::kiosk
