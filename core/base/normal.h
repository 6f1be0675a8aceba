// One form for what people type, so that equal facts look equal.
//
// Facts only find a record (product.md rule 1), and they are found through exact keyed indexes
// (rulings.md R29): the roster's importer and the conversation must therefore bring a phone number,
// a name or a birth date into the same form, here. The rules are generous about how a thing is
// written (spaces, accents, capitals, full-width or Arabic digits: domain.md P06, P25) and strict
// about what it is: text that can't be such a thing is an empty result, an outcome, never a Fault.
//
// Every function takes untrusted bytes: text that is not well-formed UTF-8 or is longer than 256
// bytes is refused. Pure and thread-safe.
//
// When a rule changes what it returns, normaliser_version rises: indexes made with an older one are
// made anew from the sealed originals.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace latchkey {

// Stored beside every blind index (rulings.md R29).
inline constexpr int normaliser_version = 1;

inline constexpr std::size_t typed_bytes_max = 256;

// E.164 of a North American number: "(401) 555-0123 ext. 7", "1.401.555.0123" and "+1 401 555 0123"
// are all "+14015550123"; an extension is dropped. Refuses other countries, letters, seven digits,
// and numbers that the plan can't contain (area code or exchange starting with 0 or 1, N11, N9X).
// Whether a number may be *called* is the courier's question, not this one's.
std::optional<std::string> normal_phone(std::string_view text);

// Trimmed, all small letters. Exactly one @, an ASCII dot-atom before it, a domain of two labels or
// more after it; at most 254 bytes. Refuses spaces, control characters, quotes, comments, addresses
// in brackets and letters beyond ASCII: nothing that reaches a mail header can end a line.
// Full-width ASCII is accepted, look-alikes from other scripts are not.
std::optional<std::string> normal_email(std::string_view text);

// Five digits; the four after them are dropped ("02903-1234" is "02903").
std::optional<std::string> normal_zip(std::string_view text);

// Capital letters and digits, at most 32. A label in front ("MRN", "#"), separators, and the zeros
// that lead the whole number are dropped, as front desks and letters drop them: "MRN 000-123" is
// "123", "A-0012" is "A0012". Refuses text without any digit or of zeros only.
std::optional<std::string> normal_record_number(std::string_view text);

// Letters and digits only, small, without accents, apostrophes, hyphens and spaces: "O’ Brien" is
// "obrien", "López" is "lopez", "de la Cruz" is "delacruz". A suffix at the end (Jr, Sr, II, III,
// IV, 2nd, 3rd) is dropped when something is left. Scripts other than Latin keep their letters.
// Refuses text without any letter.
std::optional<std::string> normal_name(std::string_view text);

// What a screen said, as it was copied: one line, control characters and runs of white space as one
// blank, at most `characters_max` characters. Empty when nothing is left or it is not UTF-8.
std::optional<std::string> printable_text(std::string_view text, std::size_t characters_max);

// Every form under which a surname may be looked up, the whole one (normal_name) first, without
// doubles, at most 8: "Garcia-Lopez" also by "garcia" and "lopez", "Garcia de la Cruz" also by
// "garcia", "delacruz" and "cruz". Empty when normal_name refuses.
std::vector<std::string> name_forms(std::string_view surname);

// Whether two given names are the same person's as far as one can ask: equal as a whole ("MaryAnn",
// "Mary Ann") or equal in the first word ("Mary", "Mary Ann"). False when either is refused.
bool same_given_name(std::string_view a, std::string_view b);

using Date = std::chrono::year_month_day;

// The UTC calendar day of `t`.
Date utc_date(Time t);

// A birth date: exists in the calendar, is not after `today`, not more than 120 years before it.
std::optional<Date> normal_date(int year, int month, int day, Date today);

// One text. With separators: "2/3/1950", "02-03-1950", "2.3.1950" (month first) or "1950-02-03". As
// 8 digits: MMDDYYYY, or YYYYMMDD. A first number above 12 can only be the day ("13/2/1950").
// Two-digit years are refused: 50 is a child or a grandmother.
std::optional<Date> normal_date(std::string_view text, Date today);

// The web page's three fields.
std::optional<Date> normal_date(std::string_view month, std::string_view day, std::string_view year,
                                Date today);

// "1950-02-03": the form that is sealed and indexed.
std::string iso_date(Date date);

// A code of digits as typed or keyed: spaces, dashes and dots dropped, digits of any script
// accepted. 4 to 12 digits; refuses all else.
std::optional<std::string> normal_code(std::string_view text);

// A code on paper has 80 bits.
inline constexpr std::size_t paper_code_characters = 16;

// A code on paper (Crockford base 32): capitals, separators dropped, I and L read as 1, O as 0.
// 8 to 32 characters; refuses U and all else.
std::optional<std::string> normal_paper_code(std::string_view text);

// A user name: trimmed, case folded, compatibility forms made plain. Refuses control characters and
// more than 128 code points.
std::optional<std::string> normal_user_name(std::string_view text);

}  // namespace latchkey
