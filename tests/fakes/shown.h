// Which step and which notice a page or a spoken document shows, told by its words alone.
//
// Tests of whole channels must not ask the engine what should be there: they read what a person
// reads or hears, and look it up in content/. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/texts.h"

namespace latchkey::fakes {

enum class Medium { page, voice };

// Where `pattern`, its {values} standing for anything, begins in `text`; npos if it isn't there.
// Whole: nothing else stands around it.
enum class Extent { part, whole };
std::size_t find_pattern(std::string_view text, std::string_view pattern, Extent extent);

// The id of the step and the word of the notice ("" for none; what the phone says of a silence or
// a wrong key counts as one). A page's `title` is its heading.
struct Recognised {
  std::string step, notice;
};
Recognised recognise_page(const Texts& texts, const std::string& language, std::string_view title,
                          std::string_view lead, std::string_view notice);
Recognised recognise_speech(const Texts& texts, const std::string& language,
                            std::string_view speech);

// The key that `speech` offers for an option of this step; empty if it isn't on this page.
std::string offered_key(const Texts& texts, const std::string& step, const std::string& option,
                        std::string_view speech, const std::string& language = "en");

// &amp; and its kind as characters.
std::string unescaped(std::string_view html);
// What stands between the first `before` and the next `after`; empty if they aren't there.
std::string between(std::string_view text, std::string_view before, std::string_view after);

}  // namespace latchkey::fakes
