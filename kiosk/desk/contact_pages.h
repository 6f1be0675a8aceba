// The contact log at the desk: who came by which channel, how far they got, and what staff add.
//
// Every leg of every conversation is a row (core/calls/calls.h), and so is what staff write down of
// people who came past our channels. An office reads of its own offices and tickets, IT and an
// outsourced desk of a ticket that they may see, managers and administrators of all. Nobody is
// named here but a patient whose record the reader has opened with a reason. Notes are added and
// never changed. Each look and each note is one transaction with its audit row; what lies beyond a
// member's reach is answered like what does not exist. Thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/courier/outbox.h"
#include "core/staff/openings.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_scope.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

// How far a member's role reaches over one contact; `ticket`: the one it made, if there is one.
Reach reach_over(const staff::Member& member, const calls::Call& call,
                 const std::optional<tickets::Ticket>& ticket);

// All that a contact's page shows.
struct OpenedContact {
  calls::Call call;
  Reach reach = Reach::read;
  std::optional<tickets::Ticket> ticket{};  // one that the member may see
  std::vector<calls::Step> steps{};
  std::vector<calls::Call> legs{};  // of the same conversation, this one left out
  std::vector<courier::Progress> sent{};
  std::vector<calls::Note> notes{};
  std::optional<accounts::Person> person{};  // whose record the member has open
};

// "3:05": minutes and seconds.
std::string lasted(Millis time);

using MemberNames = std::map<StaffId, std::string>;

View contact_view(const DeskWords& words, const Visit& visit, const OpenedContact& opened,
                  const MemberNames& names, const CostSettings& cost, Time now);

class ContactPages : public PageGroup {
 public:
  // Both outlive it.
  ContactPages(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers /contacts and /contact/…; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  struct Query;   // what a list shows, as its address says
  struct Listed;  // the rows, and whether there are more
  struct Form;    // of an entry: what may be picked
  struct Typed;   // and what was
  http::Response list(const Visit& visit) const;
  std::optional<Listed> read_list(const Visit& visit, const Query& query) const;
  Listed search(storage::Transaction& tx, const Visit& visit, const Query& query) const;
  void show_filters(View& part, const Visit& visit, const Query& query) const;
  void show_rows(View& part, const std::vector<calls::Call>& calls) const;

  http::Response show(const Visit& visit, calls::CallId id, int status,
                      std::string_view problem) const;
  std::optional<OpenedContact> open(storage::Transaction& tx, const Visit& visit,
                                    calls::CallId id) const;
  http::Response note(const Visit& visit, calls::CallId id) const;

  http::Response entry_page(const Visit& visit, int status, std::string_view problem) const;
  std::optional<Form> entry_form(storage::Transaction& tx, const Visit& visit) const;
  Typed read_entry(const Visit& visit) const;
  http::Response enter(const Visit& visit) const;
  http::Response refuse(const Visit& visit, Word action, std::string_view message) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
