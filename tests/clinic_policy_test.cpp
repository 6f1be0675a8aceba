#include "core/base/clinic_policy.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

#include "core/base/fault.h"
#include "tests/folder.h"

using namespace latchkey;
using latchkey::tests::Folder;

namespace {

const std::filesystem::path content = std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content";

Config config_with(const char* list) {
  Config config;
  Location location;
  location.id = {1};
  location.name = "Riverside";
  location.hours.week.fill(parse_day_hours({"08:00-17:00"}).value());
  location.holiday_lists = {list};
  config.locations.push_back(location);
  return config;
}

Time noon(const char* day) {
  return Zone("America/New_York")
      .moment(std::chrono::local_time<Millis>(parse_day(day).value()) + std::chrono::hours(12));
}

}  // namespace

TEST_CASE("the federal holidays that ship close an office on the government's own days") {
  const Calendar calendar = make_calendar(config_with("us_federal"), load_holidays(content));
  // The Office of Personnel Management's list for 2027.
  const std::set<std::string> closed = {"2027-01-01", "2027-01-18", "2027-02-15", "2027-05-31",
                                        "2027-06-18", "2027-07-05", "2027-09-06", "2027-10-11",
                                        "2027-11-11", "2027-11-25", "2027-12-24", "2027-12-31"};
  int found = 0;
  for (int month = 1; month <= 12; ++month)
    for (int day = 1; day <= 31; ++day) {
      const std::string text = fmt::format("2027-{:02}-{:02}", month, day);
      if (!parse_day(text)) continue;
      const bool open = calendar.is_open({1}, noon(text.c_str()));
      CHECK_MESSAGE(open != closed.contains(text), text);
      found += !open;
    }
  CHECK(found == 12);
}

TEST_CASE("a location that keeps an unknown list of holidays is refused") {
  CHECK_THROWS_WITH_AS(make_calendar(config_with("moon"), load_holidays(content)),
                       doctest::Contains("keeps the holidays \"moon\""), ConfigFault);
}

TEST_CASE("the matrix that ships names a helper for each category") {
  const auto rows = load_matrix(content);
  CHECK(rows.size() == 17);
  CHECK(rows[0].category == "password_reset");
  CHECK(rows[0].then == std::vector<std::string>{"office", "it"});
  for (const HandlerRow& row : rows)
    if (row.first == "it") CHECK(row.category == "practice_question");
}

TEST_CASE("language help speaks at least the 15 languages that the rule asks for") {
  const auto help = load_language_help(content);
  std::set<std::string> codes;
  for (const LanguageHelp& one : help) codes.insert(one.code);
  CHECK(codes.size() == help.size());
  CHECK(help.size() >= 15);
}

TEST_CASE("a slip in a policy file is named with its line") {
  const Folder folder;
  folder.write("policy/holidays.toml", "[own]\nparty = \"the 5th of May\"\n");
  CHECK_THROWS_WITH_AS(load_holidays(folder.path()),
                       doctest::Contains("holidays.toml:2: own.party"), ConfigFault);
  folder.write("policy/matrix.toml", "[locked]\nfirst = \"nobody\"\nthan = []\n");
  CHECK_THROWS_WITH_AS(load_matrix(folder.path()), doctest::Contains("did you mean then?"),
                       ConfigFault);
  folder.write("policy/language_help.toml", "[[language]]\ncode = \"xx\"\n");
  CHECK_THROWS_WITH_AS(load_language_help(folder.path()),
                       doctest::Contains("language[1].notice: is missing"), ConfigFault);
}
