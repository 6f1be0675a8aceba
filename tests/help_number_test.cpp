#include "core/tickets/help_number.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <utility>

using namespace latchkey;
using namespace latchkey::tickets;

namespace {

Sealer sealer_for_tests(SystemDice& dice) { return {Secret(std::string(32, 'k')), 1, dice}; }

}  // namespace

TEST_CASE("every wrong digit and every swap of neighbours in 1,000 help numbers is found") {
  SystemDice dice;
  const Sealer sealer = sealer_for_tests(dice);
  for (std::int64_t seed = 1; seed <= 1000; ++seed) {
    const std::string good = derive_help_number(sealer, seed, 0).digits;
    REQUIRE(read_help_number(good).has_value());
    for (std::size_t i = 0; i < good.size(); ++i) {
      for (char wrong = '0'; wrong <= '9'; ++wrong) {
        std::string typed = good;
        typed[i] = wrong;
        REQUIRE(read_help_number(typed).has_value() == (wrong == good[i]));
      }
      if (i + 1 == good.size() || good[i] == good[i + 1]) continue;
      std::string typed = good;
      std::swap(typed[i], typed[i + 1]);
      REQUIRE_FALSE(read_help_number(typed).has_value());
    }
  }
}

TEST_CASE("the check digit is Damm's published one") { CHECK(check_digit("572") == '4'); }

TEST_CASE("a help number is read as people write it and nothing else") {
  SystemDice dice;
  const std::string good = derive_help_number(sealer_for_tests(dice), 1, 0).digits;
  const std::string spaced = good.substr(0, 3) + " " + good.substr(3, 2) + "-" + good.substr(5);
  CHECK(read_help_number(spaced)->digits == good);
  for (const std::string& bad : {std::string(), good + "0", good.substr(1), good + "x",
                                 "x" + good.substr(1), good + good, std::string(10000, '1')})
    CHECK_FALSE(read_help_number(bad).has_value());
}

TEST_CASE("help numbers are spread evenly and do not follow their seeds' order") {
  SystemDice dice;
  const Sealer sealer = sealer_for_tests(dice);
  int first_digit[10] = {};
  int rising = 0;
  std::string before;
  std::set<std::string> seen;
  const int draws = 10000;
  for (std::int64_t seed = 1; seed <= draws; ++seed) {
    const std::string number = derive_help_number(sealer, seed, 0).digits;
    ++first_digit[number[0] - '0'];
    if (number > before) ++rising;
    before = number;
    seen.insert(number);
  }
  double chi = 0;
  for (const int n : first_digit) chi += (n - draws / 10.0) * (n - draws / 10.0) / (draws / 10.0);
  CHECK(chi < 33.7);  // 9 degrees of freedom, p = 0.0001
  CHECK(std::abs(rising - draws / 2) < draws / 20);
  CHECK(seen.size() > 9900);  // 10,000 draws of a million meet about 50 times
  CHECK(derive_help_number(sealer, 1, 0) != derive_help_number(sealer, 1, 1));
}
