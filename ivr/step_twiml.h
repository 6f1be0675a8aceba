// A step as a TwiML document: one std::visit over its field. A new kind of field does not compile
// until it can be spoken here.
//
// One thing is said at a time: what we say about the last answer, the question, then the keys, each
// choice as "for X, press 1". State travels in paths only (telephony.md §1.2): the question number,
// the page of a long menu, how often it was repeated, how many silences and wrong keys were counted
// when it was asked. Pure but for the texts.
#pragma once

#include <map>
#include <string>

#include "core/base/calendar.h"
#include "core/base/config.h"
#include "core/base/i18n.h"
#include "core/conversations/conversations.h"
#include "ivr/keys.h"
#include "ivr/spoken.h"
#include "ivr/twiml.h"

namespace latchkey::ivr {

// What speaking needs besides the prompt; all outlive the call.
struct VoiceWorld {
  const Config& config;
  const Texts& texts;
  const LocalWords& words;
  const Calendar& calendar;
  const Dialect& dialect;
  const std::map<std::string, SpellingWords, std::less<>>& spelling;  // by language
};

// The words that letters and signs are spelled with in `language`, or in English.
const SpellingWords& spelling_of(const VoiceWorld& world, std::string_view language);

// Where in a question the caller is; carried in the action's path.
struct Place {
  std::int64_t question = 0;
  int page = 0;     // of a menu with more than four choices
  int repeats = 0;  // of this prompt
  int waits = 0;    // "one moment" heard in a row (rulings.md R13)
  int fumbles = 0;  // of the leg when this was asked: a silence delivered twice counts once (R8)
};
std::string path_of(std::string_view verb, const Place& place);

// What went wrong with the last key, said before the question.
enum class Slip { none, silence, wrong_key, wrong_length };

// `office`, or the clinic's default location if it is not configured (any more).
const Location& office_or_default(const Config& config, LocationId office);

// Rings the office's people: the number of `office`, or of the clinic's default location. `action`
// must outlive it.
Dial dial_office(const VoiceWorld& world, LocationId office, std::string_view action);
// Whether somebody picked up, in the provider's word for how a Dial ended.
bool has_answered(std::string_view dial_status);

std::string step_document(const VoiceWorld& world, const conversations::Prompt& prompt,
                          const Place& place, Slip slip);

// Offers the keys that mean the same everywhere: a person, and once more.
void say_keys_in(Prompt& to, const VoiceWorld& world, std::string_view language, Pace pace);

// What the caller's keys can mean at this step.
Asked asked(const flow::Step& step, int page);
// The option that a menu's key stands for on this page. Needs: 1 ≤ choice ≤ choices on it.
std::string_view option_at(const flow::Choice& choice, int page, int key);

inline constexpr int choices_a_page = 4;  // rulings.md R24
inline constexpr int waits_max = 20;      // rulings.md R13

}  // namespace latchkey::ivr
