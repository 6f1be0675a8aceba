// A call written down: what must be heard, what is pressed. For tests and `latchkey call --script`.
//
//     # A line a turn; blank lines and comments are free.
//     hear "For English, press 1"       must have been said since the last key
//     not hear "record"                 must not
//     press 1                           keys; {NAME} is replaced by what was remembered
//     interrupt 1                       the same, before the prompt has ended
//     silence                           lets the time run out
//     remember CODE = digits after "your code is"
//     record 12                         speaks for 12 seconds after the beep; 0: says nothing
//     dial answers pressing 1           the other end of a Dial: answers [pressing KEYS],
//     dial busy                         busy, no answer, fails
//     hang up
//     expect end                        the line has ended the call
//     expect refused | expect error 11200
//
// Spaces count as one when words are compared; letters compare as they are.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ivr/text_phone/text_phone.h"

namespace latchkey::ivr {

enum class ScriptAction {
  hear,
  not_hear,
  press,
  interrupt,
  silence,
  remember,
  record,
  dial,
  hang_up,
  expect_end,
  expect_refused,
  expect_error
};

struct ScriptStep {
  int line = 0;
  ScriptAction action = ScriptAction::silence;
  std::string words;  // heard, pressed, or the phrase before remembered digits
  std::string name;   // remembered
  int number = 0;     // seconds or error code
  FarEnd::How far = FarEnd::How::answered;
};

struct ScriptTrouble {
  int line = 0;  // of the script, from 1
  std::string what;
};

using Script = std::vector<ScriptStep>;

std::variant<Script, ScriptTrouble> parse_script(std::string_view text);

using Names = std::map<std::string, std::string, std::less<>>;
// For names that the script did not remember (a code that came by text). May wait for it.
using AskElsewhere = std::function<std::optional<std::string>(const std::string& name)>;

struct ScriptOutcome {
  std::optional<ScriptTrouble> trouble;  // none: the call went as written
  std::vector<std::string> transcript;
  std::vector<Line> said;  // what the line said, each in its language
  CallOutcome call;
  Names names;
};

ScriptOutcome run_script(const Script& script, const CallPlan& plan, const PhoneHttp& http,
                         Dice& dice, const Clock& clock, Names names = {},
                         AskElsewhere elsewhere = {}, Linger linger = {});

}  // namespace latchkey::ivr
