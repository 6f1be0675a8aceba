// What the benchmark of enumeration judges by.
#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "tests/bench/rank.h"

using latchkey::bench::Auc;
using latchkey::bench::rank_test;

namespace {

std::vector<double> counted(int from, int count) {
  std::vector<double> all;
  for (int i = 0; i < count; ++i) all.push_back(from + i);
  return all;
}

}  // namespace

TEST_CASE("identical samples can't be told apart by rank") {
  const auto same = counted(0, 1000);
  const Auc auc = rank_test(same, same);
  CHECK(auc.value == doctest::Approx(0.5));
  // Both tails: 1.96 times the square root of (n + m + 1) / (12 n m).
  CHECK(auc.low == doctest::Approx(0.5 - 0.0253).epsilon(0.001));
  CHECK(auc.high == doctest::Approx(0.5 + 0.0253).epsilon(0.001));
}

TEST_CASE("separated samples are told apart by rank, either way round") {
  const auto low = counted(0, 50), high = counted(100, 70);
  CHECK(rank_test(high, low).value == 1.0);
  CHECK(rank_test(low, high).value == 0.0);
  CHECK(rank_test(high, low).high == 1.0);
  CHECK(rank_test(low, high).low == 0.0);
}

TEST_CASE("ties count half in a rank test") {
  const std::vector<double> ones(30, 7.0), others(40, 7.0);
  CHECK(rank_test(ones, others).value == doctest::Approx(0.5));
  // Of six pairs two are greater, two are equal.
  CHECK(rank_test(std::array{2.0, 3.0}, std::array{1.0, 2.0, 3.0}).value ==
        doctest::Approx((1 + 0.5 + 2 + 0.5) / 6.0));
}

TEST_CASE("a small rank test gives what counting its pairs gives") {
  // 5 > 3, 5 > 4, 2 > none; 9 > all of 3, 4, 8.
  const Auc auc = rank_test(std::array{5.0, 2.0, 9.0}, std::array{3.0, 4.0, 8.0});
  CHECK(auc.value == doctest::Approx(5 / 9.0));
  CHECK(auc.low >= 0);
  CHECK(auc.high <= 1);
  CHECK(rank_test(std::array{3.0, 4.0, 8.0}, std::array{5.0, 2.0, 9.0}).value ==
        doctest::Approx(4 / 9.0));
}

TEST_CASE("a small shift is found once the samples are large enough to show it") {
  std::vector<double> ones = counted(60, 1000);  // 6 hundredths of their spread later
  const auto others = counted(0, 1000);
  const Auc many = rank_test(ones, others);
  CHECK(many.value == doctest::Approx(0.558).epsilon(0.002));
  CHECK(many.low > 0.5);
  const Auc few = rank_test(std::array{1.0, 3.0, 5.0}, std::array{0.0, 2.0, 6.0});
  CHECK(few.low < 0.5);
  CHECK(few.high > 0.5);
}

TEST_CASE("of an empty sample a rank test knows nothing") {
  const Auc auc = rank_test({}, counted(0, 3));
  CHECK(auc.value == 0.5);
  CHECK(auc.low == 0);
  CHECK(auc.high == 1);
}
