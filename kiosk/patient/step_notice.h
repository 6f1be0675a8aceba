// What a page says of the answer just given: a slip to be mended, or a word on the way.
#pragma once

#include <span>

#include "core/base/text_pattern.h"
#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

// The prompt's notice, if it has one; a slip points to the box that it is about. `values`: of the
// step, for the notice's text. `typed`: what stands in the boxes again.
void show_notice(const PageWorld& world, const conversations::Prompt& prompt,
                 std::span<const TextValue> values, const TypedAgain& typed, View& page);

}  // namespace latchkey::kiosk
