// The desk's page of outages: who sees to the portal says that it is down, and until when.
//
// From then on everybody who comes for the portal is told so before anything else, and forty
// callers are one banner instead of forty tickets (core/incidents/incidents.h). Whoever works on
// tickets reads of it above their list, so that they can tell a caller the same. Thread-safe.
#pragma once

#include <optional>

#include "core/incidents/incidents.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

// What there is to be said above the list of tickets: the open outage and the people told of it.
std::optional<incidents::Incident> known_outage(storage::Transaction& tx);
void show_outage(View& page, const DeskParts& parts, const DeskWords& words,
                 const staff::Member& member, const incidents::Incident& outage);

class IncidentDesk : public PageGroup {
 public:
  // Both outlive it.
  IncidentDesk(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/incident"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  http::Response show(const Visit& visit, int status, std::string_view problem) const;
  http::Response act(const Visit& visit) const;
  http::Response announce(const Visit& visit) const;
  std::string moment(Time at) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
