// The 43 threats each have a test; and those of the page that no other file is about.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/spent_tries.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;

namespace {

const std::filesystem::path tests_folder = std::filesystem::path(LATCHKEY_SOURCE_DIR) / "tests";

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<std::string> found(const std::string& text, const std::regex& what) {
  std::vector<std::string> out;
  for (std::sregex_iterator at(text.begin(), text.end(), what), end; at != end; ++at)
    out.push_back((*at)[1].str());
  return out;
}

// Of C++ tests and of those in a browser; a name that is cut over two lines is whole again.
std::set<std::string> facts() {
  static const std::regex pieces("\"\\s*\n\\s*\"");
  static const std::regex in_cpp("TEST_CASE\\(\\s*\"([^\"]+)\"");
  static const std::regex in_script("async '((?:[^'\\\\]|\\\\.)+)'\\(");
  std::set<std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(tests_folder)) {
    if (entry.path().string().find("node_modules") != std::string::npos) continue;
    const auto ending = entry.path().extension();
    if (ending == ".cpp")
      for (const auto& name : found(std::regex_replace(text_of(entry.path()), pieces, ""), in_cpp))
        out.insert(name);
    if (ending == ".mjs")
      for (const auto& name : found(text_of(entry.path()), in_script))
        out.insert(std::regex_replace(name, std::regex("\\\\'"), "'"));
  }
  return out;
}

using History = std::vector<std::string>;

History history_of(const FixturePerson& who) {
  Clinic clinic;
  WebDriver driver(clinic, who, Doubling::once);
  driver.act_all({{"topic", "forgot_password"},
                  {"identify", ""},
                  {"proof", "text"},
                  {"code", "wrong"},
                  {"other", ""},
                  {"choose", "help"}});
  return driver.visitor().history();
}

}  // namespace

TEST_CASE("every threat is listed with facts that are tests") {
  const std::string list = text_of(tests_folder / "THREATS.md");
  const auto known = facts();
  REQUIRE(known.size() > 1000);
  std::istringstream lines(list);
  int threat = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| T")) continue;
    threat += 1;
    CAPTURE(line);
    CHECK(line.starts_with("| T" + std::to_string(threat) + " |"));
    const auto named = found(line, std::regex("`([^`]+)`"));
    CHECK_FALSE(named.empty());
    for (const std::string& fact : named) CHECK_MESSAGE(known.contains(fact), fact);
  }
  CHECK(threat == 43);
}

TEST_CASE("whoever has one fact wrong is a stranger, whichever it is") {
  const FixturePerson& nobody = person("stranger");
  const History stranger = history_of(nobody);
  REQUIRE(stranger.size() > 6);
  for (int wrong = 0; wrong < 4; ++wrong) {
    CAPTURE(wrong);
    FixturePerson who = person("maria");
    if (wrong == 0) who.first = nobody.first;
    if (wrong == 1) who.last = nobody.last;
    if (wrong == 2) who.birth_date = nobody.birth_date;
    if (wrong == 3) who.zip = nobody.zip;
    CHECK(history_of(who) == stranger);
  }
  CHECK(history_of(person("maria")) == stranger);
}

TEST_CASE("SQL typed as a name, ZIP code or number finds nobody and changes nothing") {
  const FixturePerson& maria = person("maria");
  Clinic clinic;
  for (const char* sql : {"' OR 1=1;--", "\"); DROP TABLE patient;--", "Nemo' OR 'a'='a", "%", "_",
                          "x' UNION SELECT * FROM contact;--"}) {
    CAPTURE(sql);
    for (const char* box : {"first", "last", "zip"}) {
      CAPTURE(box);
      FixturePerson who = maria;
      (box == std::string("first")  ? who.first
       : box == std::string("last") ? who.last
                                    : who.zip) = sql;
      fakes::WebVisitor visitor(clinic, Doubling::once, "192.0.2.11", "en");
      visitor.post({{"option", "forgot_password"}});
      visitor.post({{"first", std::string(who.first)}, {"last", std::string(who.last)}});
      visitor.post({{"month", "2"}, {"day", "3"}, {"year", "1950"}});
      visitor.post({{"option", "zip"}});
      visitor.post({{"text", std::string(who.zip)}});
      visitor.post({{"option", "text"}});
      clinic.settle();
      CHECK(clinic.sent().empty());
    }
  }
  clinic.clock.pass(std::chrono::hours(25));
  WebDriver driver(clinic, maria, Doubling::once);
  CHECK(guess(driver, "text", 0) == "enter_code");
  CHECK(driver.act("code", "right").step == "choose_password");
}

TEST_CASE("whoever burns a patient's tries here does not lock them out of the portal") {
  const FixturePerson& maria = person("maria");
  Clinic clinic;
  WebDriver driver(clinic, maria, Doubling::once);
  REQUIRE(guess(driver, "mail", 0) == "enter_code");
  driver.act("code", "right");
  REQUIRE(driver.act("password", "good").step == "recovered_password");
  for (int days = 0; days < 6; ++days, clinic.clock.pass(std::chrono::hours(25)))
    spend_ten(clinic, maria);
  const auto in = clinic.service().local_accounts().sign_in(std::string(maria.user_name),
                                                            Secret("seven green herons nap 81"));
  CHECK(std::holds_alternative<accounts::SignedIn>(in));
}
