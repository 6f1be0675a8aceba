// What a page's own machine tells of itself, for guides and for the clerk.
#pragma once

#include "core/flow/state.h"
#include "core/http/message.h"
#include "kiosk/browser/browser_judge.h"

namespace latchkey::kiosk {

// The headers that tell browsers apart; they live as long as the request.
BrowserHeaders browser_headers(const http::Request& request);

// What the headers tell, and what the check page's script tells in the fields of a form.
BrowserFacts facts_of(const http::Request& request, const http::Fields& told,
                      const BrowserJudge& browsers);

// In words of our own only, whatever the request says of itself.
flow::Device device_of(const BrowserFacts& facts);

}  // namespace latchkey::kiosk
