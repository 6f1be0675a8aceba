#include "core/identity/codes.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "core/base/fault.h"

using namespace latchkey;
using namespace latchkey::identity;

namespace {

const Time start = from_millis(1'800'000'000'000);

struct Bench {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  Limits limits;

  NewCode make(CodePurpose purpose, std::int64_t challenge = 7) {
    return make_code(dice, sealer, limits, challenge, purpose, start);
  }
  Judgement judged(const SealedCode& code, std::string_view typed, Time now = start) {
    return judge(sealer, code, Secret(std::string(typed)), now);
  }
};

CodePurpose purpose_number(std::int64_t n) { return static_cast<CodePurpose>(n); }

}  // namespace

TEST_CASE("each purpose has the length and life the limits give") {
  struct Wanted {
    CodePurpose purpose;
    std::size_t length;
    std::optional<Millis> life;
  };
  Bench bench;
  for (const Wanted& wanted : {
           Wanted{CodePurpose::recover_by_text, 6, minutes{10}},
           Wanted{CodePurpose::recover_by_voice, 6, minutes{10}},
           Wanted{CodePurpose::recover_by_mail, 8, minutes{30}},
           Wanted{CodePurpose::desk_read_back, 6, minutes{10}},
           Wanted{CodePurpose::hand_off, 8, minutes{10}},
           Wanted{CodePurpose::registration_paper, 16, days{7}},
           Wanted{CodePurpose::registration_live, 8, minutes{10}},
           Wanted{CodePurpose::saved, 16, std::nullopt},
           Wanted{CodePurpose::postal, 10, days{14}},
           Wanted{CodePurpose::kiosk_match, 4, minutes{2}},
           Wanted{CodePurpose::callback, 4, minutes{10}},
       }) {
    const NewCode code = bench.make(wanted.purpose);
    CAPTURE(static_cast<std::int64_t>(wanted.purpose));
    CHECK(code.plain.size() == wanted.length);
    CHECK(code.sealed.mac.bytes.size() == 32);
    CHECK(code.sealed.expires_at.has_value() == wanted.life.has_value());
    if (wanted.life) CHECK(*code.sealed.expires_at == start + *wanted.life);
  }
}

TEST_CASE("a code is right until its last millisecond and expired from then on") {
  Bench bench;
  const NewCode code = bench.make(CodePurpose::recover_by_text);
  const auto typed = code.plain.reveal();
  CHECK(bench.judged(code.sealed, typed, start) == Judgement::right);
  CHECK(bench.judged(code.sealed, typed, start + minutes{10} - Millis{1}) == Judgement::right);
  CHECK(bench.judged(code.sealed, typed, start + minutes{10}) == Judgement::expired);
  CHECK(bench.judged(code.sealed, typed, start + minutes{10} + seconds{1}) == Judgement::expired);
}

TEST_CASE("a clock set back does not bring an old code to life") {
  Bench bench;
  const NewCode code = bench.make(CodePurpose::recover_by_text);
  CHECK(bench.judged(code.sealed, code.plain.reveal(), start - minutes{4}) == Judgement::right);
  CHECK(bench.judged(code.sealed, code.plain.reveal(), start - hours{1}) == Judgement::expired);
}

TEST_CASE("a wrong code is wrong, also when the right one has expired") {
  Bench bench;
  const NewCode code = bench.make(CodePurpose::recover_by_text);
  std::string typed(code.plain.reveal());
  typed[3] = typed[3] == '0' ? '1' : '0';
  CHECK(bench.judged(code.sealed, typed) == Judgement::wrong);
  CHECK(bench.judged(code.sealed, typed, start + hours{1}) == Judgement::wrong);
  CHECK(bench.judged(code.sealed, "") == Judgement::wrong);
  CHECK(bench.judged(code.sealed, std::string(code.plain.reveal()) + "0") == Judgement::wrong);
  CHECK(bench.judged(code.sealed, code.plain.reveal().substr(1)) == Judgement::wrong);
}

