// Whom and what a row of the audit log is about, in words for a reviewer.
//
// Colleagues are named, tickets have their help number, and everything else its kind and the end of
// its row's id: who reads the log learns no patient's name by it. Resolved once for a page; one
// thread.
#pragma once

#include <map>
#include <string>

#include "core/audit/audit.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"

namespace latchkey::kiosk {

class AuditNames {
 public:
  // Both outlive it.
  AuditNames(const DeskParts& parts, const DeskWords& words);

  // Looks up the help numbers of these records' tickets, in one transaction.
  void learn(const std::vector<audit::Record>& records);

  std::string actor(const audit::Record& record) const;
  std::string action(std::string_view word) const;
  // Empty if the record is about nothing in particular.
  std::string subject(std::string_view kind, std::int64_t id) const;
  // A colleague's name, or the end of the id of one whom nobody knows.
  std::string member(std::int64_t id) const;

 private:
  const DeskParts& parts_;
  const DeskWords& words_;
  std::map<std::int64_t, std::string> members_, tickets_;
};

}  // namespace latchkey::kiosk
