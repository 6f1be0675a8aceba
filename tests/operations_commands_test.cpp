// `latchkey init`, `tickets`, `staff add`, `import` and `audit` as an operator meets them.
#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "core/base/json.h"
#include "core/base/key_file.h"
#include "core/operations/add_staff.h"
#include "core/operations/hasher.h"
#include "core/operations/import_roster.h"
#include "core/operations/list_tickets.h"
#include "core/operations/verify_audit.h"
#include "core/staff/staff.h"
#include "core/staff/totp.h"
#include "tests/fakes/installation.h"
#include "tests/fakes/says.h"

using namespace latchkey;
using namespace latchkey::fakes;
namespace fs = std::filesystem;

namespace {

unsigned mode_of(const fs::path& path) {
  struct stat facts {};
  REQUIRE(::stat(path.c_str(), &facts) == 0);
  return facts.st_mode & 0777U;
}

Json parsed(const Said& said) {
  REQUIRE(!said.out.empty());
  const auto json = Json::parse(said.out);
  REQUIRE(json);
  return *json;
}

Said listed(Installation& at, operations::TicketsOptions options = {}) {
  options.config = at.config();
  return run([&](std::ostream& out, std::ostream& err) {
    return operations::list_tickets(options, at.dice, at.clock, out, err);
  });
}

Said add_staff(Installation& at, operations::StaffOptions options) {
  options.config = at.config();
  return run([&](std::ostream& out, std::ostream& err) {
    return operations::add_staff(options, at.dice, at.clock, out, err);
  });
}

Said import(Installation& at, const std::string& csv, operations::ImportOptions options = {}) {
  put_bytes(at.path("roster.csv"), csv);
  options.config = at.config();
  options.file = at.path("roster.csv");
  return run([&](std::ostream& out, std::ostream& err) {
    return operations::import_roster(options, at.dice, at.clock, out, err);
  });
}

Said audit_verify(Installation& at, const fs::path& anchor = {}) {
  return run([&](std::ostream& out, std::ostream& err) {
    return operations::verify_audit({at.config(), anchor}, at.dice, at.clock, out, err);
  });
}

std::vector<std::string> audited(Installation& here) {
  auto at = here.open();
  const auto rows = at.store().read(
      [&](storage::Transaction& tx) { return at.audit().list(tx, audit::Filter{}); });
  std::vector<std::string> out;
  for (const auto& row : rows) out.insert(out.begin(), row.action);
  return out;
}

void tamper(const fs::path& database, const char* sql) {
  sqlite3* opened = nullptr;
  REQUIRE(sqlite3_open(database.c_str(), &opened) == SQLITE_OK);
  CHECK(sqlite3_exec(opened, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(opened);
}

operations::StaffOptions asked(const std::string& name, const std::string& role,
                               std::vector<std::string> locations = {"1"}) {
  operations::StaffOptions out;
  out.name = name;
  out.role = role;
  out.locations = std::move(locations);
  return out;
}

const std::string head = "record_number,first_name,last_name,birth_date,mobile,location\n";

}  // namespace

TEST_CASE("init makes a configuration and a key that only their owner can read") {
  Installation here("Riverside \"Family\" Clinic");
  CHECK(mode_of(here.path("")) == 0700U);
  CHECK(mode_of(here.path("data")) == 0700U);
  CHECK(mode_of(here.path("secrets")) == 0700U);
  CHECK(mode_of(here.path("latchkey.toml")) == 0600U);
  CHECK(mode_of(here.path("latchkey.key")) == 0600U);
  CHECK(load_key_file(here.path("latchkey.key")).version == 1);
  const Config config = here.config()();
  CHECK(config.clinic.name == "Riverside \"Family\" Clinic");
  CHECK(fs::exists(config.data.content / "en/steps/code.toml"));
}

TEST_CASE("init overwrites neither a configuration nor a key, whichever is there") {
  Installation here;
  const auto again = [&](const fs::path& dir, const std::string& name = "Other Clinic") {
    return run([&](std::ostream& out, std::ostream& err) {
      return operations::init({dir, name, ""}, here.dice, out, err);
    });
  };
  const std::string key = bytes_of(here.path("latchkey.key"));
  const std::string toml = bytes_of(here.path("latchkey.toml"));
  CHECK(says(again(here.path("")).err,
             "holds a clinic already: its latchkey.toml is not overwritten"));
  fs::remove(here.path("latchkey.toml"));
  const Said said = again(here.path(""));
  CHECK(said.code == 1);
  CHECK(says(said.err, "its latchkey.key is not overwritten"));
  CHECK(bytes_of(here.path("latchkey.key")) == key);
  CHECK_FALSE(fs::exists(here.path("latchkey.toml")));
  CHECK(toml.find(key.substr(key.find("key "))) == std::string::npos);
  CHECK(again("").code == 2);
  CHECK(says(again(here.path("new")).out, "Without it nothing in the database can ever be read"));
  CHECK(again("/dev/null/clinic").code == 1);
}

TEST_CASE("the list of tickets shows where each lies and nothing about the patient") {
  Installation here;
  const std::string number = here.add_ticket(here.add_patient());
  for (const auto format : {operations::Format::text, operations::Format::json}) {
    operations::TicketsOptions options;
    options.format = format;
    const Said said = listed(here, options);
    CHECK(said.code == 0);
    CHECK(says(said.out, number));
    CHECK(says(said.out, "no_contact"));
    CHECK(says(said.out, "Riverside"));
    for (const std::string& datum : personal_data) CHECK(said.out.find(datum) == std::string::npos);
  }
}

TEST_CASE("a ticket is late once its promise has passed, on the office's own clock") {
  Installation here;
  here.clock.time = from_millis(1'795'000'000'000);  // 2026-11-18T11:06:40Z
  here.add_ticket(here.add_patient());
  operations::TicketsOptions options;
  options.format = operations::Format::json;
  const auto ticket = [&] { return parsed(listed(here, options)).find("tickets")->items().at(0); };
  CHECK(ticket().text_of("promised_by") == "2026-11-18T15:06:40Z");
  CHECK(ticket().text_of("promised_local") == "2026-11-18 10:06");
  CHECK(ticket().find("late")->truth() == false);
  here.clock.time += std::chrono::hours(5);
  CHECK(ticket().find("late")->truth() == true);
  const Said said = listed(here);
  CHECK(says(said.out, "2026-11-18 10:06 late"));
  CHECK(says(said.out, "1 ticket, 1 late."));
}

TEST_CASE("ended tickets are listed when they are asked for, and one location by itself") {
  Installation here;
  here.add(
      "[[location]]\nid = 2\nname = \"Harbor Street\"\nkind = \"office\"\n"
      "phone = \"+14015550120\"\ntime_zone = \"America/Chicago\"\n"
      "hours.monday = [\"08:00-12:00\"]\n");
  const PatientId patient = here.add_patient();
  const std::string number = here.add_ticket(patient);
  operations::TicketsOptions options;
  options.location = LocationId{2};
  CHECK(listed(here, options).out == "No tickets.\n");
  options.location = LocationId{1};
  CHECK(says(listed(here, options).out, number));
  options.location = LocationId{9};
  const Said said = listed(here, options);
  CHECK(said.code == 2);
  CHECK(says(said.err, "1 Riverside, 2 Harbor Street"));
  auto at = here.open();
  const tickets::Tickets room(at.sealer());
  at.store().write([&](storage::Transaction& tx) {
    room.self_resolve(tx, patient, tickets::Category::password_reset, here.clock.now());
  });
  CHECK(listed(here).out == "No tickets.\n");
  options = {};
  options.which = operations::TicketsOptions::Which::all;
  CHECK(says(listed(here, options).out, number));
}

TEST_CASE("commands that look make no database") {
  Installation here;
  const Said said = listed(here);
  CHECK(said.code == 1);
  CHECK(says(said.err, "there is no database yet"));
  CHECK_FALSE(fs::exists(here.database()));
}

TEST_CASE("the setup code of a new colleague really enrols, and the deed is audited") {
  Installation here;
  auto options = asked("amorales", "office", {"all"});
  options.display = "Ana Morales";
  options.format = operations::Format::json;
  const Said said = add_staff(here, options);
  REQUIRE(said.code == 0);
  const Json json = parsed(said);
  CHECK(json.text_of("enrol_url") == "https://desk.example.org/enrol");
  auto at = here.open();
  operations::Hasher hasher(at.sealer(), here.dice, operations::hash_cost(at.config()));
  staff::Staff room(at.store(), at.sealer(), here.dice, here.clock, hasher, "Riverside");
  const Secret code(json.text_of("setup_code").value());
  const auto opened = room.open_enrolment("amorales", code);
  REQUIRE(opened);
  const Secret totp = staff::totp_secret_from_base32(opened->secret_base32);
  CHECK(room.enrol("amorales", code, Secret("fifteen or more letters"),
                   staff::totp_code(totp, staff::totp_step(here.clock.now()))) ==
        staff::Enrolled::enrolled);
  CHECK(room.list().at(0).locations == std::vector<LocationId>{LocationId{1}});
  CHECK(audited(here) == std::vector<std::string>{"staff.add"});
}

TEST_CASE("who can't be added is told why") {
  Installation here;
  CHECK(add_staff(here, asked("amorales", "office")).code == 0);
  CHECK(says(add_staff(here, asked("AMorales", "admin")).err, "is taken or can't be a name"));
  CHECK(add_staff(here, asked("amorales", "office")).code == 1);
  const Said role = add_staff(here, asked("bo", "boss"));
  CHECK(role.code == 2);
  CHECK(says(role.err, "office, it, outsourced_desk, manager, admin"));
  CHECK(says(add_staff(here, asked("bo", "office", {"7"})).err, "there are: 1 Riverside"));
  CHECK(add_staff(here, asked("bo", "office", {"1x"})).code == 2);
  CHECK(add_staff(here, asked("bo", "office", {})).code == 2);
  CHECK(add_staff(here, asked("bo", "admin", {})).code == 0);
  CHECK(add_staff(here, asked("", "admin")).code == 2);
}

TEST_CASE("a roster is imported by the names or numbers of locations, and audited") {
  Installation here;
  const Said said = import(here, head + "7001,Ana,Paz,1950-02-03,401-555-0111,Riverside\n" +
                                     "7002,Bo,Paz,1951-02-03,401-555-0112,1\n");
  CHECK(said.code == 0);
  CHECK(says(said.out, "2 rows, 2 added, 0 changed"));
  CHECK(audited(here) == std::vector<std::string>{"roster.import_begun", "roster.imported"});
}

TEST_CASE("refused rows are told by line, never by content, and end in exit code 1") {
  Installation here;
  const Said said = import(here, head + "7001,Ana,Quillfeather,31/31/1950,401-555-0111,1\n" +
                                     "7002,Bo,Quillfeather,1951-02-03,401-555-0112,Nowhere\n" +
                                     "7003,Cy,Quillfeather,1951-02-03,401-555-0113,1\n");
  CHECK(said.code == 1);
  CHECK(says(said.out, "line 2: birth_date is not valid"));
  CHECK(says(said.out, "line 3: location is no location of latchkey.toml"));
  CHECK(says(said.out, "1 added"));
  CHECK(said.out.find("Quillfeather") == std::string::npos);
  CHECK(said.out.find("Nowhere") == std::string::npos);
}

TEST_CASE("a dry run of an import writes neither patients nor audit rows") {
  Installation here;
  operations::ImportOptions options;
  options.run = accounts::ImportPlan::Run::dry;
  options.format = operations::Format::json;
  const Json json =
      parsed(import(here, head + "7001,Ana,Paz,1950-02-03,401-555-0111,1\n", options));
  CHECK(json.integer_of("added") == 1);
  CHECK(json.find("dry_run")->truth() == true);
  CHECK(audited(here).empty());
}

TEST_CASE("an import that can't begin says what is needed") {
  Installation here;
  CHECK(says(import(here, "name,phone\nAna,1\n").out, "Missing: record_number first_name"));
  operations::ImportOptions options;
  options.separator = "::";
  CHECK(import(here, head, options).code == 2);
  options.separator = "tab";
  CHECK(import(here, "record_number\tfirst_name\tlast_name\tbirth_date\n", options).code == 0);
  options.config = here.config();
  options.file = here.path("absent.csv");
  const Said said = run([&](std::ostream& out, std::ostream& err) {
    return operations::import_roster(options, here.dice, here.clock, out, err);
  });
  CHECK(said.code == 1);
  CHECK(says(said.err, "absent.csv: can't be opened"));
}

TEST_CASE("the audit log is verified with its anchor, and the first bad row is named") {
  Installation here;
  for (const char* name : {"ana", "bob", "cyd"})
    REQUIRE(add_staff(here, asked(name, "admin")).code == 0);
  CHECK(says(audit_verify(here).out, "whole: 3 rows"));
  CHECK(audit_verify(here, here.path("absent.anchor")).code == 1);
  const Said anchored = run([&](std::ostream& out, std::ostream& err) {
    return operations::anchor_audit({here.config()}, here.dice, here.clock, out, err);
  });
  CHECK(says(anchored.out, "Anchored 3 rows"));
  CHECK(says(audit_verify(here).out, "it fits the anchor"));
  tamper(here.database(), "UPDATE audit_row SET subject_id = 7 WHERE sequence = 2");
  const Said said = audit_verify(here);
  CHECK(said.code == 1);
  CHECK(says(said.out, "Row 2 of chain 1: this row was changed"));
  const Said json = run([&](std::ostream& out, std::ostream& err) {
    return operations::verify_audit({here.config(), "", operations::Format::json}, here.dice,
                                    here.clock, out, err);
  });
  CHECK(json.code == 1);
  CHECK(parsed(json).integer_of("first_bad_row") == 2);
}

TEST_CASE("a faulty configuration is exit code 1 and says where") {
  Installation here;
  here.change("portal_name", "portal_nam");
  const Said said = listed(here);
  CHECK(said.code == 1);
  CHECK(said.err.starts_with("latchkey: "));
  CHECK(says(said.err, "portal_nam"));
}
