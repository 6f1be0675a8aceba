// What a person takes along from a page: printed, or in a message of their own.
//
// Links only: the person's own mail or phone sends it, to whomever they pick, so that no stranger
// can make Latchkey write to anybody. What is in it anybody may read: words of content/ and of the
// browser, and the public address of the patients' page; nothing that was typed. A kiosk offers
// none of it: it has no mail of its own. Pure; thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/guidance.h"
#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

// Outlook and Windows open no longer address.
inline constexpr std::size_t mail_address_max = 2000;

struct TakeHome {
  std::string_view subject;
  std::vector<std::string> lines;  // of the message; an empty one is a blank line
};

// Fills the sections MAIL and MESSAGE of `keep`: a mailto: link (RFC 6068) and an sms: link (RFC
// 5724) that holds the same. The patients' address stands below the lines. If it is longer than
// mail_address_max, there is no MAIL.
void offer_messages(const PageWorld& world, const std::string& language, const TakeHome& what,
                    View& keep);

// The screen of a guide that a step is; null for every other step.
const GuideNode* screen_of(const Guidance& guidance, std::string_view step_id);

// Each as it is read: its title, and what to do.
struct SaidStep {
  std::string title, text;
};
std::vector<SaidStep> said_steps(const PageWorld& world, const std::string& language,
                                 std::span<const GuideNode* const> row);

// On a screen of a guide that says what to do: what lies around it, to keep. On others nothing.
void offer_steps(const PageWorld& world, const Guidance& guidance,
                 const conversations::Prompt& prompt, View& page);

}  // namespace latchkey::kiosk
