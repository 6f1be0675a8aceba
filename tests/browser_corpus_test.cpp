// uap-core's own test corpus against our reading of its patterns; the package brings both.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>

#include "kiosk/browser/user_agent.h"

using namespace latchkey::kiosk;

namespace {

struct Score {
  int cases = 0, family = 0, major = 0, rest = 0;
  std::string first_misses;

  static double percent(int part, int whole) { return 100.0 * part / whole; }
  std::string shown(const char* of) const {
    return fmt::format(
        "uap-core's {} {}: family {:.2f} %, major {:.2f} %, minor and patch {:.2f} %", cases, of,
        percent(family, cases), percent(major, cases), percent(rest, cases));
  }
};

std::string text(const YAML::Node& node) {
  return !node || node.IsNull() ? "" : node.as<std::string>();
}

Score score(const char* file, UserAgentPart UserAgent::*part) {
  const auto path = std::filesystem::path(user_agent_patterns_path).parent_path() / "tests" / file;
  REQUIRE_MESSAGE(std::filesystem::exists(path), path.string() << " belongs to package uap-core");
  const UserAgentReader reader;
  Score out;
  for (const YAML::Node& entry : YAML::LoadFile(path.string())["test_cases"]) {
    const UserAgentPart found = reader.read(text(entry["user_agent_string"])).*part;
    const bool family = found.family == text(entry["family"]);
    const bool major = found.major == text(entry["major"]);
    const bool rest = found.minor == text(entry["minor"]) && found.patch == text(entry["patch"]);
    ++out.cases;
    out.family += family;
    out.major += major;
    out.rest += rest;
    if (!(family && major && rest) && out.first_misses.size() < 2000)
      out.first_misses += text(entry["user_agent_string"]) + "\n  gave " + found.family + " " +
                          found.major + "." + found.minor + "." + found.patch + "\n";
  }
  return out;
}

void check_score(const Score& found, const char* what, int more_than) {
  MESSAGE(found.shown(what));
  INFO(found.first_misses);
  CHECK(found.cases > more_than);
  for (const int right : {found.family, found.major, found.rest})
    CHECK(Score::percent(right, found.cases) >= 99.5);
}

}  // namespace

TEST_CASE("uap-core's own corpus of browsers is read as its authors meant") {
  check_score(score("test_ua.yaml", &UserAgent::browser), "browsers", 1000);
}

TEST_CASE("uap-core's own corpus of systems is read as its authors meant") {
  check_score(score("test_os.yaml", &UserAgent::system), "systems", 400);
}
