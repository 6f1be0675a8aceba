// The desk's page of the audit log: who did what to whom, searched and read, newest first.
//
// For administrators and managers; whoever else asks is refused, on record. A look is on record
// before its rows are read, with what was asked for; rows are then read from a snapshot, so that a
// long search never holds up the one thread that writes. No patient is named. Thread-safe.
#pragma once

#include <optional>

#include "kiosk/desk/audit_names.h"
#include "kiosk/desk/audit_query.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

bool may_read_audit(const staff::Member& member);

// A deed with words of its own, into the audit log.
void record_audit_deed(storage::Transaction& tx, const DeskParts& parts, const Visit& visit,
                       const Deed& deed, const std::string& details);

// Refuses and puts it on record, in a transaction of its own.
http::Response refuse_audit(const DeskParts& parts, const DeskWords& words, const Visit& visit,
                            Word action);

class AuditPages : public PageGroup {
 public:
  // Both outlive it.
  AuditPages(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/audit"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  http::Response list(const Visit& visit, const AuditQuery& query, std::string_view problem) const;
  http::Response find(const Visit& visit) const;
  void show_rows(View& log, const std::vector<audit::Record>& records,
                 const AuditNames& names) const;
  void show_form(View& log, const AuditQuery& query, const AuditNames& names) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
