// No page of the desk and no report reads a whole table that grows with the years: what SQLite says
// of each SELECT of theirs, on an empty database, where it has nothing but the indexes to go by.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <memory>
#include <regex>
#include <set>

#include "core/operations/service.h"
#include "tests/source_tree.h"

using namespace latchkey;

namespace {

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Database empty_clinic() {
  sqlite3* raw = nullptr;
  REQUIRE(sqlite3_open(":memory:", &raw) == SQLITE_OK);
  Database out(raw, sqlite3_close);
  for (const storage::AreaSchema& area : operations::all_schemas())
    for (const storage::SchemaVersion& version : area.versions)
      for (const char* statement : version.statements)
        REQUIRE_MESSAGE(sqlite3_exec(raw, statement, nullptr, nullptr, nullptr) == SQLITE_OK,
                        statement);
  return out;
}

// The texts of a file that begin with SELECT, each joined from its literals.
std::vector<std::string> selects_in(const std::string& source) {
  static const std::regex literals("\"(SELECT (?:[^\"]|\"\\s*\")*)\"");
  static const std::regex seam("\"\\s*\"");
  std::vector<std::string> out;
  for (std::sregex_iterator at(source.begin(), source.end(), literals), end; at != end; ++at)
    out.push_back(std::regex_replace((*at)[1].str(), seam, ""));
  return out;
}

std::vector<std::string> plan_of(sqlite3* db, const std::string& select) {
  sqlite3_stmt* raw = nullptr;
  const std::string explained = "EXPLAIN QUERY PLAN " + select;
  REQUIRE_MESSAGE(sqlite3_prepare_v2(db, explained.c_str(), -1, &raw, nullptr) == SQLITE_OK, select,
                  ": ", sqlite3_errmsg(db));
  const Statement statement(raw, sqlite3_finalize);
  std::vector<std::string> out;
  while (sqlite3_step(raw) == SQLITE_ROW)
    out.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(raw, 3)));
  return out;
}

// Tables with a row for each call, ticket, act or patient.
bool reads_all_of_it(const std::string& step) {
  static const std::regex whole(
      "SCAN (r|t|e|c|b|ticket|ticket_event|ticket_contact|audit_row|call|call_step|desk_act|"
      "record_opening|patient)( .*)?");
  return std::regex_match(step, whole) && step.find("COVERING INDEX") == std::string::npos;
}

bool is_judged(const std::string& path) {
  return path.starts_with("core/reports/") || path.starts_with("core/tickets/") ||
         path == "core/audit/list.cpp" || path == "core/audit/reviews.cpp" ||
         path == "core/audit/chain_rows.cpp" || path == "core/staff/openings.cpp" ||
         path == "core/conversations/desk_act_rows.cpp";
}

}  // namespace

TEST_CASE("no query of the desk or of a report reads all that there ever was") {
  const Database db = empty_clinic();
  std::size_t judged = 0;
  for (const tests::SourceFile& file : tests::project_sources())
    if (is_judged(file.path))
      for (const std::string& select : selects_in(file.text)) {
        judged += 1;
        for (const std::string& step : plan_of(db.get(), select))
          CHECK_FALSE_MESSAGE(reads_all_of_it(step), file.path, ": ", step, " in ", select);
      }
  CHECK(judged > 25);
}

TEST_CASE("a month of tickets, of their events and of staff's acts is found by its time") {
  const Database db = empty_clinic();
  std::set<std::string> used;
  for (const tests::SourceFile& file : tests::project_sources())
    if (file.path == "core/reports/ticket_figures.cpp" || file.path == "core/audit/chain_rows.cpp")
      for (const std::string& select : selects_in(file.text))
        for (const std::string& step : plan_of(db.get(), select))
          for (const std::string index : {"ticket_created", "ticket_event_at", "audit_row_at"})
            if (step.find("INDEX " + index + " (") != std::string::npos)
              used.insert(file.path + index);
  CHECK(used == std::set<std::string>{"core/audit/chain_rows.cppaudit_row_at",
                                      "core/reports/ticket_figures.cppaudit_row_at",
                                      "core/reports/ticket_figures.cppticket_created",
                                      "core/reports/ticket_figures.cppticket_event_at"});
}
