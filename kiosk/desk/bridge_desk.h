// "Call back" on a ticket: the office's phone rings, then the patient's
// (core/conversations/bridges.h).
//
// Who may verify by a callback may call: an office's own people. Everything is judged where the
// call is written. Thread-safe.
#pragma once

#include <optional>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

struct OpenedTicket;

// The office of this member whose phone rings for this ticket; empty for who calls nobody here.
std::optional<LocationId> rings_at(const DeskParts& parts, const staff::Member& member,
                                   const tickets::Ticket& ticket);

// The card on a ticket's page. Needs: opened.rings.
void show_bridge(View& column, const DeskWords& words, const OpenedTicket& opened, Time now);

class BridgeDesk : public PageGroup {
 public:
  // Both outlive it.
  BridgeDesk(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers posts to "/call"; empty for everything else.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
