// What a clerk reads of a browser in a ticket: one `name value` a line.
//
// The desk says the names and values in its own language (content/<lang>/desk, browser_facts
// and browser_values); a clock that goes wrong is "ahead" or "behind" and whole minutes.
//
// Made of our own words and small numbers only, however the facts came: a stranger may forge every
// one of them, but can't write a sentence into a ticket. Pure; thread-safe.
#pragma once

#include <string>

#include "kiosk/browser/findings.h"

namespace latchkey::kiosk {

// "browser Safari 17 on iPhone\nsupported old\ncookies blocked". What is unknown is left out; empty
// if nothing is known. Under 600 bytes.
std::string clerk_facts(const BrowserFacts& facts);

}  // namespace latchkey::kiosk
