#include "core/identity/password_policy.h"

#include <zxcvbn.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "core/base/fault.h"
#include "core/base/unicode.h"
#include "core/identity/password_patterns.h"

namespace latchkey::identity {

namespace {

using Reason = PasswordReason;
using Suggestion = PasswordSuggestion;

// Fewer guesses than a million: also without our list nobody should be allowed to choose it.
constexpr double bits_min = 20;

void add(std::vector<ListedWord>& words, std::u32string form, WordKind kind) {
  if (form.size() >= 2) words.push_back({std::move(form), kind});
}

// A phone number is also typed without the country.
void add_number(std::vector<ListedWord>& words, std::string_view text, WordKind kind) {
  const auto phone = normal_phone(text);
  if (phone) add(words, in_list_form(phone->substr(2)), kind);
}

// The text as a whole, and each of its parts ("Riverside Family Health": all, and three words).
void add_parts(std::vector<ListedWord>& words, std::string_view text, WordKind kind) {
  const auto points = unicode::code_points(text);
  if (!points || points->empty()) return;
  add(words, in_list_form(text), kind);
  add_number(words, text, kind);
  std::u32string part;
  for (const char32_t c : *points + U" ") {
    if (unicode::is_letter_or_digit(c) || unicode::is_accent(c)) {
      part += c;
    } else {
      add(words, in_list_form(unicode::to_utf8(part)), kind);
      part.clear();
    }
  }
}

// The ways in which a birth date is written without separators, two-digit years included.
void add_date(std::vector<ListedWord>& words, Date date) {
  const std::string iso = iso_date(date);
  const std::string year = iso.substr(0, 4), month = iso.substr(5, 2), day = iso.substr(8, 2);
  const auto add_digits = [&](std::initializer_list<std::string_view> parts) {
    std::string digits;
    for (const std::string_view part : parts) digits += part;
    add(words, in_list_form(digits), WordKind::person);
  };
  add_digits({year});
  for (const auto& [first, second] : {std::pair(month, day), std::pair(day, month)}) {
    add_digits({first, second});
    add_digits({first, second, year});
    add_digits({first, second, std::string_view(year).substr(2)});
  }
  add_digits({year, month, day});
}

std::vector<ListedWord> own_words(const PasswordContext& context) {
  std::vector<ListedWord> words;
  for (const std::string& text : context.about_us) add_parts(words, text, WordKind::clinic);
  for (const std::string& text : context.about_you) add_parts(words, text, WordKind::person);
  if (context.birth_date) add_date(words, *context.birth_date);
  add(words, in_list_form(context.user_name), WordKind::user_name);
  return words;
}

// zxcvbn knows ASCII only and takes each byte of anything else for a random character. Letters lose
// their accents first; what is left counts as one letter each, as if it were Latin.
std::string in_ascii(std::u32string_view password) {
  std::string out;
  for (const char32_t c : unicode::decomposed(password)) {
    if (unicode::is_accent(c)) continue;
    out += c < 128 ? static_cast<char>(c) : static_cast<char>('a' + c % 26);
  }
  return out;
}

double estimated_bits(std::u32string_view password, const std::vector<ListedWord>& own) {
  std::vector<std::string> texts;
  texts.reserve(own.size());
  for (const ListedWord& word : own) texts.push_back(in_ascii(word.text));
  std::vector<const char*> dictionary;
  dictionary.reserve(own.size() + 1);
  for (const std::string& text : texts) dictionary.push_back(text.c_str());
  dictionary.push_back(nullptr);
  const Secret ascii(in_ascii(password));
  return ZxcvbnMatch(ascii.reveal().data(), dictionary.data(), nullptr);  // ends with a NUL
}

Reason reason_of(const Reading& reading) {
  const auto has = [&](WordKind kind) {
    return (reading.kinds & static_cast<unsigned>(kind)) != 0;
  };
  if (has(WordKind::person)) return Reason::about_you;
  if (has(WordKind::user_name))
    return reading.words == 1 ? Reason::same_as_user_name : Reason::about_you;
  if (has(WordKind::clinic)) return Reason::about_us;
  return Reason::common;
}

}  // namespace

PasswordSuggestion suggestion_for(PasswordReason reason) {
  switch (reason) {
    case Reason::fine:
      return Suggestion::none;
    case Reason::not_text:
      return Suggestion::type_it_again;
    case Reason::too_short:
      return Suggestion::add_words;
    case Reason::too_long:
      return Suggestion::make_it_shorter;
    case Reason::repeated:
    case Reason::sequence:
    case Reason::common:
    case Reason::our_code:
      return Suggestion::use_unlike_words;
    case Reason::same_as_user_name:
    case Reason::about_you:
      return Suggestion::leave_yourself_out;
    case Reason::about_us:
      return Suggestion::leave_us_out;
  }
  throw Bug("every reason has a suggestion");
}

std::string_view name_of(PasswordReason reason) {
  switch (reason) {
    case Reason::fine:
      return "fine";
    case Reason::not_text:
      return "not_text";
    case Reason::too_short:
      return "too_short";
    case Reason::too_long:
      return "too_long";
    case Reason::repeated:
      return "repeated";
    case Reason::sequence:
      return "sequence";
    case Reason::same_as_user_name:
      return "same_as_user_name";
    case Reason::about_you:
      return "about_you";
    case Reason::about_us:
      return "about_us";
    case Reason::common:
      return "common";
    case Reason::our_code:
      return "our_code";
  }
  throw Bug("every reason has a name");
}

std::optional<PasswordReason> reason_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(Reason::our_code); ++i)
    if (name_of(static_cast<Reason>(i)) == name) return static_cast<Reason>(i);
  return std::nullopt;
}

