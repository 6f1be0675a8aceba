// Whether a password may be chosen, and if not, why and what would help.
//
// Rules (NIST 800-63B-4 §3.1.1.2, standards.md B-1 … B-6): long enough, counted in code points
// after NFC; every character allowed that can be typed on one line; no rules about kinds of
// characters; never one that everybody, or everybody who knows this person or this clinic, would
// try. A refusal has a reason, which has a suggestion, as names: the sentences are in content/
// under "words.password_refused.<reason>" and "words.password.<suggestion>". What the account
// system itself demands beyond this is its adapter's (domain.md P26).
//
// judge() takes some milliseconds and runs before the turn, outside any transaction (rulings.md
// R16). It logs nothing and keeps nothing. Immutable; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/normal.h"
#include "core/base/secret.h"
#include "core/identity/blocklist.h"
#include "core/identity/limits.h"

namespace latchkey::identity {

enum class PasswordReason {
  fine,
  not_text,  // not UTF-8, or with control characters: can't be typed again elsewhere
  too_short,
  too_long,
  repeated,           // one thing over and over
  sequence,           // counted, or along the keyboard
  same_as_user_name,  // the user name, repeated or turned round, with or without digits
  about_you,          // made of names, birth date, contacts
  about_us,           // made of the clinic's or the portal's name
  common,             // made of one or two words that many people choose
  our_code,           // a code that we gave out: it opens once, and stands on paper (ASVS 6.4.1)
};

enum class PasswordSuggestion {
  none,
  type_it_again,  // with letters, digits and signs of one line
  add_words,      // longer: four words that don't belong together
  make_it_shorter,
  use_unlike_words,  // instead of a pattern or well-known words
  leave_yourself_out,
  leave_us_out,
};

// "too_short": the name under which content/ has the sentence.
std::string_view name_of(PasswordReason reason);
std::string_view name_of(PasswordSuggestion suggestion);

// What helps against a reason; none where nothing is wrong.
PasswordSuggestion suggestion_for(PasswordReason reason);
// The reason of that name; empty if none has it.
std::optional<PasswordReason> reason_named(std::string_view name);

struct PasswordVerdict {
  PasswordReason reason = PasswordReason::fine;
  double bits = 0;  // zxcvbn's estimate: log2 of the guesses needed. Too high for words of other
                    // scripts, which its dictionaries lack (limits.md 7); never the only judge; 0
                    // of what is refused before it is estimated

  bool ok() const { return reason == PasswordReason::fine; }
};

// What makes a word predictable for one person at one clinic. Empty texts are ignored.
struct PasswordContext {
  std::string user_name;
  std::vector<std::string> about_you;  // given name, surname, e-mail, phone, ZIP, record number
  std::optional<Date> birth_date;
  std::vector<std::string> about_us;  // clinic's, office's and portal's names, host name
};

class PasswordPolicy {
 public:
  // Needs: limits.check() has passed.
  PasswordPolicy(const Limits& limits, Blocklist blocklist);

  PasswordVerdict judge(const Secret& password, const PasswordContext& context) const;

  // The least number of code points, to be said before anybody tries.
  int points_min() const { return limits_.password_points; }

 private:
  PasswordReason pattern(std::u32string_view folded, std::u32string_view list_form,
                         const std::vector<ListedWord>& own) const;

  Limits limits_;
  Blocklist blocklist_;
};

}  // namespace latchkey::identity
