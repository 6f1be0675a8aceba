// The audit log as a file: a table to read, or the chain itself for an auditor.
//
// The table (CSV) holds what the page shows of the same search. The chain (JSON Lines) holds whole
// rows of some days in the chain's own order, sealed details and MACs included: without the keys an
// auditor can see that no number is missing and that the last row is the head's; that nothing was
// changed, only `latchkey audit verify` can tell. Both take at most export_rows_max rows and say so
// where there are more. For whoever may export the log, shortly after six digits; every try is on
// record. Thread-safe.
#pragma once

#include <optional>

#include "kiosk/desk/audit_query.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

inline constexpr int export_rows_max = 100'000;

bool may_export_audit(const staff::Member& member);

// The form that asks for a file of this search, below the list.
void offer_export(View& log, const AuditQuery& query);

class AuditExport : public PageGroup {
 public:
  // Both outlive it.
  AuditExport(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers posts to "/audit/export"; empty for everything else.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  http::Response table(const AuditQuery& query) const;
  http::Response chain(const AuditQuery& query) const;
  std::string file_name(std::string_view ending) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
