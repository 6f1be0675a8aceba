// The page that offers free help in the languages most spoken, each in its own words (45 CFR
// 92.11, standards.md L-5).
//
// A language that we speak leads to its first page. Any other leads to a person with an
// interpreter: the choice is an answer like any other and goes through the one door of tickets.
// Pure but for the texts.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

inline constexpr std::string_view languages_path = "/languages";

// Whose answer it will be: of a conversation under way, or of a visitor without one, whose `secret`
// is the language and whose question is 0.
struct Answerer {
  std::string secret;
  std::int64_t question = 0;
  std::string back = "/";  // where the person came from
};

std::string languages_page(const PageWorld& world, const std::string& language,
                           const Answerer& answerer);

// One sentence of help in its own language, direction and name.
void show_help(const LanguageHelp& help, View& to);

// The way there, named by some of the languages themselves; none if content/ offers no help.
void offer_languages(const PageWorld& world, const std::string& language, View& link);

}  // namespace latchkey::kiosk
