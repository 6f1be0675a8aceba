// Where the words of a step stand in content/: one place for every channel that shows or says them.
//
// A step of the conversation has its words in steps.toml, a node of guidance in guidance/; what
// many nodes offer ("yes", "that helped") is said once, in guidance/options.toml. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/base/texts.h"

namespace latchkey::flow {

// "steps.enter_code", "guidance.page_broken.right_site": the table of a step's texts.
std::string words_of(std::string_view step_id);

// The table of one choice's texts: "steps.choose_topic.options.no_email".
std::string words_of_option(const Texts& texts, std::string_view step_id, std::string_view option);

}  // namespace latchkey::flow
