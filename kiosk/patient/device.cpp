#include "kiosk/patient/device.h"

#include "kiosk/browser/clerk_facts.h"
#include "kiosk/patient/told_facts.h"

namespace latchkey::kiosk {

namespace {

// "TLSv1" is 1.0. Of what nobody has heard nothing is known.
Version tls_version(std::string_view told) {
  for (const auto& [name, version] : {std::pair{"TLSv1", Version{1, 0}},
                                      {"TLSv1.1", {1, 1}},
                                      {"TLSv1.2", {1, 2}},
                                      {"TLSv1.3", {1, 3}}})
    if (told == name) return version;
  return {};
}

}  // namespace

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
  facts.tls = tls_version(request.tls);
  return facts;
}

}  // namespace latchkey::kiosk
