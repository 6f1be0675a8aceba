// What comes back: from a person (already in the shape of the question, never yet judged) or from
// the machines that work for the conversation.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/base/ids.h"
#include "core/base/secret.h"
#include "core/base/time.h"

namespace latchkey::flow {

// --- from a person ---

struct Picked {  // one of a choice's options, by its id ("forgot_password"), never by its key
  std::string option;
};
struct Typed {  // one entry, as typed: a code, a ZIP code, an e-mail address …
  Secret text;
};
struct Named {  // first and last name, as typed
  std::string first, last;
};
struct Dated {  // a birth date, as typed: eight digits by keypad, three fields joined by a page
  std::string text;
};
// A hand-off or registration code with the birth date that goes with it (rulings.md R17, R19).
struct CodeAndDate {
  Secret code;
  std::string birth_date;
};
// A new password with core/identity's verdict on it, judged before the turn (rulings.md R16).
struct NewPassword {
  Secret password;
  std::string refusal;  // empty: acceptable; else the reason's word, a key of content's notices
};
struct OtherWay {};   // "I did not get a code", "I have no number", key 9
struct AskPerson {};  // key 0, the help button
struct StartOver {};  // back to the first question; budgets stay spent
// The phone asked three times and heard nothing (product.md rule 14), or said "one moment" often
// enough (rulings.md R13).
struct GaveUp {};
// Into the middle of a guide, where somebody has found out already what is wrong: the name of a
// node (core/base/guidance.h). Before anything else was chosen only.
struct GuideAt {
  std::string node;
};
// "Text me these steps", from the phone that calls: its number as the provider says it, or empty if
// it is withheld.
struct TextSteps {
  std::string from;
};
// A message was spoken, and the provider has it under this name.
struct MessageSpoken {
  std::string recording;       // opaque here (core/courier/recordings.h); empty: there is none
  std::optional<int> seconds;  // empty: it does not say
};
struct Speak {  // another language from here on
  std::string language;
};
struct NeedInterpreter {  // a language that only a person can help in (Policy::interpreters)
  std::string language;
};

// --- from machines ---

enum class AccountState { missing, invited, active, locked, deactivated, unknown };
// The account system's answer to CheckAccount. `unknown`: it could not be asked (T5).
struct AccountSeen {
  AccountState state = AccountState::unknown;
  std::string user_name;
  std::optional<Time> locked_until{};  // with `locked`: it ends by itself
  std::optional<Time> password_at{};   // when the password was set, where the system can tell
};
enum class ErrandResult { done, refused, unknown };
// SetPassword came to its end. `unknown`: it may or may not have happened; never repeated blindly.
struct PasswordSet {
  ErrandResult result = ErrandResult::unknown;
};
// Unlock came to its end; `unknown` as for a password.
struct Unlocked {
  ErrandResult result = ErrandResult::unknown;
};
// The hand-off code was typed on a page: this conversation goes on there.
struct HandOffRedeemed {};
// Whoever was cut off has called again, and typed the four digits that were told.
struct Resumed {};
// A clerk of the desk has seen this person's ID and typed the match code (rulings.md R20).
struct Vouched {
  PatientId patient;
};
// Whoever answered this ring has typed these digits, at a moment when so many others had been wrong
// before: what is delivered twice counts once.
struct CalledBack {
  int ring = 1;
  std::string digits;
  int wrong_before = 0;
};
// This ring is over without the right digits: nobody typed them, or whoever answered wants a
// person.
struct CallUnanswered {
  int ring = 1;
  enum class Wants { nothing, person } wants = Wants::nothing;
};
// Nobody is rung any more, and nothing was heard of the last ring.
struct RingsOver {};
// Whoever was rung at the office has pressed the key that takes the call.
struct TransferTaken {};
struct TransferEnded {
  // picked_up: a telephone was answered, by a person only if they have taken the call.
  enum class Result { answered, picked_up, unanswered } result = Result::unanswered;
};

using Input =
    std::variant<Picked, Typed, Named, Dated, CodeAndDate, NewPassword, OtherWay, AskPerson,
                 StartOver, GaveUp, GuideAt, TextSteps, MessageSpoken, Speak, NeedInterpreter,
                 AccountSeen, PasswordSet, Unlocked, HandOffRedeemed, Resumed, Vouched, CalledBack,
                 CallUnanswered, RingsOver, TransferTaken, TransferEnded>;

// Whether a person gave it: only such inputs carry a question number (rulings.md R8).
bool is_from_person(const Input& input);

}  // namespace latchkey::flow
