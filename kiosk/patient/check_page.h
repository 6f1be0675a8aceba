// The page that says what is wrong with a browser and what mends it. Pure but for the texts.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/patient/finding_guides.h"
#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

// One picture, twice: under a name of no meaning, and under one that lists of ad blockers forbid
// (domain.md C18).
inline constexpr std::string_view neutral_path = "/check/dot.gif";
inline constexpr std::string_view bait_path = "/ads/top-ad-banner-728x90.gif";

struct Checked {
  BrowserFacts facts;
  std::string_view app;  // whose window shows the page; empty if none does
  Time at;               // for the script, which compares the device's clock with it
};

// Where `checked` does not know whether scripts run, the page says that they don't in what only
// browsers without them show; with them, the script asks for the whole answer. `otherwise`: the
// node that begins the guide to pages that do not work.
std::string check_page(const PageWorld& world, const std::string& language, const Checked& checked,
                       const FindingGuides& guides, std::string_view otherwise);

}  // namespace latchkey::kiosk
