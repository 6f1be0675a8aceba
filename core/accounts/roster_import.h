// The roster from the clinic's own list: a CSV file of any size, row by row.
//
// The header names the columns; the operator's map says what each means. A row that can't be used
// is counted and told by line and column, never by its content, and stops nothing. A dry run reads
// and judges everything and writes nothing. An import adds and updates; it deletes nobody, and
// takes people who are missing from the file off only if the plan says so and they are few
// (an export that was cut off must not lock a thousand patients out).
//
// Changing the clinic's own data is an office's privilege, so a new telephone number or mailbox
// goes on its hold like any other (roster.h). Runs on one thread; writes 200 rows a transaction; a
// run that was interrupted is simply run again.
#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/accounts/roster.h"
#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/base/names.h"
#include "core/storage/store.h"

namespace latchkey::accounts {

enum class Column {
  record_number,
  first_name,
  last_name,
  birth_date,  // as normal_date() reads it
  preferred_name,
  former_names,  // several: with a semicolon between
  zip,
  address,
  language,
  location,  // a key of ImportPlan::locations
  last_location,
  mobile,
  phone,
  email,
  user_name,
  account,   // the reference in the account system
  two_step,  // "yes" or "no"
  state,     // "active", "deactivated", "deceased"
  unsafe     // which contacts must not be used, with a space between: "mobile email"
};
inline constexpr std::size_t column_count = 19;
// Also the default headers.
inline constexpr Names<Column, column_count> column_names{
    {"record_number", "first_name", "last_name", "birth_date", "preferred_name", "former_names",
     "zip", "address", "language", "location", "last_location", "mobile", "phone", "email",
     "user_name", "account", "two_step", "state", "unsafe"}};

// The words that a cell of this column may hold besides nothing; empty where it is free.
std::vector<std::string_view> known_words(Column column);

struct ImportPlan {
  char separator = ',';
  std::map<std::string, Column> headers;  // beside the default ones; not case-sensitive
  std::map<std::string, LocationId> locations;
  LocationId default_location;  // for new patients without one
  enum class Run { dry, real } run = Run::dry;
  // A blank contact cell: says nothing, or means that there is no such contact any more.
  enum class Blank { says_nothing, removes } blank_contacts = Blank::says_nothing;
  // People on the roster whom the file does not name.
  enum class Missing { stay, deactivated } missing = Missing::stay;
  int missing_percent_max = 5;  // of the active ones; if more are missing, all stay
  // What a row may do to somebody's way in. `guarded`: it names no account, switches no second step
  // off, and neither removes a contact nor marks one unsafe: whoever brings a list in can't take an
  // account over unheard.
  enum class WaysIn { as_told, guarded } ways_in = WaysIn::as_told;
  // Called in the transaction of each patient who was added or changed, for the audit log.
  std::function<void(storage::Transaction&, PatientId, Upserted)> along{};
};

enum class RowProblem {
  unreadable,        // broken quotes, a huge cell
  too_short,         // fewer cells than the header
  blank,             // a needed cell is empty
  not_valid,         // not a date, number, address … of its kind
  unknown_location,  // not in the plan
  unknown_word,      // a state or yes/no that is none
  twice              // this record number came before in the same file
};
inline constexpr Names<RowProblem, 7> row_problem_names{
    {"unreadable", "too_short", "blank", "not_valid", "unknown_location", "unknown_word", "twice"}};

struct RowError {
  std::size_t line = 0;
  RowProblem problem = RowProblem::unreadable;
  std::optional<Column> column;  // absent: the row as a whole
  bool operator==(const RowError&) const = default;
};

// What became of a row that could be used, or would become of it.
struct RowDone {
  std::size_t line = 0;
  Upserted what = Upserted::unchanged;
};

struct ImportReport {
  std::size_t rows = 0, added = 0, changed = 0, unchanged = 0, refused = 0;
  std::vector<RowError> errors;  // the first 1,000; `refused` counts all
  std::vector<RowDone> done;     // the first 20,000, without those that stay as they are
  std::size_t missing = 0;       // active on the roster, not in the file; asked for by the plan
  std::size_t deactivated = 0;
  enum class Ended { whole, bad_header, too_many_missing } ended = Ended::whole;
  std::vector<std::string> unknown_headers;  // columns that were not read; empty with bad_header
  std::vector<Column> missing_columns;       // with bad_header: needed and not there
};

// Called after each batch with the rows read so far.
using ImportProgress = std::function<void(std::size_t rows)>;

// Throws StoreFault; what was written before stays.
ImportReport import_csv(std::istream& csv, const ImportPlan& plan, storage::Store& store,
                        const Roster& roster, Dice& dice, const Clock& clock,
                        const ImportProgress& progress = {});

}  // namespace latchkey::accounts
