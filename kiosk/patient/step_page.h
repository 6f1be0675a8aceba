// A step as a page: one std::visit over its field. A new kind of field does not compile until it
// is shown here. Pure but for the texts.
#pragma once

#include <string>

#include "core/base/guidance.h"
#include "core/base/i18n.h"
#include "core/conversations/conversations.h"
#include "kiosk/patient/articles.h"
#include "kiosk/web/brand.h"
#include "kiosk/web/template.h"

namespace latchkey::kiosk {

// What a page needs besides the prompt; all outlive the call.
struct PageWorld {
  const Config& config;
  const Texts& texts;
  const LocalWords& words;
  const Calendar& calendar;
  const Brand& brand;
  const Articles& articles;
};

// What the person typed last, when it was not understood: shown again, passwords never.
struct TypedAgain {
  std::vector<std::pair<std::string, std::string>> fields;
};

// How a page that waits goes on. A page that reloads itself needs the conversation's cookie to find
// its way back; without it the button posts the secret along (rulings.md R25).
enum class Refresh { by_itself, by_button };

// The frame that every patient page shares. `language` is a known one.
View page_frame(const PageWorld& world, const std::string& language, std::string_view title);

// A link or button to another language: its name in its own words, marked with the language and
// direction that these have.
void name_language(const PageWorld& world, const std::string& code, View& link);

// Links to `path` in every language but this one.
void link_languages(const PageWorld& world, const std::string& language, std::string_view path,
                    View& page);

// The first page: `topics` is choose_topic, without a conversation yet. Whoever began something in
// this browser, and was told to turn the device off, say, finds the way back to it there.
enum class Begun { nothing, something };
std::string start_page(const PageWorld& world, const flow::Step& topics,
                       const std::string& language, Begun begun);

// What a step's page shows, for a template of the same sections as patient/page.tpl. `screen`: of a
// guide at home, whose links may lead away; null otherwise.
View step_view(const PageWorld& world, const conversations::Prompt& prompt, const Secret& secret,
               const TypedAgain& typed, Refresh refresh, const GuideNode* screen);

// The same as a page at home: what may be taken along from a screen of `guidance`, and what to do
// if the page turns out to be old.
std::string step_page(const PageWorld& world, const Guidance& guidance,
                      const conversations::Prompt& prompt, const Secret& secret,
                      const TypedAgain& typed, Refresh refresh);

}  // namespace latchkey::kiosk
