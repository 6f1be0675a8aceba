#include "core/accounts/roster_import.h"

#include <doctest/doctest.h>

#include <sstream>

#include "tests/accounts_world.h"

using namespace latchkey;
using namespace latchkey::accounts;
using namespace latchkey::accounts_world;
using namespace std::chrono_literals;

namespace {

const std::string head =
    "record_number,first_name,last_name,birth_date,zip,mobile,email,location\n";

struct Clinic : World {
  ImportPlan plan{.headers = {},
                  .locations = {{"main", LocationId{1}}, {"east", LocationId{2}}},
                  .default_location = LocationId{1},
                  .run = ImportPlan::Run::real};

  ImportReport import(const std::string& csv) {
    std::istringstream in(csv);
    return import_csv(in, plan, *store, roster, dice, clock);
  }
  Person person(const std::string& record_number) {
    const PatientId id = only(record_number);
    return *ask([&](storage::Transaction& tx) { return roster.person(tx, id); });
  }
  std::int64_t patients() {
    return ask([](storage::Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM patient").one()->integer(0);
    });
  }
};

RowProblem problem_of(const ImportReport& report) {
  REQUIRE(report.errors.size() == 1);
  return report.errors[0].problem;
}

}  // namespace

TEST_CASE("an import adds patients whom their facts then find") {
  Clinic clinic;
  const auto report =
      clinic.import(head +
                    "7001,Ana,\"Ordóñez, viuda de Paz\",02/03/1950,98702-1234,401-555-0111,"
                    "ana.ordonez@example.org,east\n");
  CHECK(report.added == 1);
  CHECK(report.refused == 0);
  CHECK(clinic.person("7001").location == LocationId{2});
  Facts facts;
  facts.birth_date = day(1950, 2, 3);
  facts.phone = "401 555 0111";
  CHECK(clinic.find(facts) == Match{Found::one, clinic.only("7001")});
}

TEST_CASE("the same file again changes nothing, and a changed row changes one patient") {
  Clinic clinic;
  const std::string csv = head +
                          "7001,Ana,Paz,1950-02-03,98702,401-555-0111,,main\n"
                          "7002,Bo,Paz,1951-02-03,98702,401-555-0112,,main\n";
  CHECK(clinic.import(csv).added == 2);
  clinic.clock.time += 1h;
  const auto again = clinic.import(csv);
  CHECK(again.unchanged == 2);
  const auto moved = clinic.import(head + "7001,Ana,Rey,1950-02-03,98711,401-555-0199,,main\n");
  CHECK(moved.changed == 1);
  CHECK(clinic.person("7001").former_last_names == std::vector<std::string>{"Paz"});
  CHECK(clinic.reach(clinic.only("7001")).text.why == Unreachable::changed);
  CHECK(clinic.contacts(clinic.only("7001")).size() == 1);
}

TEST_CASE("a dry run judges and counts like a real one and writes nothing") {
  Clinic clinic;
  clinic.import(head + "7001,Ana,Paz,1950-02-03,98702,401-555-0111,,main\n");
  clinic.plan.run = ImportPlan::Run::dry;
  const auto report = clinic.import(head +
                                    "7001,Ana,Rey,1950-02-03,98702,,,main\n"
                                    "7002,Bo,Paz,1951-02-03,98702,,,main\n"
                                    "7003,Cy,Paz,1951-02-33,98702,,,main\n");
  CHECK(report.changed == 1);
  CHECK(report.added == 1);
  CHECK(report.refused == 1);
  CHECK(clinic.patients() == 1);
  CHECK(clinic.person("7001").last_name == "Paz");
}

