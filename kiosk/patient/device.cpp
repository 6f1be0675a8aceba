#include "kiosk/patient/device.h"

#include "kiosk/browser/clerk_facts.h"
#include "kiosk/patient/told_facts.h"

namespace latchkey::kiosk {

BrowserHeaders browser_headers(const http::Request& request) {
  return {request.header("User-Agent"), request.header("Sec-CH-UA"),
          request.header("Sec-CH-UA-Platform"), request.header("Sec-CH-UA-Mobile")};
}

flow::Device device_of(const BrowserFacts& facts) {
  return {std::string(guide_word(facts.browser)), clerk_facts(facts)};
}

BrowserFacts facts_of(const http::Request& request, const http::Fields& told,
                      const BrowserJudge& browsers) {
  BrowserFacts facts = browsers.facts_of(browser_headers(request), touch_points_told(told));
  take_told(told, facts);
  return facts;
}

}  // namespace latchkey::kiosk
