// Pages outside of any conversation that show the way into one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/guidance.h"
#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

// What the picture on a kiosk leads to: the way to type a hand-off code. The code itself stands in
// the address's fragment, which no server is sent (standards.md T26).
std::string continue_page(const PageWorld& world, const std::string& language);

// What a text of the phone line leads to: the steps around a guide's node, for anybody to read, and
// the way into that guide. Empty for what is no step.
std::optional<std::string> steps_page(const PageWorld& world, const Guidance& guidance,
                                      const std::string& language, std::string_view node);

// "This page is not here any more": for whoever comes by an old bookmark or link (domain.md C10).
std::string missing_page(const PageWorld& world, const std::string& language);

// "We closed your request": the conversation's time is over.
std::string gone_page(const PageWorld& world, const std::string& language);

}  // namespace latchkey::kiosk
