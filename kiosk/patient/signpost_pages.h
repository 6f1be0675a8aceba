// Pages outside of any conversation that show the way into one.
#pragma once

#include <string>

#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

// What the picture on a kiosk leads to: the way to type a hand-off code. The code itself stands in
// the address's fragment, which no server is sent (standards.md T26).
std::string continue_page(const PageWorld& world, const std::string& language);

// "This page is not here any more": for whoever comes by an old bookmark or link (domain.md C10).
std::string missing_page(const PageWorld& world, const std::string& language);

// "We closed your request": the conversation's time is over.
std::string gone_page(const PageWorld& world, const std::string& language);

}  // namespace latchkey::kiosk
