// `latchkey import`: what it says of a file that is not as it should be.
#include "core/operations/import_roster.h"

#include <doctest/doctest.h>

#include "core/base/json.h"
#include "tests/fakes/installation.h"
#include "tests/fakes/says.h"

using namespace latchkey;
using fakes::Installation;
using fakes::Said;
using fakes::says;

namespace {

Said import(Installation& at, const std::string& csv, operations::ImportOptions options = {}) {
  options.config = at.config();
  options.file = at.path("roster.csv");
  fakes::put_bytes(options.file, csv);
  return fakes::run([&](std::ostream& out, std::ostream& err) {
    return operations::import_roster(options, at.dice, at.clock, out, err);
  });
}

Said dry_json(Installation& at, const std::string& csv) {
  operations::ImportOptions options;
  options.run = accounts::ImportPlan::Run::dry;
  options.format = operations::Format::json;
  return import(at, csv, options);
}

const std::string head = "record_number,first_name,last_name,birth_date";

}  // namespace

TEST_CASE("a program reads which columns of a roster are not known") {
  Installation here;
  const Said said = dry_json(here, head + ",shoe_size,mobil\n7001,Ana,Paz,1950-02-03,38,\n");
  CHECK(said.code == 0);
  const auto json = Json::parse(said.out);
  REQUIRE(json);
  const auto& unknown = json->find("unknown_columns")->items();
  REQUIRE(unknown.size() == 2);
  CHECK(unknown[0].text() == "shoe_size");
  CHECK(unknown[1].text() == "mobil");
}

TEST_CASE("a word that is not known is answered with those that are") {
  Installation here;
  const std::string row = "7001,Ana,Paz,1950-02-03,";
  CHECK(says(import(here, head + ",state\n" + row + "dead\n").out,
             "known here: active, deactivated, deceased"));
  CHECK(says(import(here, head + ",two_step\n" + row + "maybe\n").out, "known here: no, yes"));
  CHECK(says(import(here, head + ",unsafe\n" + row + "fax\n").out,
             "known here: mobile, phone, email, address"));
  CHECK(says(import(here, head + ",location\n" + row + "Atlantis\n").out,
             "no location of latchkey.toml; there are: 1 Riverside"));
}

// The export of a spreadsheet in Europe: "Missing: record_number …" though all were there.
TEST_CASE("a file with another separator is answered with the option that reads it") {
  Installation here;
  const std::string file =
      "record_number;first_name;last_name;birth_date\n7001;Ana;Paz;1950-02-03\n";
  const Said said = import(here, file);
  CHECK(said.code == 1);
  CHECK(says(said.out, "try --separator ';'"));
  CHECK(Json::parse(dry_json(here, file).out)->text_of("likely_separator") == "';'");
  operations::ImportOptions options;
  options.separator = ";";
  CHECK(import(here, file, options).code == 0);
  const Said comma = import(here, head + "\n7001,Ana,Paz,1950-02-03\n", options);
  CHECK(says(comma.out, "try --separator ','"));
  CHECK(import(here, "name,phone\nAna,1\n").out.find("--separator") == std::string::npos);
}
