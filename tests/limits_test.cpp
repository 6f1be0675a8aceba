#include "core/identity/limits.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <tuple>

#include "core/base/fault.h"
#include "tests/refusal.h"

using namespace latchkey;
using identity::Limits;

namespace {

// What check() says after one number was set; empty if it accepts.
std::string complaint(std::string_view key, std::int64_t value) {
  Limits limits;
  limits.set(key, value);
  return tests::refusal([&] {
    limits.check();
    return 0;
  });
}

struct Hard {
  const char* key;
  std::int64_t last_allowed, first_refused;
};

}  // namespace

TEST_CASE("the product's numbers pass their own check") { CHECK_NOTHROW(Limits{}.check()); }

TEST_CASE("the numbers that nobody set are the product's (product.md, standards.md C-11)") {
  const Limits limits;
  const std::tuple<const char*, int, int> table[] = {
      {"wrong_per_conversation", limits.wrong_per_conversation, 5},
      {"wrong_per_call", limits.wrong_per_call, 3},
      {"wrong_per_hour", limits.wrong_per_hour, 10},
      {"wrong_per_day", limits.wrong_per_day, 15},
      {"sends_per_quarter_hour", limits.sends_per_quarter_hour, 3},
      {"sends_per_day", limits.sends_per_day, 6},
      {"identify_tries", limits.identify_tries, 3},
      {"calls_per_hour", limits.calls_per_hour, 10},
      {"failed_calls_per_day", limits.failed_calls_per_day, 5},
      {"anonymous_calls_per_hour", limits.anonymous_calls_per_hour, 60}};
  for (const auto& [key, is, should_be] : table) CHECK_MESSAGE(is == should_be, key);
}

TEST_CASE("a configuration beyond what NIST allows is refused at its exact border") {
  for (const Hard& hard : {
           Hard{"text_code_life", 600, 601},
           Hard{"text_code_digits", 6, 5},
           Hard{"mail_code_life", 86400, 86401},
           Hard{"mail_code_digits", 6, 5},
           Hard{"hand_off_life", 600, 601},
           Hard{"grant_life", 600, 601},
           Hard{"registration_life", 30 * 86400, 30 * 86400 + 1},
           Hard{"registration_live_life", 600, 601},
           Hard{"contact_hold", 86400, 86399},
           Hard{"wrong_per_conversation", 10, 11},
           Hard{"wrong_in_a_row", 100, 101},
           Hard{"sends_per_day", 10, 11},
           Hard{"password_points", 15, 14},
           Hard{"password_points_max", 64, 63},
           Hard{"password_wrong_in_a_row", 100, 101},
       }) {
    CAPTURE(hard.key);
    CHECK(complaint(hard.key, hard.last_allowed) == "");
    CHECK(complaint(hard.key, hard.first_refused) != "");
  }
}

TEST_CASE("a refusal names the key, the value, the right range and the reason") {
  const std::string text = complaint("text_code_life", 3600);
  CHECK(text ==
        "limits.text_code_life = 3600: must be 60 to 600 seconds (NIST 800-63B-4 §4.2.1.2)");
  CHECK_THROWS_WITH_AS(Limits{}.set("sms_ttl", 1), "limits.sms_ttl: there is no such limit",
                       ConfigFault);
  CHECK_THROWS_AS(Limits{}.set("wrong_per_day", INT64_MAX), ConfigFault);
}

// A door that closes sooner was refused, because the usual share of one address stood above it.
TEST_CASE("an address's usual share of wrong hand-off codes follows everybody's") {
  for (const int everywhere : {10, 29, 30, 1000}) {
    CHECK(complaint("hand_off_wrong_everywhere", everywhere) == "");
    Limits limits;
    limits.set("hand_off_wrong_everywhere", everywhere);
    CHECK(limits.hand_off_share() == std::min(10, everywhere / 3));
    CHECK(limits.hand_off_network_share() == std::min(30, everywhere / 3));
  }
}

TEST_CASE("numbers that contradict one another are refused") {
  CHECK(complaint("wrong_per_hour", 16) ==
        "limits.wrong_per_hour = 16: must not be above limits.wrong_per_day = 15");
  CHECK(complaint("wrong_per_call", 6) != "");
  CHECK(complaint("sends_per_day", 2) != "");
  CHECK(complaint("hand_off_wrong_per_address", 34) != "");
  CHECK(complaint("hand_off_wrong_per_address", 33) == "");
}
