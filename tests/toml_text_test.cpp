// Settings as text: what a form has changed is read again as it was meant.
#include "core/base/toml_text.h"

#include <doctest/doctest.h>

#include "core/base/config.h"
#include "core/base/fault.h"
#include "tests/refusal.h"

using namespace latchkey;

namespace {

const char* const whole = R"(plain = "one"
number = 7
list = ["a, b", "c"]
lines = """
First "quoted" \\ step.
Second.
"""

["an odd key"]
"ñ" = "x"
deep = {a = "1", b = [2, 3]}

[[location]]
id = 1

[location.hours]
monday = []

[[location]]
id = 2
)";

const char* const two_offices = R"([[location]]
id = 1
name = "Lake"
phone = "+14015550111"
time_zone = "America/New_York"
holidays = ["December 25, or nearest weekday", "day after 4th Thursday of November", "2026-12-24"]
[location.hours]
monday = ["08:00-12:00", "13:00-24:00"]
[location.special_hours]
2026-12-31 = ["08:00-12:00"]

[[location]]
id = 2
name = "Hill"
kind = "lab"
phone = "+14015550112"
transfer_to = "+14015550113"
lines = ["+14015550114"]
zips = ["028"]
ticket_email = "desk@example.org"
parent = 1
go_live = "2026-01-02"
time_zone = "America/Chicago"
holiday_lists = ["us_clinic"]
[location.hours]
)";

Config with_default(std::int64_t id) {
  Config config;
  config.clinic.default_location = LocationId{id};
  config.mail.host = "mail.example.org";
  return config;
}

}  // namespace

TEST_CASE("a tree that is written and read again is written alike") {
  const std::string once = toml_text(parse_toml(whole, "test"));
  CHECK(toml_text(parse_toml(once, "test")) == once);
  const TomlValue again = parse_toml(once, "test");
  CHECK(*again.find("lines")->text() == "First \"quoted\" \\ step.\nSecond.\n");
  CHECK(*again.find("list")->array()->at(0).text() == "a, b");
  CHECK(*again.find("an odd key")->find("ñ")->text() == "x");
  CHECK(*again.find("location")->array()->at(1).find("id")->number() == 2);
}

TEST_CASE("what is typed can't leave its quotes") {
  TomlValue root{0, TomlTable{}};
  const std::string evil = "x\"\"\"\n[[location]]\nid = 9\n\\u0041\x01";
  toml_entry(root, "name") = toml_of(evil);
  toml_entry(root, "k\"]\n[x") = toml_of("y");
  const TomlValue read = parse_toml(toml_text(root), "test");
  CHECK(*read.find("name")->text() == evil);
  CHECK(read.table()->size() == 2);
}

TEST_CASE("locations that are written and read again are the same locations") {
  const Config once = with_locations(with_default(1), two_offices);
  REQUIRE(once.locations.size() == 2);
  const std::string text = locations_text(once.locations);
  const Config again = with_locations(with_default(1), text);
  CHECK(locations_text(again.locations) == text);
  CHECK(again.locations[0].hours.week[1] == DayHours{{480, 720}, {780, 1440}});
  CHECK(again.locations[0].hours.holidays.size() == 3);
  CHECK(again.locations[0].hours.special.size() == 1);
  CHECK(again.locations[1].transfer_to == "+14015550113");
  CHECK(again.locations[1].ticket_email == "desk@example.org");
  CHECK(again.locations[1].parent == LocationId{1});
  CHECK(again.locations[1].kind == LocationKind::lab);
  CHECK(again.locations[1].go_live.has_value());
}

TEST_CASE("locations are refused by line, and never without the last resort of routing") {
  const auto refusal = [&](std::int64_t last_resort, std::string text) {
    return tests::refusal([&] { return with_locations(with_default(last_resort), text); });
  };
  CHECK(refusal(1, two_offices).empty());
  CHECK(refusal(9, two_offices).find("9 must be among them") != std::string::npos);
  std::string wrong = two_offices;
  wrong.replace(wrong.find("13:00-24:00"), 11, "11:00-13:00");
  CHECK(refusal(1, wrong).find("locations:8: location[1].hours.monday") != std::string::npos);
  CHECK(refusal(1, "[clinic]\nname = \"x\"\n" + std::string(two_offices)).find("clinic") !=
        std::string::npos);
}
