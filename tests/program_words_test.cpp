// What the program answers an operator who is wrong, or whose installation is: the code and the
// one line that says what to do.
#include <random>

#include "core/accounts/roster_import.h"

#include "tests/fakes/program.h"

using namespace latchkey;
using fakes::Ended;
using fakes::latchkey_program;
using fakes::Served;
namespace fs = std::filesystem;

namespace {

constexpr const char* nobody_there =
    "call --server http://127.0.0.1:9 --account AC1 --token sesame";

std::string with_script(const fakes::TemporaryDirectory& folder, const std::string& script) {
  fakes::put_bytes(folder.file("script"), script);
  return std::string(nobody_there) + " --script " + folder.file("script");
}

}  // namespace

TEST_CASE("bad usage is code 2, what can't be done code 1, each with one line of what to do") {
  const fakes::TemporaryDirectory folder;
  struct Case {
    std::string arguments;
    int code;
    const char* part;
  };
  const Case cases[] = {
      {"demo --port 80", 2, "choose one from 1024 to 65532"},
      {"demo --port 65533", 2, "choose one from 1024 to 65532"},
      {"call --server ftp://x --account AC1 --token t", 2, "begin with http:// or https://"},
      {"call --server 127.0.0.1:8082 --account AC1 --token t", 2, "begin with http://"},
      {"call --server http:// --account AC1 --token t", 2, "begin with http:// or https://"},
      {with_script(folder, "silence\nshout\n"), 2, "script line 2: "},
      {std::string(nobody_there) + " --script nowhere", 1, "there is no file that can be read"},
      {nobody_there, 1, "nobody answers at http://127.0.0.1:9/ivr/call: start `latchkey serve`"}};
  for (const Case& each : cases) {
    INFO(each.arguments);
    const Ended ended = latchkey_program(each.arguments);
    CHECK(ended.code == each.code);
    CHECK(ended.lines() == 1);
    CHECK(ended.complains(each.part));
  }
}

// "database disk image is malformed (11), at: PRAGMA cache_size" was all that was said.
TEST_CASE("a damaged database is told with what to do about it, by every command") {
  const std::string pages = "SQLite format 3";
  for (const std::string& damage : {pages + std::string(1, '\0'), std::string(16, '\x5a')}) {
    Served clinic;
    clinic.add_patient();
    std::string bytes = fakes::bytes_of(clinic.database());
    bytes.replace(0, damage.size(), damage);
    // Every page after the header's words is noise.
    std::mt19937 noise(18);
    for (std::size_t i = 100; i < bytes.size(); ++i) bytes[i] = static_cast<char>(noise());
    fakes::put_bytes(clinic.database(), bytes);
    fs::remove(clinic.database().string() + "-wal");
    for (const std::string command : {"tickets", "audit verify", "backup saved"}) {
      INFO(command);
      const Ended ended = latchkey_program(command + clinic.config_option());
      CHECK(ended.code == 1);
      CHECK(ended.lines() == 1);
      CHECK(ended.complains("the database is damaged: run `latchkey doctor`"));
      CHECK(ended.complains("`latchkey restore FILE`"));
    }
  }
}

// `latchkey init` would have made a key that opens nothing of what is there.
TEST_CASE("a damaged key file never leads to a new one") {
  Served clinic;
  clinic.add_patient();
  for (const std::string& damaged : {std::string("not a key\n"), std::string()}) {
    fakes::put_bytes(clinic.path("latchkey.key"), damaged);
    for (const std::string command : {"tickets", "serve", "doctor"}) {
      const Ended ended = latchkey_program(command + clinic.config_option());
      CHECK(ended.code == 1);
      CHECK(fakes::says(ended.out + ended.err, "put the copy that you kept in its place"));
      CHECK((ended.out + ended.err).find("latchkey init") == std::string::npos);
    }
  }
}

TEST_CASE("every line about a faulty configuration begins alike") {
  const Served clinic;
  clinic.change("#adult_age = 18", "adult_age = 99");
  clinic.change("#tls = \"starttls\"", "tls = \"perhaps\"");
  const Ended ended = latchkey_program("serve" + clinic.config_option());
  CHECK(ended.code == 1);
  CHECK(ended.lines() == 2);
  std::istringstream lines(ended.err);
  for (std::string line; std::getline(lines, line);)
    CHECK_MESSAGE(line.starts_with("latchkey: " + clinic.path("latchkey.toml").string() + ":"),
                  line);
}

// The issue's own command was refused for want of a name.
TEST_CASE("init needs a folder only; the doctor names what is to be filled in") {
  const fakes::TemporaryDirectory folder;
  const std::string dir = folder.file("clinic");
  const Ended made = latchkey_program("init --dir " + dir);
  CHECK(made.code == 0);
  CHECK(made.says("latchkey doctor --config " + dir + "/latchkey.toml"));
  const Ended doctor = latchkey_program("doctor --config " + dir + "/latchkey.toml");
  CHECK(doctor.code == 1);
  CHECK(
      doctor.says("clinic.name = \"<the clinic's name as patients know it>\": is still to be "
                  "filled in"));
  const std::string before = fakes::bytes_of(dir + "/latchkey.key");
  for (const std::string again : {"", " --name \"Harbor Clinic\"", " --json"}) {
    const Ended second = latchkey_program("init --dir " + dir + again);
    CHECK(second.code == 1);
    CHECK(second.lines() == 1);
    CHECK(second.complains("latchkey: " + dir + " holds a clinic already"));
  }
  CHECK(fakes::bytes_of(dir + "/latchkey.key") == before);
}

TEST_CASE("a program reads the paths that init made") {
  const fakes::TemporaryDirectory folder;
  const Ended made =
      latchkey_program("init --json --name \"Harbor Clinic\" --dir " + folder.file("clinic"));
  CHECK(made.code == 0);
  const auto json = made.json();
  REQUIRE_MESSAGE(json, made.out);
  for (const char* name : {"dir", "config", "key_file", "data", "secrets"})
    CHECK_MESSAGE(fs::exists(json->text_of(name).value_or("")), name);
}

TEST_CASE("whoever writes a script or a roster finds its words in the help") {
  const Ended call = latchkey_program("call --help");
  for (const char* part : {"hear \"For English, press 1\"", "remember CODE = digits after",
                           "expect end", "Example of a script:", "--json"})
    CHECK(call.says(part));
  const Ended import = latchkey_program("import --help");
  for (const std::string_view column : accounts::column_names.words) CHECK(import.says(column));
  CHECK(import.says("state: active deactivated deceased"));
  CHECK(import.says("two_step: no yes"));
  CHECK(import.says("unsafe: mobile phone email address"));
}
