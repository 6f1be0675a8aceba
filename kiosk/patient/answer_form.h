// A form's fields as an input of the flow: the shape only, meaning is core's.
#pragma once

#include <optional>

#include "core/flow/input.h"
#include "core/flow/step.h"
#include "core/http/message.h"

namespace latchkey::kiosk {

// The answer that these fields are to this question. Empty if a field is missing or given twice.
// A new password comes as Typed: conversations judge it before the turn.
std::optional<flow::Input> read_answer(const http::Fields& fields, const flow::Step& step);

}  // namespace latchkey::kiosk
