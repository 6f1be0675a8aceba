#include <doctest/doctest.h>

#include "core/base/fault.h"
#include "kiosk/browser/browser.h"
#include "kiosk/browser/client_hints.h"
#include "tests/browser_fixtures.h"

using namespace latchkey;
using namespace latchkey::kiosk;
using namespace latchkey::tests;

namespace {

const UserAgentReader& reader() {
  static const UserAgentReader one;
  return one;
}

Browser seen(std::string_view user_agent) { return identify({user_agent, "", "", ""}, reader()); }

struct Row {
  std::string user_agent, name, guide;
  ReleaseLine line;
  int release;
};

const std::string mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 ";
const std::string iphone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) "
    "AppleWebKit/605.1.15 (KHTML, like Gecko) ";
const std::string android =
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 "
    "(KHTML, like Gecko) ";

const std::vector<Row>& own_windows() {
  static const std::vector<Row> rows = {
      {windows_chrome, "Chrome 128 on Windows", "chrome", ReleaseLine::chrome, 128},
      {windows_edge, "Edge 128 on Windows", "edge", ReleaseLine::edge, 128},
      {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
       "Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763",
       "Edge 18 on Windows", "edge", ReleaseLine::edge, 18},
      {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0",
       "Firefox 115 on Windows", "firefox", ReleaseLine::firefox, 115},
      {"Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
       "Firefox 130 on Linux", "firefox", ReleaseLine::firefox, 130},
      {"Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0",
       "Firefox 130 on Android", "", ReleaseLine::firefox, 130},
      {mac + "(KHTML, like Gecko) Version/17.4 Safari/605.1.15", "Safari 17 on Mac", "safari_mac",
       ReleaseLine::safari, 17},
      {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_6) AppleWebKit/605.1.15 (KHTML, like Gecko) "
       "Version/13.1.2 Safari/605.1.15",
       "Safari 13 on Mac", "safari_mac", ReleaseLine::safari, 13},
      {"Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
       "Version/12.1.2 Mobile/15E148 Safari/604.1",
       "Safari 12 on iPad", "safari_iphone", ReleaseLine::safari_ios, 12},
      {iphone_safari, "Safari 17 on iPhone", "safari_iphone", ReleaseLine::safari_ios, 17},
      {iphone + "CriOS/128.0.6613.98 Mobile/15E148 Safari/604.1", "Chrome 128 on iPhone", "",
       ReleaseLine::chrome, 128},
      {iphone + "FxiOS/130.0 Mobile/15E148 Safari/605.1.15", "Firefox 130 on iPhone", "",
       ReleaseLine::firefox, 130},
      {iphone + "Version/17.0 EdgiOS/127.0.2651.111 Mobile/15E148 Safari/605.1.15",
       "Edge 127 on iPhone", "", ReleaseLine::edge, 127},
      {android + "Chrome/128.0.0.0 Mobile Safari/537.36", "Chrome 128 on Android", "chrome_android",
       ReleaseLine::chrome, 128},
      {android + "SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36",
       "Samsung Internet 26 on Android", "samsung", ReleaseLine::samsung, 26},
      {android + "Chrome/126.0.0.0 Mobile Safari/537.36 EdgA/126.0.0.0", "Edge 126 on Android", "",
       ReleaseLine::edge, 126},
      {android + "Version/4.0 Chrome/127.0.0.0 Mobile Safari/537.36 OPR/79.0.0.0",
       "Opera 79 on Android", "", ReleaseLine::chrome, 127},
      {"Mozilla/5.0 (Linux; U; Android 4.0.3; en-us; GT-I9100 Build/IML74K) AppleWebKit/534.30 "
       "(KHTML, like Gecko) Version/4.0 Mobile Safari/534.30",
       "Android Browser 4 on Android", "", ReleaseLine::android_browser, 4},
      {"Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16",
       "Opera Mini 36 on Android", "", ReleaseLine::opera_mini, 36},
      {"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
       "Chrome/128.0.0.0 Safari/537.36",
       "Chrome 128 on Chromebook", "chrome", ReleaseLine::chrome, 128},
      {windows_chrome + " OPR/114.0.0.0", "Opera 114 on Windows", "", ReleaseLine::chrome, 128},
      {windows_chrome + " Vivaldi/6.9.3447.37", "another browser on Windows", "",
       ReleaseLine::chrome, 128},
      {"Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
       "Internet Explorer 11 on Windows", "internet_explorer", ReleaseLine::internet_explorer, 11},
      {"Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)",
       "Internet Explorer 9 on Windows", "internet_explorer", ReleaseLine::internet_explorer, 9},
      {"Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", "Internet Explorer 6 on Windows",
       "internet_explorer", ReleaseLine::internet_explorer, 6},
      {"curl/8.5.0", "another browser", "", ReleaseLine::none, 0},
      {"", "unknown browser", "", ReleaseLine::none, 0},
  };
  return rows;
}

