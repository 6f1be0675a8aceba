// What the check page's script has tried, as fields of a form.
//
// The page posts them, and hands them on in hidden fields, so that a guide's ticket can tell them
// too. A stranger may forge them: they are words of a short list and bounded numbers, they only
// choose advice, and they prove nothing. Pure; thread-safe.
#pragma once

#include "core/http/message.h"
#include "kiosk/browser/findings.h"

namespace latchkey::kiosk {

// How many fingers the screen takes; 0 if it is not told.
int touch_points_told(const http::Fields& fields);

// Adds what the fields tell; what they don't tell, or tell wrongly, stays as it is.
void take_told(const http::Fields& fields, BrowserFacts& facts);

// The fields that tell these facts.
http::Fields told_facts(const BrowserFacts& facts);

}  // namespace latchkey::kiosk
