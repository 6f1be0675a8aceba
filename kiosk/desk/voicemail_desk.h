// Listening to what a caller left with their ticket (domain.md J38).
//
// Whoever may work on the ticket, and whose role is granted to listen, presses a button; that look
// is one transaction with its audit row, and opens the sound to this session alone for a few
// minutes. The sound itself is asked for as browsers do, in parts and as often as they like, and is
// not audited again. What a member may not hear is answered like what does not exist. Thread-safe.
#pragma once

#include <optional>

#include "core/tickets/voicemails.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

// Whether a member may listen to what belongs to this ticket.
bool may_listen(const staff::Member& member, const tickets::Ticket& ticket);

class VoicemailDesk : public PageGroup {
 public:
  // Both outlive it.
  VoicemailDesk(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/voicemail"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  http::Response listen(const Visit& visit) const;
  http::Response sound(const Visit& visit) const;
  std::optional<tickets::Voicemail> read(storage::Transaction& tx, const Visit& visit,
                                         const tickets::HelpNumber& number) const;
  std::string key_of(const Visit& visit, tickets::VoicemailId id, Time until) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