void check_row(const Row& row, Setting setting) {
  CAPTURE(row.user_agent);
  const Browser found = seen(row.user_agent);
  CHECK(found.name == row.name);
  CHECK(guide_word(found) == row.guide);
  CHECK(release_line_names[found.line] == release_line_names[row.line]);
  CHECK(found.release == row.release);
  CHECK(found.setting == setting);
}

}  // namespace

TEST_CASE("each family of browsers is told with its version, its platform and its guide") {
  for (const Row& row : own_windows()) check_row(row, Setting::own_window);
}

TEST_CASE("Internet Explorer in disguise is told apart from itself (C05, C06)") {
  const auto line = ReleaseLine::internet_explorer;
  check_row({compatibility_view, "Internet Explorer 11 in Compatibility View on Windows",
             "internet_explorer", line, 11},
            Setting::compatibility_view);
  check_row({"Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0; Trident/4.0)",
             "Internet Explorer 8 in Compatibility View on Windows", "internet_explorer", line, 8},
            Setting::compatibility_view);
  check_row(
      {"Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0)",
       "Internet Explorer 11 in Compatibility View on Windows", "internet_explorer", line, 11},
      Setting::compatibility_view);
  check_row({ie_mode, "Edge in Internet Explorer mode on Windows", "internet_explorer", line, 11},
            Setting::ie_mode);
}

TEST_CASE("a browser inside a social app is told by the app's marks (C15)") {
  const std::string view = iphone + "Mobile/15E148 ";
  const auto ios = ReleaseLine::safari_ios;
  const auto webview = ReleaseLine::webview_android;
  const Row rows[] = {
      {view + "[FBAN/FBIOS;FBAV/470.0.0.41.97;FBBV/1;FBDV/iPhone14,5;FBSN/iOS;FBSV/17.2]",
       "Facebook app on iPhone", "", ios, 17},
      {view + "Instagram 340.0.4.18.85 (iPhone14,5; iOS 17_2; en_US; scale=3.00)",
       "Instagram app on iPhone", "", ios, 17},
      {view + "musical_ly_36.1.0 JsSdk/2.0 NetType/WIFI BytedanceWebview/d8a21c6",
       "TikTok app on iPhone", "", ios, 17},
      {view + "Snapchat/12.98.0.40 (like Safari/8617.1.17.10.12, panda)", "Snapchat app on iPhone",
       "", ios, 17},
      {iphone + "GSA/330.0.667548322 Mobile/15E148 Safari/604.1", "Google app on iPhone", "", ios,
       17},
      {android_view + " [FB_IAB/FB4A;FBAV/473.0.0.41.81;]", "Facebook app on Android", "", webview,
       127},
      {android_view + " [FB_IAB/Orca-Android;FBAV/473.0.0.41.81;]", "Messenger app on Android", "",
       webview, 127},
      {android_view + " Instagram 340.0.0.22.109 Android (33/13; 450dpi; samsung)",
       "Instagram app on Android", "", webview, 127},
      {android_view + " trill_2023 BytedanceWebview/d8a21c6", "TikTok app on Android", "", webview,
       127},
      {android_view + " Snapchat/12.97.0.37 (SM-A536U; Android 13; gzip; )",
       "Snapchat app on Android", "", webview, 127},
  };
  for (const Row& row : rows) check_row(row, Setting::in_app);
}

TEST_CASE("a mail app's view is told from a browser (C16, C17)") {
  check_row(
      {android_view, "Chrome 127 inside an app on Android", "", ReleaseLine::webview_android, 127},
      Setting::web_view);
  check_row({"Mozilla/5.0 (Linux; Android 4.4.2; SM-T230 Build/KOT49H) AppleWebKit/537.36 "
             "(KHTML, like Gecko) Version/4.0 Chrome/30.0.0.0 Safari/537.36",
             "Chrome 30 inside an app on Android", "", ReleaseLine::webview_android, 30},
            Setting::web_view);
  check_row({iphone_view, "Safari 17 inside an app on iPhone", "", ReleaseLine::safari_ios, 17},
            Setting::web_view);
  // From iOS 26 on, this part of the header stands still at 18.6 or 18.7.
  check_row({"Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 "
             "(KHTML, like Gecko) Mobile/15E148",
             "Safari inside an app on iPhone", "", ReleaseLine::safari_ios, 0},
            Setting::web_view);
}

