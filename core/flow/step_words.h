// Where the words of a step stand in content/: one place for every channel that shows or says them.
//
// A step of the conversation has its words in steps/, a node of guidance in guidance/; what several
// of them offer ("that helped", "another office") is said once, in the options.toml of each. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/base/texts.h"

namespace latchkey::flow {

// "steps.enter_code", "guidance.page_broken.right_site": the table of a step's texts.
std::string words_of(std::string_view step_id);

// The table of one choice's texts: "steps.choose_topic.options.no_email", or the one that it shares
// with others, "steps.options.other_office", if the step has no words of its own for it.
std::string words_of_option(const Texts& texts, std::string_view step_id, std::string_view option);

}  // namespace latchkey::flow
