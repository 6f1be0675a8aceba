// What a browser is called when staff read about it.
//
// Made of fixed words and a number, never of what the browser's header says: a ticket must not
// carry a stranger's text that looks like ours. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/browser/browser.h"

namespace latchkey::kiosk {

// The app whose own browser sent this User-Agent, by its marks in it; empty if it is none of those
// that are known for it.
std::string_view app_name(std::string_view user_agent);

// "Safari 17"; empty if it has no name of ours. Proper names: the same in every language.
std::string family_and_version(const Browser& browser);

// "iPhone"; empty if unknown.
std::string_view platform_name(Platform platform);

// "Safari 17 on iPhone", "Internet Explorer 11 in Compatibility View on Windows",
// "Facebook app on Android".
std::string browser_name(const Browser& browser, std::string_view user_agent);

}  // namespace latchkey::kiosk
