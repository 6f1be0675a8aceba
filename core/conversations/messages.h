// What is sent to people, rendered from content/ at the moment the turn asks for it.
//
// A message names neither the patient nor what the clinic treats, and never carries a user name
// together with a code or password (product.md rule 7). The last line of a text with a code is
// bound to our page's origin, so that a phone offers it there only. Pure but for the texts.
#pragma once

#include <string>
#include <vector>

#include "core/accounts/roster.h"
#include "core/base/config.h"
#include "core/base/texts.h"
#include "core/conversations/not_me_rows.h"
#include "core/courier/delivery.h"
#include "core/flow/words.h"

namespace latchkey::conversations {

// Whom a notice goes to: every contact on file but those marked unsafe (product.md rule 8). A
// landline is told by nobody's text; the letter that then takes its place is a task of the office.
std::vector<accounts::Contact> told_of(storage::Transaction& tx, const accounts::Roster& roster,
                                       PatientId patient);

class Messages {
 public:
  // Both must outlive this.
  Messages(const Texts& texts, const Config& config) : texts_(texts), config_(config) {}

  // A proof code, good for `life` from now. Calls carry no text: the provider fetches
  // /ivr/speak/<conversation> when they are answered.
  courier::Delivery code(const std::string& language, flow::ProofKind by, const std::string& to,
                         const Secret& code, ConversationId conversation, Time expires,
                         std::chrono::minutes life) const;
  // Rings whoever asked for it; what the call says, ivr/call_back.h says.
  courier::Delivery call_back(const std::string& to, ConversationId conversation, int ring,
                              Time expires) const;
  courier::Delivery user_name(const std::string& language, flow::ProofKind by,
                              const std::string& to, const std::string& user_name,
                              Time expires) const;
  courier::Delivery hand_off(const std::string& language, flow::ProofKind by, const std::string& to,
                             const Secret& code, Time expires, std::chrono::minutes life) const;
  // To be told to the clerk who asked for it: other words than those of a proof's code, which staff
  // never ask for (standards.md C-12). Bound to no page.
  courier::Delivery read_back(const std::string& language, const std::string& to,
                              const Secret& code, Time expires, std::chrono::minutes life) const;
  // Where a guide's steps can be read: at `node`, for anybody.
  courier::Delivery steps(const std::string& language, const std::string& to,
                          const std::string& node, Time expires) const;
  // "Your password was changed", or what else `message` of messages.toml tells: to a phone by text,
  // to a mailbox by mail. Each carries a code that says "this wasn't me"; a mail a link too, whose
  // secret stands in the fragment: no request, log or Referer ever holds it, and a scanner that
  // follows the link changes nothing (standards.md T25, T26).
  courier::Delivery recovered(const std::string& language, const accounts::Contact& contact,
                              std::string_view message, const NotMeSecrets& not_me,
                              Time expires) const;
  // "Your office made a code for your first sign-in".
  courier::Delivery registration_issued(const std::string& language,
                                        const accounts::Contact& contact, Time expires) const;
  // "Your office sent you a code by post": nobody asked for it, and nobody need be alarmed.
  courier::Delivery registration_posted(const std::string& language,
                                        const accounts::Contact& contact, Time expires) const;

 private:
  courier::Delivery fill(const std::string& language, std::string_view message, flow::ProofKind by,
                         const std::string& to, std::span<const TextValue> values,
                         Time expires) const;
  const Texts& texts_;
  const Config& config_;
};

}  // namespace latchkey::conversations
