// A form's fields as an input of the flow: the shape only, meaning is core's.
#pragma once

#include <optional>

#include "core/flow/input.h"
#include "core/flow/step.h"
#include "core/http/message.h"
#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

// The answer that these fields are to this question. Empty if a field is missing or given twice.
// A new password comes as Typed: conversations judge it before the turn.
std::optional<flow::Input> read_answer(const http::Fields& fields, const flow::Step& step);

// What a form's button `act` ("person", "lang-es" …) and fields mean to this step; empty if its
// answer can't be read.
std::optional<flow::Input> input_of(const http::Fields& fields, std::string_view act,
                                    const flow::Step& step);

// What may be shown again after a slip: everything but codes and passwords.
TypedAgain typed_again(const http::Fields& fields);

}  // namespace latchkey::kiosk
