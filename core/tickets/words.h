// The vocabulary of tickets: why one was made, what it is about, where it stands, how it ended.
//
// Codes and categories are product.md's ("When a ticket is made", "Routing"); outcomes are
// domain.md 5.4. Each enum is stored, logged and translated by its word.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/names.h"

namespace latchkey::tickets {

// T1 … T9, in this order. `none`: staff opened the ticket themselves (rulings.md R23), so it is
// no failure and no report counts it as one.
enum class FailureCode {
  none,
  no_match,
  no_contact,
  code_failed,
  policy,
  account_system,
  guidance_failed,
  wants_person,
  delivery_fault,
  repudiated
};
inline constexpr Names<FailureCode, 10> failure_code_names{
    {"none", "no_match", "no_contact", "code_failed", "policy", "account_system", "guidance_failed",
     "wants_person", "delivery_fault", "repudiated"}};

enum class Category {
  password_reset,
  user_id,
  login_help,
  first_login,
  locked,
  attachment_find,
  attachment_open,
  missing_attachment,
  error_message,
  cannot_connect,
  no_email_notice,
  browser,
  proxy_request,
  contact_change,
  deactivate_request,
  practice_question,
  other
};
inline constexpr std::size_t category_count = 17;
inline constexpr Names<Category, category_count> category_names{
    {"password_reset", "user_id", "login_help", "first_login", "locked", "attachment_find",
     "attachment_open", "missing_attachment", "error_message", "cannot_connect", "no_email_notice",
     "browser", "proxy_request", "contact_change", "deactivate_request", "practice_question",
     "other"}};

// What somebody who is back in has been helped with.
constexpr bool is_sign_in(Category category) {
  return category == Category::password_reset || category == Category::user_id ||
         category == Category::login_help || category == Category::first_login ||
         category == Category::locked;
}

enum class State { created, claimed, waiting_patient, relayed_it, resolved, closed };
inline constexpr Names<State, 6> state_names{
    {"new", "claimed", "waiting_patient", "relayed_it", "resolved", "closed"}};
constexpr bool is_open(State state) { return state < State::resolved; }

// Whose list a ticket is on.
enum class Queue { office, it, outsourced_desk };
inline constexpr Names<Queue, 3> queue_names{{"office", "it", "outsourced_desk"}};

// Most pressing first: the stored number is its rank in a list.
enum class Priority : std::int64_t { urgent = 0, high = 1, normal = 2 };
inline constexpr Names<Priority, 3> priority_names{{"urgent", "high", "normal"}};

enum class Channel { phone, web, kiosk, desk };
inline constexpr Names<Channel, 4> channel_names{{"phone", "web", "kiosk", "desk"}};

enum class Outcome {
  resolved_reset,
  resolved_id_sent,
  resolved_pin_issued,
  resolved_unlocked,
  resolved_guidance,
  account_activated,
  account_deactivated,
  contact_updated_in_person,
  referred_to_office,
  relayed_it,
  vendor_case,
  duplicate,
  unreachable,
  not_a_patient,
  fraud_suspected,
  declined,
  self_resolved,
  no_action
};
inline constexpr Names<Outcome, 18> outcome_names{
    {"resolved_reset", "resolved_id_sent", "resolved_pin_issued", "resolved_unlocked",
     "resolved_guidance", "account_activated", "account_deactivated", "contact_updated_in_person",
     "referred_to_office", "relayed_it", "vendor_case", "duplicate", "unreachable", "not_a_patient",
     "fraud_suspected", "declined", "self_resolved", "no_action"}};

// What came of one attempt to call a patient back (domain.md 5.3).
enum class Reached { reached, no_answer, busy, voicemail_left, wrong_number, declined };
inline constexpr Names<Reached, 6> reached_names{
    {"reached", "no_answer", "busy", "voicemail_left", "wrong_number", "declined"}};

// What happened to a ticket: the words of its timeline.
enum class Happening {
  opened,
  appended,
  claimed,
  released,
  moved,
  requeued,
  relocated,
  note,
  attempt,
  ended,
  linked,     // whose ticket it is was found out
  stamped,    // the patient was verified
  passed_on,  // to IT, with or without a baton
  acted,      // something was begun on the account
  agreed,     // by a second member
  act_ended,
  prioritised,  // by hand
  called        // through us, and how that ended
};
inline constexpr Names<Happening, 18> happening_names{
    {"opened", "appended", "claimed", "released", "moved", "requeued", "relocated", "note",
     "attempt", "ended", "linked", "stamped", "passed_on", "acted", "agreed", "act_ended",
     "prioritised", "called"}};

}  // namespace latchkey::tickets
