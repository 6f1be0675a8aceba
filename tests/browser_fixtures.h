// User-Agent strings as browsers send them, for the tests of kiosk/browser.
#pragma once

#include <string>

namespace latchkey::tests {

inline const std::string windows_chrome =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/128.0.0.0 Safari/537.36";
inline const std::string windows_edge = windows_chrome + " Edg/128.0.0.0";
inline const std::string ie_mode =
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko";
inline const std::string compatibility_view =
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; WOW64; Trident/7.0; SLCC2; "
    ".NET CLR 2.0.50727)";
inline const std::string iphone_safari =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1";
inline const std::string iphone_view =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Mobile/15E148";
inline const std::string android_view =
    "Mozilla/5.0 (Linux; Android 13; SM-A536U Build/TP1A.220624.014; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 Chrome/127.0.6533.64 Mobile Safari/537.36";

}  // namespace latchkey::tests
