// The desk's review of a week: what each colleague did, and the signature of whoever looked it
// over.
//
// 45 CFR 164.308(a)(1)(ii)(D) asks for a regular review of the log and for proof of it
// (standards.md H-8). A week that is over and that nobody signed for is due. A reviewer's own row
// is marked, and a week that is signed only by colleagues whose own acts are in it asks for one
// more signature. Each time that somebody broke the glass stands below, with the reason they gave,
// until somebody else has looked it over. What no longer fits the log's chain is said and counts
// for nothing. For administrators and managers. Thread-safe.
#pragma once

#include <optional>

#include "core/audit/reviews.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"
#include "kiosk/desk/review_sheet.h"

namespace latchkey::kiosk {

class ReviewPages : public PageGroup {
 public:
  // Both outlive it.
  ReviewPages(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/audit/review"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  struct Known;  // what is stored about the weeks
  enum class State { running, due, own_only, reviewed };
  http::Response show(const Visit& visit, audit::Week week, std::string_view problem) const;
  http::Response sign(const Visit& visit, audit::Week week) const;
  http::Response look_at_glass(const Visit& visit, audit::Week week) const;
  Known known(audit::Week week) const;
  audit::Week this_week() const;
  State state_of(const std::vector<audit::Signature>& signatures, audit::Week week,
                 const std::vector<ReviewLine>& lines) const;
  void show_due(View& review, const Known& known) const;
  void show_state(View& review, State state, const WeekSheet& sheet) const;
  void show_glass(View& review, const Visit& visit, audit::Week week, const Known& known) const;
  void show_lines(View& review, const Visit& visit, audit::Week week,
                  const std::vector<ReviewLine>& lines) const;
  void show_signatures(View& review, const std::vector<audit::Signature>& signatures) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
