// What staff do about a ticket's patient: who it is, proving it, and the account.
//
// Each post is one act on one ticket that the member has taken, judged in core/conversations when
// it is carried out, whatever the page has shown (peers.md: verification that gates what is seen,
// and not what is done, is none). Roles without the permission are refused and audited; so are a
// colleague's records. A registration code is shown once, by the answer itself. Thread-safe.
#pragma once

#include <optional>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_scope.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"
#include "kiosk/desk/step_up.h"
#include "kiosk/desk/ticket_pages.h"

namespace latchkey::kiosk {

// The permission that an act needs.
staff::Permission permission_of(identity::Act act);
// Which of a stamp's methods this member may go by; empty if they verify nobody.
std::vector<identity::StampMethod> methods_for(staff::Role role);
// What of it this member may begin on a ticket: possible here, and granted to their role.
std::vector<identity::Act> acts_for(const DeskParts& parts, staff::Role role);

class AccountDesk : public PageGroup {
 public:
  // Both outlive it.
  AccountDesk(const DeskParts& parts, const DeskWords& words)
      : parts_(parts), words_(words), tickets_(parts, words), step_up_(parts, words) {}

  // Answers posts to /account; empty for everything else.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  struct About {  // the ticket that a post is about, and the help number that it was named by
    tickets::HelpNumber number;
    tickets::Ticket ticket;
  };
  std::optional<About> about(const Visit& visit) const;
  http::Response link(const Visit& visit, const About& about) const;
  http::Response send_code(const Visit& visit, const About& about) const;
  http::Response stamp(const Visit& visit, const About& about) const;
  http::Response act(const Visit& visit, const About& about) const;
  http::Response agree(const Visit& visit, const About& about) const;
  http::Response relay(const Visit& visit, const About& about) const;
  http::Response refer_back(const Visit& visit, const About& about) const;
  http::Response relocate(const Visit& visit, const About& about) const;
  http::Response code_page(const Visit& visit, const About& about,
                           const conversations::IssuedRegistration& code,
                           identity::RegistrationKind kind) const;
  // The ticket's page again, with what could not be done: a key of "desk.said".
  http::Response again(const Visit& visit, const About& about, int status,
                       std::string_view said) const;
  http::Response denied(const Visit& visit, const About& about, Word action) const;
  // A colleague's record: refused, and audited as the act that it was.
  std::optional<http::Response> refuse_colleague(const Visit& visit, const About& about,
                                                 Word action) const;

  const DeskParts& parts_;
  const DeskWords& words_;
  TicketPages tickets_;
  StepUp step_up_;
};

}  // namespace latchkey::kiosk
