// What lists for operators have in common: columns, and the clock of the office that they are
// about.
#pragma once

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/config.h"

namespace latchkey::operations {

using Row = std::vector<std::string>;

// Columns are aligned by characters, not bytes: offices have accents. Every row as long as the
// first, which holds the titles.
void print_table(std::ostream& out, const std::vector<Row>& rows);

// What the configuration knows of an office. `config` outlives it.
class Offices {
 public:
  explicit Offices(const Config& config) : config_(config) {}

  // "(location 7, closed)" where there is none any more.
  std::string name(LocationId id) const;
  // "2026-11-23 08:00" on the office's own clock; UTC where there is no office any more.
  std::string local(LocationId id, Time at);

 private:
  const Config& config_;
  std::map<std::string, Zone> zones_;
};

}  // namespace latchkey::operations
