// What reports count with: prices, and the day since when an office is counted.
#include <doctest/doctest.h>

#include <regex>

#include "core/base/config.h"
#include "tests/fakes/says.h"
#include "tests/folder.h"
#include "tests/refusal.h"

using namespace latchkey;
using fakes::says;
using latchkey::tests::Folder;

namespace {

// The example as an operator fills it in, with `lines` in place of what it comments out.
std::string filled_in(const std::string& old_line = "", const std::string& new_line = "") {
  std::string text = example_config("Riverside");
  text = std::regex_replace(text, std::regex("<(https://[^>]*|\\+1[0-9]*)>"), "$1");
  text = std::regex_replace(text, std::regex("\"<[^>]*>\""), "\"Riverside\"");
  if (old_line.empty()) return text;
  const auto at = text.find(old_line);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old_line.size(), new_line);
}

Config load(const std::string& text) {
  const Folder folder;
  return Config::load(folder.write("latchkey.toml", text));
}
std::string complaints(const std::string& text) {
  return tests::refusal([&] { load(text); });
}

}  // namespace

TEST_CASE("prices of a report have defaults, and the operator's own are taken") {
  const CostSettings usual = load(filled_in()).cost;
  CHECK(usual.cost_per_call_cents == 2000);
  CHECK(usual.setup_fee == 7500);
  CHECK(usual.monthly_fee == 1500);
  CHECK(usual.telephony_month == 0);
  const auto own =
      load(filled_in("#cost_per_call_cents = 2000", "cost_per_call_cents = 1250")).cost;
  CHECK(own.cost_per_call_cents == 1250);
}

TEST_CASE("a price out of bounds and a day that does not exist are refused by key and value") {
  CHECK(says(complaints(filled_in("#cost_per_call_cents = 2000", "cost_per_call_cents = -1")),
             "cost.cost_per_call_cents = -1"));
  CHECK(says(complaints(filled_in("#setup_fee", "set_up_fee = 1\n#setup_fee")), "cost.set_up_fee"));
  CHECK(says(complaints(filled_in("#go_live = \"2026-03-02\"", "go_live = \"2026-02-30\"")),
             "go_live = \"2026-02-30\""));
}

TEST_CASE("an office is counted since the day that its location names, or not yet") {
  CHECK_FALSE(load(filled_in()).locations.at(0).go_live.has_value());
  const auto day = load(filled_in("#go_live", "go_live")).locations.at(0).go_live;
  CHECK(day == std::chrono::local_days(std::chrono::year(2026) / 3 / 2));
}
