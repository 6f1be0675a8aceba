// A step as a page: one std::visit over its field. A new kind of field does not compile until it
// is shown here. Pure but for the texts.
#pragma once

#include <string>

#include "core/base/i18n.h"
#include "core/conversations/conversations.h"
#include "kiosk/web/template.h"

namespace latchkey::kiosk {

// What a page needs besides the prompt; all outlive the call.
struct PageWorld {
  const Config& config;
  const Texts& texts;
  const LocalWords& words;
  const Calendar& calendar;
};

// What the person typed last, when it was not understood: shown again, secrets never.
struct TypedAgain {
  std::vector<std::pair<std::string, std::string>> fields;
};

// How a page that waits goes on. A page that reloads itself needs the conversation's cookie to find
// its way back; without it the button posts the secret along (rulings.md R25).
enum class Refresh { by_itself, by_button };

// The frame that every patient page shares. `language` is a known one.
View page_frame(const PageWorld& world, const std::string& language, std::string_view title);

// The first page: `topics` is choose_topic, without a conversation yet.
std::string start_page(const PageWorld& world, const flow::Step& topics,
                       const std::string& language);

std::string step_page(const PageWorld& world, const conversations::Prompt& prompt,
                      const Secret& secret, conversations::Taken taken, const TypedAgain& typed,
                      Refresh refresh);

// "We closed your request": the conversation's time is over.
std::string gone_page(const PageWorld& world, const std::string& language);

}  // namespace latchkey::kiosk
