// "Who helps with what": the reference sheet that hangs by the phone.
//
// One source for it, for the menu and for routing: the responsibility matrix of the clinic
// (content/policy/matrix.toml); what to do comes from content/<lang>/desk/sheets.toml. No patient
// is on it, so every member may read and print it. Thread-safe.
#pragma once

#include <optional>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

// The steps for a kind of ticket, one section "STEP" each.
void show_steps(View& into, const DeskWords& words, tickets::Category category);

class SheetPages : public PageGroup {
 public:
  // Both outlive it.
  SheetPages(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers /sheet; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
