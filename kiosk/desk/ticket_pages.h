// The list of tickets, one ticket, and what is done to it.
//
// Every page and act is one transaction that holds the look or change together with its audit row;
// what a member may not see is answered like what does not exist (404), and audited as refused.
// Only where a person was told that this member's office will call, it is said who will instead.
// Thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/tickets/voicemails.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_scope.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

// Colleagues by id, as they are shown.
using StaffNames = std::map<StaffId, std::string>;

// All that a ticket's page shows.
struct OpenedTicket {
  tickets::TicketDetail detail;
  std::optional<accounts::Person> person;
  std::vector<calls::Call> calls;
  std::vector<tickets::Voicemail> voicemails;
  Reach reach = Reach::nothing;
  // Who it is, and what was and may be done to the account (kiosk/desk/account_desk.h).
  std::optional<identity::Stamp> stamp;  // this member's own, valid now
  std::vector<identity::Baton> batons;
  std::vector<conversations::DeskAct> acts;
  std::vector<accounts::Contact> callable;
  enum class ReadBack { none, sent } read_back = ReadBack::none;
  std::vector<identity::StampMethod> methods;
  std::vector<identity::Act> possible;
  // Who may call from here, and whose phone rings then (kiosk/desk/bridge_desk.h).
  std::optional<LocationId> rings;
  std::vector<conversations::Bridge> bridges;
  // The patient has said "this wasn't me", on this ticket or another.
  enum class Repudiated { no, yes } repudiated = Repudiated::no;
};

// One ticket as a page. `problem`: what could not be done; may be empty.
// The part about the patient and the account, into the column of acts.
void show_account(View& column, const DeskWords& words, const Visit& visit,
                  const OpenedTicket& opened, const StaffNames& names, Time now);
View ticket_view(const DeskWords& words, const Visit& visit, const OpenedTicket& opened,
                 const StaffNames& names, Time now, std::string_view problem);

class TicketPages : public PageGroup {
 public:
  // Both outlive it.
  TicketPages(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/", "/find" and "/ticket/…"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

  // The page of one ticket, or that there is none; `problem`: what could not be done, or empty.
  http::Response show(const Visit& visit, const tickets::HelpNumber& number, int status,
                      std::string_view problem) const;

 private:
  struct Asked;   // a list, as its query says
  struct Listed;  // and what came of it
  http::Response list(const Visit& visit, std::string_view problem) const;
  Listed read_list(storage::Transaction& tx, const Visit& visit, const Asked& asked) const;
  Listed chosen(storage::Transaction& tx, const staff::Member& member, const Asked& asked) const;
  std::string tag_of(const Listed& listed) const;
  std::string tag_of(const tickets::Ticket& ticket) const;
  // What a script that asks by itself is told of a ticket; empty for everybody else.
  std::optional<http::Response> look_again(const Visit& visit,
                                           const tickets::HelpNumber& number) const;
  void show_row(View& list, const tickets::Ticket& ticket, const StaffNames& names) const;
  http::Response find(const Visit& visit) const;
  void open_account(storage::Transaction& tx, const Visit& visit, OpenedTicket& opened) const;
  // Another office's ticket, whose person was told that one of this member's offices will call.
  struct Located {
    tickets::Ticket ticket;
    tickets::Verified verified;  // the person with this help number
  };
  static std::optional<Located> locate(const Visit& visit, const tickets::TicketDetail& detail,
                                       const tickets::HelpNumber& number);
  using Found = std::variant<std::monostate, OpenedTicket, Located>;
  Found open(storage::Transaction& tx, const Visit& visit, const tickets::HelpNumber& number) const;
  http::Response elsewhere(const Visit& visit, const Located& located) const;
  http::Response act(const Visit& visit, const tickets::HelpNumber& number) const;
  StaffNames staff_names() const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
