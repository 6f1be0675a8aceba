// A month's figures as tables: which there are, in which order, and what stands in them.
//
// What each number means is said once in core/reports/month_report.h, and in one sentence above
// each table for whoever reads it (content/<lang>/desk/reports.toml). Pure; thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/reports/month_report.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/report_table.h"

namespace latchkey::kiosk {

class ReportSections {
 public:
  // All outlive it.
  ReportSections(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Of the whole clinic, or of some offices only. What belongs to no office (the provider's bill,
  // an outsourced desk) and what two reports together would tell of few people (languages by age)
  // stands in the first alone.
  enum class Of { everything, some_offices };
  std::vector<ReportTable> month(const reports::MonthReport& report, Of of) const;

  ReportTable desk(const std::vector<reports::DeskUse>& use,
                   const std::map<StaffId, std::string>& names) const;
  ReportTable delivery(const std::vector<reports::Delivery>& lanes) const;
  ReportTable since(const std::map<LocationId, reports::Count>& counts) const;

  ReportTable summary(const reports::MonthReport& report) const;

 private:
  using Counts = std::vector<std::pair<std::string, reports::Count>>;  // label → figures
  ReportTable groups(const std::string& key, const std::string& heading,
                     const Counts& counts) const;
  ReportTable languages(const reports::MonthReport& report) const;
  ReportTable heat(const reports::MonthReport& report) const;
  ReportTable times(const reports::MonthReport& report) const;
  ReportTable buckets(const reports::MonthReport& report) const;
  ReportTable left_at(const reports::MonthReport& report) const;
  ReportTable cost(const reports::MonthReport& report, Of of) const;
  ReportTable equity(const reports::MonthReport& report) const;
  ReportTable rates(const std::string& key, const std::string& heading,
                    const std::map<std::string, std::pair<std::int64_t, std::int64_t>>& of) const;
  void add_tickets(const reports::MonthReport& report, std::vector<ReportTable>& into) const;

  std::string office(LocationId id) const;
  std::string question(const std::string& step) const;
  std::string label(const std::string& key) const;  // of "desk.report_rows"

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
