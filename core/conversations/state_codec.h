// A conversation's state as bytes, to be sealed into its row.
//
// States hold what people typed about themselves and codes in flight, so no part of them is a
// column in clear: one blob, sealed with the conversation's id. The first number is the format's
// version: a conversation lives two hours at most, so what another release wrote is not read; its
// time is over and the person starts again. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/flow/state.h"

namespace latchkey::conversations {

std::string encode(const flow::State& state);

// Empty for what another release wrote. Throws Fault for bytes that encode() did not make.
std::optional<flow::State> decode(std::string_view bytes);

// The stage's name, for the log of turns and reports: never personal.
std::string_view stage_word(const flow::State& state);

}  // namespace latchkey::conversations
