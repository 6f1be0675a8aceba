// The brands that a browser names in Sec-CH-UA (User-Agent Client Hints, WICG draft, section 3).
//
// A list such as `"Chromium";v="128", "Not;A=Brand";v="24", "Google Chrome";v="128"`, from a
// stranger: what does not look like it is left out. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace latchkey::kiosk {

struct Brand {
  std::string name;
  int major = 0;
};

// In their order, without the made-up one that keeps readers tolerant ("Not;A=Brand"). At most 10.
std::vector<Brand> brands_of(std::string_view sec_ch_ua);

// `"Windows"` without its quotes; empty if it is not one quoted text.
std::string_view hinted_platform(std::string_view sec_ch_ua_platform);

// The whole number at the beginning, of at most six digits; 0 if there is none.
int leading_number(std::string_view text);

}  // namespace latchkey::kiosk
