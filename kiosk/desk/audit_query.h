// A search of the audit log as its address says it, and the days and moments of it.
//
// An address names rows by their ids: a help number or a record number that a reviewer types is
// posted, found, and stands in no address and no log of a proxy. Days are those of the clinic's own
// wall calendar, its default office's. Pure but for the calendar; thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/audit/audit.h"
#include "kiosk/desk/desk_parts.h"

namespace latchkey::kiosk {

// The zone in which the log is read and weeks begin.
const Zone& clinic_zone(const DeskParts& parts);
std::chrono::local_days day_of(const Zone& zone, Time at);
Time start_of(const Zone& zone, std::chrono::local_days day);
// "2026-11-23 14:03:05" on that wall clock, and "2026-11-23".
std::string exact_moment(const Zone& zone, Time at);
std::string day_text(std::chrono::local_days day);

struct AuditQuery {
  audit::Filter filter;
  std::optional<std::chrono::local_days> from, until;  // both days count

  // What says nothing, or nothing that can be, is left out.
  static AuditQuery read(const Visit& visit, const Zone& zone);

  // The query of an address, "staff=7&from=2026-11-01", without the page: for links and forms.
  std::string address() const;
  // For the next page.
  std::string address_after(const audit::Place& place) const;
  // The days alone, of everybody and everything.
  AuditQuery days_only() const;
  // For the audit row of the look itself; "everything" if nothing is asked for.
  std::string words() const;
};

}  // namespace latchkey::kiosk
