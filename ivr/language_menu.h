// The menu that a call begins with: each language is offered in its own voice.
//
// Whoever understands none of a page's languages hears in their own where the others are
// (rulings.md R24). A language that only an interpreter can help in has words of its own
// (content/policy/language_help.toml). Pure but for the texts.
#pragma once

#include <string_view>
#include <vector>

#include "ivr/step_twiml.h"
#include "ivr/twiml.h"

namespace latchkey::ivr {

struct LanguageMenu {
  int first = 0, count = 0;   // the languages of this page
  std::string_view language;  // that the line speaks until one is chosen
  Pace pace = Pace::normal;
  // What is said beside the languages: a welcome at first; after a slip the keys that always mean
  // the same, which the caller may need before any language is chosen.
  enum class Said { welcome, languages, keys } said = Said::languages;
};
void offer_languages(Prompt& to, const VoiceWorld& world,
                     const std::vector<std::string_view>& languages, const LanguageMenu& menu);

}  // namespace latchkey::ivr