TEST_CASE("a row that can't be used is told by line and column, and stops nothing") {
  Clinic clinic;
  const auto report = clinic.import(head +
                                    "7001,Ana,Paz,31/31/1950,98702,,,main\n"
                                    "7002,,Paz,1951-02-03,98702,,,main\n"
                                    "7003,Cy,Paz,1951-02-03,98702,12,,main\n"
                                    "7004,Di,Paz,1951-02-03,98702,,not mail,main\n"
                                    "7005,Ed,Paz,1951-02-03,98702,,,nowhere\n"
                                    "7006,Fay,Paz\n"
                                    "\"7007,Gus,Paz,1951-02-03,98702,,,main\n"
                                    "7008,Hal,Paz,1951-02-03,98702,,,main\n"
                                    "07008,Hal,Paz,1951-02-03,98702,,,main\n");
  const std::vector<RowError> expected = {{2, RowProblem::not_valid, Column::birth_date},
                                          {3, RowProblem::blank, Column::first_name},
                                          {4, RowProblem::not_valid, Column::mobile},
                                          {5, RowProblem::not_valid, Column::email},
                                          {6, RowProblem::unknown_location, Column::location},
                                          {7, RowProblem::too_short, std::nullopt},
                                          {8, RowProblem::unreadable, std::nullopt},
                                          {10, RowProblem::twice, Column::record_number}};
  CHECK(report.errors == expected);
  CHECK(report.rows == 9);
  CHECK(report.refused == 8);
  CHECK(clinic.patients() == 1);
}

TEST_CASE("a header may use the clinic's own words, and without the needed ones nothing is read") {
  Clinic clinic;
  clinic.plan.headers = {{"MRN", Column::record_number},
                         {"Given", Column::first_name},
                         {"Family", Column::last_name},
                         {"DOB", Column::birth_date}};
  const auto report = clinic.import("mrn,GIVEN,Family,dob,Shoe size\n7001,Ana,Paz,02031950,38\n");
  CHECK(report.added == 1);
  CHECK(report.unknown_headers == std::vector<std::string>{"Shoe size"});
  CHECK(clinic.person("7001").location == LocationId{1});
  const auto headless = clinic.import("7001,Ana,Paz,02031950,38\n");
  CHECK(headless.ended == ImportReport::Ended::bad_header);
  CHECK(headless.missing_columns.size() == 4);
  CHECK(headless.unknown_headers.empty());
  CHECK(clinic.import("").ended == ImportReport::Ended::bad_header);
}

TEST_CASE("a blank contact cell takes nothing away unless the plan says so") {
  Clinic clinic;
  clinic.import(head + "7001,Ana,Paz,1950-02-03,98702,401-555-0111,ana.paz@example.org,main\n");
  const std::string blank = head + "7001,Ana,Paz,1950-02-03,98702,,ana.paz@example.org,main\n";
  CHECK(clinic.import(blank).unchanged == 1);
  CHECK(clinic.contacts(clinic.only("7001")).size() == 2);
  clinic.plan.blank_contacts = ImportPlan::Blank::removes;
  CHECK(clinic.import(blank).changed == 1);
  CHECK(clinic.contacts(clinic.only("7001")).size() == 1);
}

TEST_CASE("nobody missing from a file is taken off unless asked, nor when many are missing") {
  Clinic clinic;
  std::string all = head;
  for (int i = 0; i < 100; ++i)
    all += std::to_string(7100 + i) + ",Ana,Paz,1950-02-03,98702,,,main\n";
  CHECK(clinic.import(all).added == 100);
  const std::string without_two = head + all.substr(all.find("7102"));
  CHECK(clinic.import(without_two).missing == 0);
  clinic.plan.missing = ImportPlan::Missing::deactivated;
  clinic.plan.run = ImportPlan::Run::dry;
  CHECK(clinic.import(without_two).missing == 2);
  CHECK(clinic.person("7100").state == PatientState::active);
  clinic.plan.run = ImportPlan::Run::real;
  const auto cut_off = clinic.import(all.substr(0, all.find("7150")));
  CHECK(cut_off.ended == ImportReport::Ended::too_many_missing);
  CHECK(cut_off.missing == 50);
  CHECK(cut_off.deactivated == 0);
  // A row that is refused still names its patient, who is not missing.
  std::string spoilt = without_two;
  spoilt.replace(spoilt.find("1950-02-03"), 10, "1950-02-99");
  CHECK(clinic.import(spoilt).deactivated == 2);
  CHECK(clinic.person("7100").state == PatientState::deactivated);
  CHECK(clinic.person("7102").state == PatientState::active);
  CHECK(clinic.patients() == 100);
}

