// What stands around a question: how far somebody is, and whether the page still holds.
#pragma once

#include <string_view>

#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

// How far somebody is who wants to get back in: a key of words.parts. Empty at steps that belong to
// no such way: a guide, an office's hours.
std::string_view part_of(std::string_view step);

// What the page's script says when the page is old (domain.md C10), and before the conversation
// ends by itself (WCAG 2.2.1). Not for a page at an end.
void show_age(const PageWorld& world, const conversations::Prompt& prompt, const Secret& secret,
              View& page);

}  // namespace latchkey::kiosk
