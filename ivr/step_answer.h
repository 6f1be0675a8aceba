// What a caller's keys say to the step at hand, as the flow takes it.
//
// Keys were understood already (keys.h); here a choice becomes its option's id and digits become
// what was asked for. Pure; thread-safe.
#pragma once

#include <optional>

#include "core/conversations/conversations.h"
#include "ivr/keys.h"

namespace latchkey::ivr {

// Whether key 9 turns a page of this step's menu.
bool has_more_pages(const flow::Step& step);

// An answer that concerns the phone itself: whoever calls is who it is sent to.
flow::Input of_caller(flow::Input input, std::string_view from);

// What keys say to this step as an answer; empty where they ask for something else.
std::optional<flow::Input> input_of(const Keyed& keys, const conversations::Prompt& asked,
                                    int page);

}  // namespace latchkey::ivr
