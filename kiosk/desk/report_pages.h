// The manager's pages: a month in tables and charts, all time since each office began, CSV files.
//
// A look is written to the audit log before the figures are read, in a transaction of its own:
// reading a month takes a good part of a second, which no patient's turn may wait for, so it runs
// on a reader's snapshot beside the writer. Whoever may see some offices only is told of these
// alone, and another office is answered like one that does not exist. Taking a table away as a file
// is a permission of its own. A GET changes nothing else. Thread-safe.
#pragma once

#include <optional>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"
#include "kiosk/desk/report_sections.h"

namespace latchkey::kiosk {

class ReportPages : public PageGroup {
 public:
  // Both outlive it.
  ReportPages(const DeskParts& parts, const DeskWords& words)
      : parts_(parts), words_(words), sections_(parts, words) {}

  // Answers GET "/reports"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  struct Scope;  // which month and offices are asked for, and may be seen
  struct Whole;  // every table of one answer
  std::optional<Scope> scope_of(const Visit& visit) const;
  Whole read(const Scope& scope) const;
  http::Response show(const Visit& visit, const Scope& scope) const;
  http::Response file(const Visit& visit, const Scope& scope, std::string_view key) const;
  void offer_choices(View& page, const Visit& visit, const Scope& scope) const;
  void show_figures(View& page, const Whole& whole) const;
  void show_table(View& page, const ReportTable& table, const Visit& visit,
                  const Scope& scope) const;
  void draw(View& section, const ReportTable& table) const;
  std::vector<std::string> headings(const ReportTable& table) const;
  std::string month_words(std::chrono::year_month month) const;
  CellWords cell_words() const;

  const DeskParts& parts_;
  const DeskWords& words_;
  ReportSections sections_;
};

}  // namespace latchkey::kiosk
