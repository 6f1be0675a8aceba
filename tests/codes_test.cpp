#include "core/base/codes.h"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <set>

using namespace latchkey;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Time start = from_millis(1'800'000'000'000);

constexpr std::array purposes{CodePurpose::recover_by_text, CodePurpose::recover_by_call,
                              CodePurpose::recover_by_mail, CodePurpose::hand_off,
                              CodePurpose::not_me_code,     CodePurpose::not_me_link,
                              CodePurpose::registration,    CodePurpose::saved};

struct Bench {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};

  SealedCode sealed(CodePurpose purpose, const Secret& code, std::int64_t challenge = 7) {
    return {challenge, purpose, seal_code(sealer, challenge, purpose, code), start,
            start + minutes{10}};
  }
  Judgement judged(const SealedCode& code, std::string_view typed, Time now = start) {
    return judge(sealer, code, Secret(std::string(typed)), now);
  }
};

}  // namespace

TEST_CASE("a code is right until its last millisecond and expired from then on") {
  Bench bench;
  const SealedCode code = bench.sealed(CodePurpose::recover_by_text, Secret("012345"));
  CHECK(bench.judged(code, "012345", start) == Judgement::right);
  CHECK(bench.judged(code, "012345", start + minutes{10} - Millis{1}) == Judgement::right);
  CHECK(bench.judged(code, "012345", start + minutes{10}) == Judgement::expired);
  CHECK(bench.judged(code, "012345", start + minutes{10} + seconds{1}) == Judgement::expired);
}

TEST_CASE("a clock set back does not bring an old code to life") {
  Bench bench;
  const SealedCode code = bench.sealed(CodePurpose::recover_by_text, Secret("012345"));
  CHECK(bench.judged(code, "012345", start - minutes{4}) == Judgement::right);
  CHECK(bench.judged(code, "012345", start - hours{1}) == Judgement::expired);
}

TEST_CASE("a wrong code is wrong, also when the right one has expired") {
  Bench bench;
  const SealedCode code = bench.sealed(CodePurpose::recover_by_text, Secret("012345"));
  for (const char* typed : {"012346", "", "0123450", "12345", "0 12345"}) {
    CHECK(bench.judged(code, typed) == Judgement::wrong);
    CHECK(bench.judged(code, typed, start + hours{1}) == Judgement::wrong);
  }
}

TEST_CASE("a code opens only its own challenge and purpose: nothing off the diagonal") {
  Bench bench;
  for (const CodePurpose made : purposes) {
    const SealedCode code = bench.sealed(made, Secret("012345"), 100);
    for (const CodePurpose used : purposes)
      for (const std::int64_t challenge : {100, 101}) {
        SealedCode tried = code;
        tried.purpose = used;
        tried.challenge = challenge;
        const bool diagonal = used == made && challenge == 100;
        CHECK((bench.judged(tried, "012345") == Judgement::right) == diagonal);
      }
  }
}

TEST_CASE("a code judged with other keys is wrong, so a stolen row alone proves nothing") {
  Bench bench;
  const SealedCode code = bench.sealed(CodePurpose::recover_by_text, Secret("012345"));
  const Sealer other{Secret(std::string(32, 'x')), 1, bench.dice};
  CHECK(judge(other, code, Secret("012345"), start) == Judgement::wrong);
  CHECK(code.mac.size() == 32);
  CHECK(code.mac.find("012345") == std::string::npos);
}

TEST_CASE("the same digits for two challenges look nothing alike at rest") {
  Bench bench;
  std::set<std::string> macs;
  for (std::int64_t i = 1; i <= 30000; ++i)
    macs.insert(seal_code(bench.sealer, i, CodePurpose::recover_by_text, Secret("012345")));
  CHECK(macs.size() == 30000);
}

TEST_CASE("a hundred thousand codes use every digit evenly in every place") {
  SystemDice dice;
  constexpr int rolls = 100000;
  int counts[6][10] = {};
  for (int i = 1; i <= rolls; ++i) {
    const std::string code = dice.digits(6);
    for (std::size_t place = 0; place < 6; ++place) ++counts[place][code[place] - '0'];
  }
  for (const auto& place : counts) {
    double chi = 0;
    for (const int n : place) chi += (n - rolls / 10.0) * (n - rolls / 10.0) / (rolls / 10.0);
    CHECK(chi < 37.4);  // 9 degrees of freedom, p = 0.00002 in each of 6 places
  }
}

TEST_CASE("a code found by its digits is found exactly, and only under its purpose") {
  Bench bench;
  const auto index = [&](CodePurpose purpose, const char* digits) {
    return code_index(bench.sealer, purpose, Secret(digits));
  };
  const std::string known = index(CodePurpose::hand_off, "12345678");
  CHECK(known.size() == 16);
  CHECK(known == index(CodePurpose::hand_off, "12345678"));
  CHECK(known != index(CodePurpose::hand_off, "12345679"));
  CHECK(known != index(CodePurpose::recover_by_mail, "12345678"));
}
