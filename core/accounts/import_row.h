// One row of an import, judged: a patient's record, or what is wrong with it.
//
// Pure: knows the header and the plan, not the roster. Not thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/accounts/csv.h"
#include "core/accounts/roster_import.h"

namespace latchkey::accounts {

// Where each column stands in a row.
struct Header {
  std::array<std::optional<std::size_t>, column_count> places;
  std::size_t width = 0;
  std::vector<std::string> unknown;
  std::vector<Column> missing;  // of those that every file needs
};
Header read_header(const CsvRow& row, const ImportPlan& plan);

class RowReader {
 public:
  // All must outlive the reader. `today` judges birth dates.
  RowReader(const Header& header, const ImportPlan& plan, Date today)
      : header_(header), plan_(plan), today_(today) {}

  std::variant<PatientRecord, RowError> read(const CsvRow& row) const;
  // The record number as it stands in the row, whatever else is wrong with it.
  std::string record_number(const CsvRow& row) const;

 private:
  std::string cell(const CsvRow& row, Column column) const;
  bool has(Column column) const {
    return header_.places.at(static_cast<std::size_t>(column)).has_value();
  }
  void read_person(const CsvRow& row, PatientRecord& record) const;
  void read_words(const CsvRow& row, PatientRecord& record) const;
  void read_contacts(const CsvRow& row, PatientRecord& record) const;
  void add_contact(const CsvRow& row, Column column, ContactKind kind, PatientRecord& record) const;
  std::optional<LocationId> location(const CsvRow& row, Column column) const;

  const Header& header_;
  const ImportPlan& plan_;
  Date today_;
};

}  // namespace latchkey::accounts
