// How an errand's try ended, whoever performed it: the provider, the mail server, the account
// system. It is what the courier decides with (again, later, never) and what conversations are
// told as an input.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/secret.h"
#include "core/base/time.h"

namespace latchkey::courier {

// telephony.md §2.4 and §2.5. The numbers are stored.
enum class Result {
  done = 1,               // the other side has taken it
  refused_permanent = 2,  // this recipient or this act never; `reason` says why
  throttled = 3,          // surely not processed; later (HTTP 429)
  configuration = 4,      // our credentials, sender or server are wrong: an operator must act
  not_sent = 5,           // nothing left the house; sending again is safe
  unknown = 6,            // it may or may not have happened
  expired = 7,            // too late to be of use; nothing was sent by this try
};
std::string_view name_of(Result result);

enum class Reason {
  none = 0,
  bad_number = 1,           // no such number
  cannot_be_texted = 2,     // a landline or a carrier without texts: a call may still work
  opted_out = 3,            // answered STOP to texts: a call or e-mail may still work
  unreachable = 4,          // the number can't be reached now or by us
  bad_address = 5,          // the mail server knows no such mailbox, or the address is unsafe
  destination_refused = 6,  // our own list of allowed destinations says no
  filtered = 7,             // a carrier took it for spam
  act_refused = 8,          // the account system said no
  unreadable = 9,           // the errand's seal does not open: keys were changed or lost
};
std::string_view name_of(Reason reason);

struct Outcome {
  Result result = Result::done;
  Reason reason = Reason::none;
  int code = 0;              // the provider's, HTTP's or SMTP's own number, for the operator
  std::string provider_sid;  // the provider's name for a message or call, when it gave one
  std::optional<Millis> retry_after;  // throttled: the other side's wish
  // What an account system answered, in the performer's own encoding. Handed to whoever is told
  // of the end, never stored here.
  Secret answer;
};

}  // namespace latchkey::courier
