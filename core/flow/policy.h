// The numbers that shape a conversation, each with its reason.
//
// standards.md section 3 has the sources. An operator may tighten them; core/identity refuses
// values beyond the hard limits when the configuration is read.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/base/guidance.h"
#include "core/flow/words.h"

namespace latchkey::flow {

struct Policy {
  // What a person may choose, in the order offered; content/ has a folder for each.
  std::vector<std::string> languages{"en", "es"};
  // Languages for which there is an interpreter and no folder: a person helps.
  std::vector<std::string> interpreters;
  // Those of them that callers are offered in their own words.
  std::vector<std::string> interpreters_by_phone;
  // Wrong codes in all per conversation, resends included (NIST 800-63B-4 §3.1.3.2, rulings.md R6).
  int wrong_codes_max = 5;
  // Fewer on the phone, where a caller can't see what was typed (rulings.md R6).
  int wrong_codes_max_phone = 3;
  // How often what was entered may be corrected before only a person is left (product.md T1).
  int rounds_max = 3;
  // First sending and resends, per kind of code.
  int sends_max = 3;
  // Waiting time before the same code is sent again: messages need a minute.
  std::chrono::seconds resend_after{60};
  // NIST 800-63B-4 §4.2.1.2: at most 10 minutes by text and voice, 24 hours by e-mail.
  std::chrono::minutes short_code_life{10};
  std::chrono::minutes mail_code_life{30};
  std::chrono::minutes hand_off_life{10};
  // NIST 800-63B-4 §3.1.3.2: at least 6; eight from an e-mail and where digits alone find (R17).
  int short_code_digits = 6;
  int mail_code_digits = 8;
  int hand_off_digits = 8;
  // From a right code to the new password: a limited session (OWASP Forgot Password).
  std::chrono::minutes grant_life{10};
  // A desk's word for somebody at a kiosk, until that person goes on (rulings.md R20).
  std::chrono::minutes vouch_life{2};
  // Then a person answers instead; relay calls take three times as long as others.
  std::chrono::minutes call_length{30};
  // NIST 800-63B-4 §3.1.1.2: a password that is the only factor has at least 15 characters.
  int password_min = 15;
  // Longer than the first call takes to say its digits and end; then, when nobody answered.
  std::chrono::seconds call_back_after{75}, call_back_again{120};
  int call_backs_max = 2;  // unanswered, then only a person helps (domain.md J08)
  // Waiting steps ask again after this long (rulings.md R13).
  std::chrono::seconds wait{2};
  // Time to the first contact when locked out, in business minutes (product.md: 4 business hours).
  std::chrono::minutes promise_locked_out{240};
  // To everybody else: a business day of eight hours (product.md "Hours").
  std::chrono::minutes promise_else{480};
  int live_registration_digits = 8;
  // What the account system can do (product.md "Capabilities"): a topic or choice that it can't is
  // not offered.
  enum class Can { no, yes };
  Can set_password = Can::yes, tell_user_name = Can::yes, unlock = Can::yes, activate = Can::yes;
  // After a ticket a caller may leave a spoken message, so long at most (telephony.md section 4).
  Can voicemail = Can::yes;
  std::chrono::seconds voicemail_length{120};
  // Who helps first, by the clinic's matrix: here, or the office ("when to call").
  std::vector<std::string> helped_here, helped_by_office;
  // What to try for each topic of guidance; a topic without a tree is not offered.
  Guidance guidance;
};

// Whether whoever proves who they are gets it done here: by the account system, or by a guide.
bool can_finish(const Policy& policy, Topic topic);
// What cannot be finished here is offered only if there is a guide that says how it is done
// elsewhere.
bool is_offered(const Policy& policy, Topic topic, Channel channel);

}  // namespace latchkey::flow