TEST_CASE("marks and states in a file must be words that are known") {
  Clinic clinic;
  const std::string header =
      "record_number,first_name,last_name,birth_date,mobile,state,two_step,unsafe\n";
  const std::string start = "7001,Ana,Paz,1950-02-03,401-555-0111,";
  CHECK(problem_of(clinic.import(header + start + "gone,,\n")) == RowProblem::unknown_word);
  CHECK(problem_of(clinic.import(header + start + ",perhaps,\n")) == RowProblem::unknown_word);
  CHECK(problem_of(clinic.import(header + start + ",,pager\n")) == RowProblem::unknown_word);
  CHECK(clinic.import(header + start + "Deceased,Yes,mobile\n").added == 1);
  CHECK(clinic.person("7001").state == PatientState::deceased);
  CHECK(clinic.person("7001").two_step == Person::TwoStep::on);
  CHECK(clinic.contacts(clinic.only("7001"))[0].safety == Contact::Safety::unsafe);
  // A file without these columns leaves both as they are.
  CHECK(clinic.import(head + "7001,Ana,Paz,1950-02-03,,,,\n").unchanged == 1);
  CHECK(clinic.person("7001").two_step == Person::TwoStep::on);
}

TEST_CASE("progress is told while a large file is read") {
  Clinic clinic;
  std::string csv = head;
  for (int i = 0; i < 450; ++i)
    csv += std::to_string(7100 + i) + ",Ana,Paz,1950-02-03,98702,,,main\n";
  std::istringstream in(csv);
  std::vector<std::size_t> told;
  import_csv(in, clinic.plan, *clinic.store, clinic.roster, clinic.dice, clinic.clock,
             [&](std::size_t rows) { told.push_back(rows); });
  CHECK(told == std::vector<std::size_t>{200, 400, 450});
}

TEST_CASE("a list that still has the old user name undoes no rename of the desk") {
  Clinic clinic;
  clinic.plan.headers = {};
  const std::string with_name =
      "record_number,first_name,last_name,birth_date,user_name,location\n";
  const std::string old = with_name + "7001,Ana,Paz,1950-02-03,Ana.Paz,main\n";
  CHECK(clinic.import(old).added == 1);
  const PatientId ana = clinic.only("7001");
  clinic.store->write([&](storage::Transaction& tx) {
    clinic.roster.rename(tx, ana, "ana.lantern", 77, clinic.clock.now());
  });
  CHECK(clinic.import(old).unchanged == 1);
  CHECK(clinic.person("7001").user_name == "ana.lantern");
  // What is new on the list is news.
  CHECK(clinic.import(with_name + "7001,Ana,Paz,1950-02-03,ana.candle,main\n").changed == 1);
  CHECK(clinic.person("7001").user_name == "ana.candle");
}

TEST_CASE("a guarded list takes nobody's account over: the old phone is still told") {
  Clinic clinic;
  const std::string columns =
      "record_number,first_name,last_name,birth_date,mobile,account,two_step,unsafe\n";
  clinic.import(columns + "7001,Ana,Paz,1950-02-03,401-555-0111,acct-1,yes,\n");
  clinic.plan.ways_in = ImportPlan::WaysIn::guarded;
  std::vector<Upserted> told;
  clinic.plan.along = [&](storage::Transaction&, PatientId, Upserted what) {
    told.push_back(what);
  };
  const auto report =
      clinic.import(columns + "7001,Ana,Paz,1950-02-03,401-555-0199,acct-2,no,mobile\n" +
                    "7002,Eve,Dropper,1960-02-03,401-555-0198,acct-1,,\n");
  CHECK(report.changed == 1);
  CHECK(told == std::vector<Upserted>{Upserted::changed, Upserted::added});
  CHECK(clinic.person("7001").account == AccountRef{"acct-1"});
  CHECK(clinic.person("7001").two_step == Person::TwoStep::on);
  CHECK_FALSE(clinic.person("7002").account.has_value());
  const auto contacts = clinic.contacts(clinic.only("7001"));
  CHECK(contacts.size() == 2);
  for (const Contact& contact : contacts) CHECK(contact.safety == Contact::Safety::safe);
}
