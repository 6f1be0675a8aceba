#include "core/accounts/csv.h"

#include <doctest/doctest.h>

#include <sstream>

using namespace latchkey::accounts;

namespace {

std::vector<CsvRow> rows_of(const std::string& text, char separator = ',') {
  std::istringstream in(text);
  CsvReader reader(in, separator);
  std::vector<CsvRow> rows;
  while (auto row = reader.next()) rows.push_back(*row);
  return rows;
}

using Cells = std::vector<std::string>;
using Form = CsvRow::Form;

}  // namespace

TEST_CASE("cells are separated by commas, rows by either kind of line end") {
  const auto rows = rows_of(
      "\xEF\xBB\xBF"
      "a,b\r\nc,\n,d");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].cells == Cells{"a", "b"});
  CHECK(rows[1].cells == Cells{"c", ""});
  CHECK(rows[2].cells == Cells{"", "d"});
  CHECK(rows[2].line == 3);
}

TEST_CASE("rows of a program that ends lines with CR alone are counted, and spoiled one by one") {
  const auto rows = rows_of("a,b\r\"c\rd\",e\rf\"g\r\"h\"i\rj,k");
  REQUIRE(rows.size() == 5);
  CHECK(rows[1].cells == Cells{"c\rd", "e"});
  CHECK(rows[2].line == 4);
  CHECK(rows[3].form == Form::broken);
  CHECK(rows[4].cells == Cells{"j", "k"});
  CHECK(rows[4].line == 6);
  const auto never_ends = rows_of("a\r\"b\rc");
  REQUIRE(never_ends.size() == 3);
  CHECK(never_ends[1].form == Form::broken);
  CHECK(never_ends[2].cells == Cells{"c"});
}

TEST_CASE("quoted cells may hold commas, quotes and line breaks") {
  const auto rows = rows_of("\"a,\"\"b\"\"\",\"two\r\nlines\"\nnext,\"\"\n");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].cells == Cells{"a,\"b\"", "two\r\nlines"});
  CHECK(rows[1].cells == Cells{"next", ""});
  CHECK(rows[1].line == 3);
}

TEST_CASE("a quote inside a plain cell is just a quote") {
  CHECK(rows_of("5\" pipe,x").at(0).cells == Cells{"5\" pipe", "x"});
}

TEST_CASE("blank lines are no rows, and other separators are possible") {
  const auto rows = rows_of("\n\r\na;b\n\n", ';');
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].cells == Cells{"a", "b"});
  CHECK(rows[0].line == 3);
}

TEST_CASE("a quote that never ends spoils its own line only") {
  const auto rows = rows_of("good,1\n\"bad,2\ngood,3\ngood,4\n");
  REQUIRE(rows.size() == 4);
  CHECK(rows[1].form == Form::broken);
  CHECK(rows[1].line == 2);
  CHECK(rows[2].cells == Cells{"good", "3"});
  CHECK(rows[2].line == 3);
  const auto long_file = rows_of("\"bad\n" + std::string(40000, 'x') + "\ngood\n");
  REQUIRE(long_file.size() == 3);
  CHECK(long_file[0].form == Form::broken);
  CHECK(long_file[1].form == Form::broken);  // a cell over its limit
  CHECK(long_file[2].cells == Cells{"good"});
}

TEST_CASE("zero bytes, text after a closing quote and too many cells are broken rows") {
  CHECK(rows_of(std::string("a\0b,c\n", 6)).at(0).form == Form::broken);
  CHECK(rows_of("\"a\"b,c\n").at(0).form == Form::broken);
  CHECK(rows_of(std::string(1000, ',') + "x\n").at(0).form == Form::broken);
  // Nothing but separators too: 200 cells are a row, 201 are not.
  CHECK(rows_of(std::string(199, ',') + "\n").at(0).cells.size() == 200);
  CHECK(rows_of(std::string(200, ',') + "\n").at(0).form == Form::broken);
  CHECK(rows_of("").empty());
}
