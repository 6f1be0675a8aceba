// The desk's page of kiosks: which stand where, when each was last heard of and looked over.
//
// Adding one, or giving one a new credential, shows a pairing code once, to be typed on the device;
// revoking takes effect at its next request. Each look and act is one transaction with its audit
// row; a kiosk beyond a member's reach is answered like one that does not exist. Thread-safe.
#pragma once

#include <optional>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

class KioskDesk : public PageGroup {
 public:
  // Both outlive it.
  KioskDesk(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/kiosks"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  struct Done;  // what an act came to
  http::Response list(const Visit& visit, int status, const Done& done) const;
  http::Response act(const Visit& visit) const;
  Done add(storage::Transaction& tx, const Visit& visit, const kiosks::Draws& draws) const;
  Done change(storage::Transaction& tx, const Visit& visit, const kiosks::Draws& draws) const;
  void show_one(View& kiosks, const kiosks::Kiosk& kiosk) const;
  void offer_offices(View& kiosks, const Visit& visit) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