TEST_CASE("a code opens only its own challenge and purpose: nothing off the diagonal") {
  Bench bench;
  for (std::int64_t made = 1; made <= code_purpose_last; ++made) {
    const NewCode code = bench.make(purpose_number(made), 100);
    for (std::int64_t used = 1; used <= code_purpose_last; ++used)
      for (const std::int64_t challenge : {100, 101}) {
        SealedCode tried = code.sealed;
        tried.purpose = purpose_number(used);
        tried.challenge = challenge;
        const bool diagonal = used == made && challenge == 100;
        CHECK((bench.judged(tried, code.plain.reveal()) == Judgement::right) == diagonal);
      }
  }
}

TEST_CASE("a code judged with other keys is wrong, so a stolen row alone proves nothing") {
  Bench bench;
  const NewCode code = bench.make(CodePurpose::recover_by_text);
  const Sealer other{Secret(std::string(32, 'x')), 1, bench.dice};
  CHECK(judge(other, code.sealed, code.plain, start) == Judgement::wrong);
  CHECK(code.sealed.mac.bytes.find(code.plain.reveal()) == std::string::npos);
  CHECK(code.sealed_copy.bytes.find(code.plain.reveal()) == std::string::npos);
}

TEST_CASE("the same digits for two challenges look nothing alike at rest") {
  Bench bench;
  std::set<std::string> macs;
  std::size_t same_digits = 0;
  std::map<std::string, int> seen;
  for (std::int64_t i = 1; i <= 30000; ++i) {
    const NewCode code = bench.make(CodePurpose::kiosk_match, i);
    macs.insert(code.sealed.mac.bytes);
    if (seen[std::string(code.plain.reveal())]++ > 0) ++same_digits;
  }
  CHECK(same_digits > 10000);  // four digits must repeat
  CHECK(macs.size() == 30000);
}

TEST_CASE("a resend opens the very same code, and only with its own row") {
  Bench bench;
  const NewCode code = bench.make(CodePurpose::recover_by_text, 7);
  CHECK(open_copy(bench.sealer, code.sealed, code.sealed_copy) == code.plain);
  const NewCode other = bench.make(CodePurpose::recover_by_text, 8);
  CHECK_FALSE(open_copy(bench.sealer, other.sealed, code.sealed_copy).has_value());
  SealedCode moved = code.sealed;
  moved.purpose = CodePurpose::desk_read_back;
  CHECK_FALSE(open_copy(bench.sealer, moved, code.sealed_copy).has_value());
  CHECK_FALSE(open_copy(bench.sealer, code.sealed, {""}).has_value());
}

TEST_CASE("a hundred thousand codes use every digit evenly in every place") {
  Bench bench;
  constexpr int rolls = 100000;
  int counts[6][10] = {};
  for (int i = 1; i <= rolls; ++i) {
    const NewCode code = bench.make(CodePurpose::recover_by_text, i);
    for (std::size_t place = 0; place < 6; ++place)
      ++counts[place][code.plain.reveal()[place] - '0'];
  }
  for (const auto& place : counts) {
    double chi = 0;
    for (const int n : place) chi += (n - rolls / 10.0) * (n - rolls / 10.0) / (rolls / 10.0);
    CHECK(chi < 37.4);  // 9 degrees of freedom, p = 0.00002 in each of 6 places
  }
}

TEST_CASE("a code found by its digits is found exactly, and only under its purpose") {
  Bench bench;
  const Secret typed("12345678");
  const auto index = code_index(bench.sealer, CodePurpose::hand_off, typed);
  CHECK(index.bytes.size() == 16);
  CHECK(index == code_index(bench.sealer, CodePurpose::hand_off, Secret("12345678")));
  CHECK_FALSE(index == code_index(bench.sealer, CodePurpose::hand_off, Secret("12345679")));
  CHECK_FALSE(index == code_index(bench.sealer, CodePurpose::registration_live, typed));
}

TEST_CASE("codes are shown in groups") {
  CHECK(in_groups(Secret("123456")) == "123 456");
  CHECK(in_groups(Secret("12345678")) == "1234 5678");
  CHECK(in_groups(Secret("ABCDEFGHJKMNPQRS")) == "ABCD-EFGH-JKMN-PQRS");
  CHECK(in_groups(Secret("1234")) == "1234");
}

TEST_CASE("a code needs its challenge's id first") {
  Bench bench;
  CHECK_THROWS_AS(bench.make(CodePurpose::hand_off, 0), Bug);
}
