// What to ask a person now, without knowing on what.
//
// kiosk/patient and ivr each render a Step with one std::visit over its Field: a new kind of field
// does not compile until both can show it. Step ids are the keys of content/ and of tests.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/flow/words.h"

namespace latchkey::flow {

// Ids are topic names and the like (rulings.md R24: never keys); texts come from content/.
// `aside` is not offered: it is for whoever was told of it, at any time, by the same key.
// Groups cut a long list for the eye: a name (steps.<id>.groups.<name>.page) and how many options.
struct Choice {
  std::vector<std::string_view> options;
  std::vector<std::pair<std::string_view, std::size_t>> groups{};
  std::string_view aside{};
};
struct PersonName {};
struct BirthDate {};
enum class EntryKind { zip, phone, email, record_number, code, paper_code, screen_text };
struct Entry {
  EntryKind kind = EntryKind::zip;
  int at_least = 1, at_most = 64;  // characters
};
struct HandOffEntry {  // a code of so many digits, and a birth date
  int digits = 8;
};
struct RegistrationEntry {};  // a code of letters and digits or of digits, and a birth date
struct NewPasswordEntry {
  int at_least = 15;
};
struct OfficeChoice {};  // a list on a page; a ZIP code, or none for the office called, by keypad
struct Wait {            // nothing to answer: ask again after this long
  std::chrono::seconds hint{2};
};
struct Transfer {  // the phone rings this office
  LocationId office;
};
struct SpokenMessage {  // the phone records what the caller says
  std::chrono::seconds at_most{120};
};
struct End {};

using Field = std::variant<Choice, PersonName, BirthDate, Entry, HandOffEntry, RegistrationEntry,
                           NewPasswordEntry, OfficeChoice, Wait, Transfer, SpokenMessage, End>;

// A code on paper, as people read it: told in fours.
struct PaperCode {
  std::string text;
};
// What a text may name. Spelled: letter by letter on the phone. Digits: one by one on the phone.
struct Spelled {
  std::string text;
};
struct DigitsTold {
  std::string digits;
};
struct OpeningHours {  // the week of this office
  LocationId office;
};
struct Categories {  // kinds of problems, by the matrix's words: steps.<id>.categories.<word>
  std::span<const std::string> words;
};
struct Told {
  std::string_view name;  // as content/ writes it between braces
  std::variant<std::int64_t, Spelled, DigitsTold, PaperCode, Time, LocationId, OpeningHours,
               Categories>
      value;
};

enum class Notice {
  none,
  not_understood,
  bad_name,
  bad_birth_date,
  bad_zip,
  bad_phone,
  bad_email,
  bad_record_number,
  wrong_code,
  code_expired,
  code_sent,
  code_sent_again,
  wait_before_resend,  // asked too soon: what may be had in a minute
  no_more_codes,
  person_next,  // "to talk to a person, ask once more"
  password_refused,
  copy_sent,
  hand_off_wrong,
  started_over,
  prove_again,  // the time to choose a password is over
  nobody_free,  // for a caller who wants a person now: closed, or nobody picked up
  hand_off_closed,
  phone_not_rung,
  about_you,  // a helper goes on for themselves
  registration_wrong,
  never_used,     // nobody has signed in to this account yet: the first password is chosen
  already_used,   // somebody has: it is a new password
  chosen_lately,  // the password is of today: perhaps the browser filled in the one before
  second_proof,   // the account has two steps, and one is done
  too_late_to_save,
  interpreter_noted,
  no_promise,     // too many calls were promised to this address or caller
  vouch_over,     // the desk's word came too long ago
  wrong_length,   // no code has so many characters: it was not judged and costs no try
  nothing_heard,  // of a message that was to be spoken
  steps_texted,
  steps_not_texted,  // their number is hidden, or one that we never ring
  not_resumed        // those are not the digits of an earlier call
};
inline constexpr Notice last_notice = Notice::not_resumed;
std::string_view word(Notice);
// Whether it says that the answer just given was wrong and is to be mended. The others are words on
// the way; they count against nobody.
bool is_slip(Notice);

// Of a node of guidance id, options and guide live as long as the Policy that was viewed with.
struct Step {
  std::string_view id;
  Field field;
  std::vector<Told> told;
  // What was entered before, by field name, so that a page need not ask twice (WCAG 3.3.7).
  std::vector<std::pair<std::string_view, std::string>> entered;
  // Whether OtherWay means something here (key 9, "I did not get a code", "I have no number").
  enum class OtherWays { none, offered } other_way = OtherWays::none;
  // Of a node of guidance: the topic that its tree belongs to, "page_broken". Else empty.
  std::string_view guide{};
};

}  // namespace latchkey::flow
