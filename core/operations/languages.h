// Whether patients can be spoken to in every language that the clinic offers.
//
// A language that lacks a text would fall back to English in the middle of a call. So `serve` does
// not start with it, and `doctor` names what is missing. Pure.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/texts.h"

namespace latchkey::operations {

// What is wrong with this language of clinic.languages and what to do; empty if it is whole.
std::string flaw_of_language(const Texts& texts, const std::string& code,
                             const std::filesystem::path& content);

}  // namespace latchkey::operations