std::string_view name_of(PasswordSuggestion suggestion) {
  switch (suggestion) {
    case Suggestion::none:
      return "none";
    case Suggestion::type_it_again:
      return "type_it_again";
    case Suggestion::add_words:
      return "add_words";
    case Suggestion::make_it_shorter:
      return "make_it_shorter";
    case Suggestion::use_unlike_words:
      return "use_unlike_words";
    case Suggestion::leave_yourself_out:
      return "leave_yourself_out";
    case Suggestion::leave_us_out:
      return "leave_us_out";
  }
  throw Bug("every suggestion has a name");
}

PasswordPolicy::PasswordPolicy(const Limits& limits, Blocklist blocklist)
    : limits_(limits), blocklist_(std::move(blocklist)) {}

PasswordReason PasswordPolicy::pattern(std::u32string_view folded, std::u32string_view list_form,
                                       const std::vector<ListedWord>& own) const {
  if (list_form.empty() || is_repetition(folded) || is_repetition(list_form))
    return Reason::repeated;
  auto reading = blocklist_.reading(list_form, own);
  // A listed word repeated, the last time in part ("passwordpasswor").
  if (!reading) reading = blocklist_.reading(repeated_unit(list_form), own);
  if (reading && reading->kinds > static_cast<unsigned>(WordKind::common))
    return reason_of(*reading);
  if (is_walk(folded, blocklist_.keyboard_rows())) return Reason::sequence;
  return reading ? Reason::common : Reason::fine;
}

PasswordVerdict PasswordPolicy::judge(const Secret& password,
                                      const PasswordContext& context) const {
  // The bytes first: what comes is not trusted to be short.
  if (password.size() > static_cast<std::size_t>(limits_.password_bytes_max))
    return {Reason::too_long, 0};
  const auto typed = unicode::code_points(password.reveal());
  if (!typed || std::any_of(typed->begin(), typed->end(), unicode::is_control))
    return {Reason::not_text, 0};
  const std::u32string text = unicode::composed(*typed);
  if (text.size() > static_cast<std::size_t>(limits_.password_points_max))
    return {Reason::too_long, 0};
  if (text.size() < static_cast<std::size_t>(points_min())) return {Reason::too_short, 0};
  const std::vector<ListedWord> own = own_words(context);
  const std::u32string list_form = in_list_form(password.reveal());
  PasswordVerdict out{pattern(unicode::folded(text), list_form, own), estimated_bits(text, own)};
  if (out.ok() && out.bits < bits_min) out.reason = Reason::common;
  return out;
}

}  // namespace latchkey::identity
