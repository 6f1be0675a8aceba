// An operator's whole round with the real program: every command, in words and in JSON.
#include <doctest/doctest.h>

#include "core/storage/sqlite/sqlite_store.h"
#include "tests/fakes/greeter.h"
#include "tests/fakes/program.h"

using namespace latchkey;
using fakes::Ended;
using fakes::Installation;
using fakes::latchkey_program;
namespace fs = std::filesystem;

namespace {

// A clinic with a roster file beside it.
struct Office : Installation {
  fakes::Greeter mail;
  Office() {
    change("#server = \"mail.example.org:587\"", mail.settings());
    fakes::put_bytes(path("roster.csv"),
                     "record_number,first_name,last_name,birth_date,zip,mobile,email,location\n"
                     "MRN-7101,Ana,Pazluminosa,1950-02-03,02903,+14015550123,"
                     "ana.p@example.org,Riverside\n");
  }
  std::string at(const std::string& command) const {
    return command + " --config " + path("latchkey.toml").string();
  }
  Ended run(const std::string& command) const { return latchkey_program(at(command)); }
  // In words, then for a program; both must have gone well. The first must be harmless to repeat.
  Ended both(const std::string& command) const {
    INFO(command);
    const Ended words = run(command);
    CHECK_MESSAGE(words.code == 0, words.out, words.err);
    CHECK_FALSE(words.out.empty());
    return program(command);
  }
  Ended program(const std::string& command) const {
    INFO(command);
    Ended json = run(command + " --json");
    CHECK_MESSAGE(json.code == 0, json.out, json.err);
    CHECK_MESSAGE(json.json(), json.out);
    return json;
  }
  std::string file(const std::string& name) const { return path(name).string(); }
};

}  // namespace

TEST_CASE("an operator's round from init to restore goes well in words and in JSON") {
  const Office office;
  office.both("doctor");
  office.both("import " + office.file("roster.csv") + " --dry-run");
  CHECK(office.both("import " + office.file("roster.csv")).json()->integer_of("unchanged") == 1);
  const Ended added = office.program("staff add --name ana --role office --location 1");
  CHECK(added.json()->text_of("setup_code").value_or("").size() >= 8);
  CHECK(office.run("staff add --name ben --role it").code == 0);
  office.both("tickets");
  office.both("audit anchor");
  office.both("audit verify");
  CHECK(office.run("backup " + office.file("first.backup")).code == 0);
  office.program("backup " + office.file("second.backup"));
  CHECK(office.run("restore " + office.file("first.backup")).code == 0);
  office.program("restore " + office.file("second.backup"));
  office.both("audit verify");
  office.both("doctor");
}

TEST_CASE("what an operator must know of is an exit code and words, the same for a program") {
  const Office office;
  REQUIRE(office.run("import " + office.file("roster.csv")).code == 0);
  fakes::put_bytes(office.path("bad.csv"), "record_number,first_name\nMRN-1,Ana\n");
  fakes::put_bytes(office.path("no.backup"), "this is no backup");
  struct Case {
    std::string command;
    int code;
    std::string words;
    std::string json;  // on the program's output; a fault is one line on the other
  };
  const Case cases[] = {
      {"import " + office.file("bad.csv"), 1, "Missing: last_name birth_date",
       "\"ended\":\"bad_header\""},
      {"import " + office.file("nowhere.csv"), 1, "nowhere.csv: can't be opened; name the CSV", ""},
      {"backup /proc/nowhere/x", 1, "/proc/nowhere/x.unfinished: can't be created", ""},
      {"restore " + office.file("no.backup"), 1, "no.backup: is no backup of Latchkey", ""},
      {"restore " + office.file("nowhere.backup"), 1, "nowhere.backup: can't be opened", ""},
      {"staff add --name ana --role office --location 77", 2,
       "there is no location '77'; there are: 1 Riverside", ""}};
  for (const Case& expected : cases) {
    INFO(expected.command);
    const Ended words = office.run(expected.command);
    CHECK(words.code == expected.code);
    CHECK(fakes::says(expected.json.empty() ? words.err : words.out, expected.words));
    const Ended program = office.run(expected.command + " --json");
    CHECK(program.code == expected.code);
    if (expected.json.empty()) {
      CHECK(program.out.empty());
      CHECK(program.lines() == 1);
      CHECK(program.complains(expected.words));
    } else {
      CHECK_MESSAGE(program.json(), program.out);
      CHECK(program.says(expected.json));
    }
  }
}

TEST_CASE("an audit log with a changed row is exit code 1 and names the row, in words and JSON") {
  const Office office;
  REQUIRE(office.run("import " + office.file("roster.csv")).code == 0);
  {
    storage::SqliteOptions options;
    options.path = office.database().string();
    storage::open_sqlite(options)->write([](storage::Transaction& tx) {
      tx.run("UPDATE audit_row SET action = 'staff.nothing' WHERE sequence = 1");
    });
  }
  const Ended words = office.run("audit verify");
  CHECK(words.code == 1);
  CHECK((words.out + words.err).find("Row 1 of") != std::string::npos);
  const Ended program = office.run("audit verify --json");
  CHECK(program.code == 1);
  REQUIRE_MESSAGE(program.json(), program.out);
}