TEST_CASE("the system's version is known only where browsers do not freeze it") {
  CHECK(seen(windows_chrome).system == Version{});
  CHECK(seen("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)").system == Version{5, 1});
  CHECK(seen(iphone_safari).system == Version{17, 2});
  CHECK(seen(own_windows()[6].user_agent).system == Version{});
  CHECK(seen(own_windows()[7].user_agent).system == Version{10, 14});
  CHECK(seen(own_windows()[13].user_agent).system == Version{});
}

TEST_CASE("client hints refine brand, version and platform") {
  const std::string edge = R"("Chromium";v="129", "Not;A=Brand";v="24", "Microsoft Edge";v="129")";
  CHECK(identify({windows_chrome, edge, "\"Windows\"", "?0"}, reader()).name ==
        "Edge 129 on Windows");
  // A page that an Edge with a disguised User-Agent asks for is not in Internet Explorer's mode.
  CHECK(identify({ie_mode, edge, "\"Windows\"", "?0"}, reader()).setting == Setting::own_window);
  const std::string brave = R"("Brave";v="127", "Chromium";v="127", "Not)A;Brand";v="99")";
  const Browser other = identify({windows_chrome, brave, "\"Windows\"", "?0"}, reader());
  CHECK(other.family == Family::other);
  CHECK(guide_word(other).empty());
  CHECK(other.line == ReleaseLine::chrome);
  CHECK(other.release == 127);
  // An Android phone that asks for desktop pages says that it runs Linux.
  const std::string desktop_page =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 "
      "(KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36";
  const std::string chrome = R"("Chromium";v="128", "Google Chrome";v="128")";
  CHECK(seen(desktop_page).name == "Chrome 128 on Linux");
  CHECK(identify({desktop_page, chrome, "\"Android\"", "?0"}, reader()).name ==
        "Chrome 128 on Android");
  CHECK(identify({desktop_page, chrome, "", "?1"}, reader()).name == "Chrome 128 on Android");
  const std::string view = R"("Android WebView";v="128", "Chromium";v="128")";
  CHECK(identify({desktop_page, view, "\"Android\"", "?1"}, reader()).setting == Setting::web_view);
}

TEST_CASE("hints that are not what browsers send change nothing") {
  const Browser plain = seen(windows_chrome);
  for (const std::string& bad :
       {std::string("Microsoft Edge"), std::string(R"("Microsoft Edge)"), std::string(R"("",)"),
        std::string(R"("Microsoft Edge";v=129)"), std::string(100'000, '"'),
        std::string(100'000, ','), std::string("\xff\0\x01", 3)}) {
    const Browser found = identify({windows_chrome, bad, bad, bad}, reader());
    CHECK(found.name == plain.name);
    CHECK(found.platform == plain.platform);
  }
  CHECK(brands_of(R"("a\"b";v="7", "c";v="123456789x")").at(0).name == "a\"b");
  CHECK(brands_of(R"("a";v="1234567")").at(0).major == 123456);
  std::string many;
  for (int i = 0; i < 90; ++i) many += R"("b";v="1",)";
  CHECK(brands_of(many).size() == 10);
}

TEST_CASE("no word of a stranger's header gets into a browser's name") {
  for (const std::string& text :
       {std::string("<script>/1.0"), std::string("Reset-code-for-Maria-iPad/5 CFNetwork"),
        std::string("Evil/1 (iPhone; CPU iPhone OS 9999999999_2) AppleWebKit/1 Mobile/1"),
        std::string("MSIE 99999999999; Trident/99999999999"), std::string(100'000, 'M'),
        std::string("\xff\xfe\x80 Chrome/\x80")}) {
    const std::string name = seen(text).name;
    CHECK(name.size() < 80);
    for (const char* word : {"script", "Maria", "Evil", "\xff"})
      CHECK(name.find(word) == std::string::npos);
  }
}

TEST_CASE("without patterns only Internet Explorer is known, the rest is a Fault") {
  const UserAgentReader broken("/nonexistent/regexes.yaml");
  CHECK(identify({compatibility_view, "", "", ""}, broken).setting == Setting::compatibility_view);
  CHECK_THROWS_AS(identify({windows_chrome, "", "", ""}, broken), Fault);
  CHECK(Browser{}.name == "unknown browser");
  CHECK(guide_word(Browser{}).empty());
}
