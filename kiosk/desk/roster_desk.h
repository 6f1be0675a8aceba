// Bringing the clinic's own list of patients in at the desk, tried before it is done.
//
// An administrator pastes the list (or has the page read the file), sees line by line what would be
// added, changed and refused, and applies that same list once. Both take fresh digits; both are
// audited, with counts and never a name. Nobody is taken off here because a list does not name
// them: that is the operator's, `latchkey import`, and so are lists longer than the page takes.
// The list is kept sealed in between (core/accounts/roster_uploads.h). Thread-safe.
#pragma once

#include <optional>

#include "core/accounts/roster_import.h"
#include "core/accounts/roster_uploads.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"
#include "kiosk/desk/step_up.h"

namespace latchkey::kiosk {

inline constexpr std::size_t roster_bytes_max = std::size_t{1536} * 1024;

class RosterDesk : public PageGroup {
 public:
  // Both outlive it.
  RosterDesk(const DeskParts& parts, const DeskWords& words)
      : parts_(parts), words_(words), step_up_(parts, words) {}

  // Answers "/roster"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  http::Response page(const Visit& visit, int status, std::string_view problem) const;
  http::Response check(const Visit& visit) const;
  http::Response apply(const Visit& visit) const;
  accounts::ImportReport import(const Visit& visit, const std::string& text,
                                accounts::ImportPlan::Run run) const;
  void show_report(View& part, const accounts::ImportReport& report) const;
  void audited(storage::Transaction& tx, const Visit& visit, Word action, audit::Answer answer,
               const std::string& details) const;

  const DeskParts& parts_;
  const DeskWords& words_;
  StepUp step_up_;
};

}  // namespace latchkey::kiosk
