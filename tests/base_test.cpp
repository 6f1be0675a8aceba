#include <doctest/doctest.h>

#include <set>

#include "core/base/codec.h"
#include "core/base/dice.h"
#include "core/base/fault.h"
#include "core/base/log.h"
#include "core/base/sealer.h"
#include "core/base/secret.h"

using namespace latchkey;

namespace {

Sealer sealer_with(char fill, SystemDice& dice, unsigned version = 1) {
  return {Secret(std::string(32, fill)), version, dice};
}

struct LastLine final : LogSink {
  std::string line;
  void write(std::string_view text) override { line = text; }
};

struct FixedClock final : Clock {
  Time now() const override { return from_millis(1000); }
};

}  // namespace

TEST_CASE("a cup of dice asks its source once and gives each byte out once") {
  class Counting final : public latchkey::Dice {
   public:
    void fill(std::span<unsigned char> out) override {
      asked += 1;
      for (unsigned char& byte : out) byte = next++;
    }
    int asked = 0;
    unsigned char next = 0;
  };
  Counting source;
  latchkey::DiceCup cup(source);
  std::string all;
  for (int i = 0; i < 32; ++i) all += cup.bytes(8);
  CHECK(source.asked == 1);
  for (std::size_t i = 0; i < all.size(); ++i)
    CHECK(static_cast<unsigned char>(all[i]) == static_cast<unsigned char>(i));
  cup.bytes(200);
  cup.bytes(100);
  CHECK(source.asked == 3);
  CHECK(cup.bytes(300).size() == 300);  // more than the cup holds comes from the source itself
  CHECK(source.asked == 4);
}

TEST_CASE("a seal opens only with its own row, purpose and keys") {
  SystemDice dice;
  const Sealer sealer = sealer_with('k', dice);
  const std::string sealed = sealer.seal("ann@example.org", 7, "contact.value");
  CHECK(sealer.open(sealed, 7, "contact.value") == "ann@example.org");
  CHECK_FALSE(sealer.open(sealed, 8, "contact.value").has_value());
  CHECK_FALSE(sealer.open(sealed, 7, "patient.name").has_value());
  CHECK_FALSE(sealer_with('x', dice).open(sealed, 7, "contact.value").has_value());
  CHECK_FALSE(sealer_with('k', dice, 2).open(sealed, 7, "contact.value").has_value());
}

TEST_CASE("a seal with any byte flipped or cut off does not open") {
  SystemDice dice;
  const Sealer sealer = sealer_with('k', dice);
  const std::string sealed = sealer.seal("secret", 1, "p");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_FALSE(sealer.open(changed, 1, "p").has_value());
    CHECK_FALSE(sealer.open(sealed.substr(0, i), 1, "p").has_value());
  }
  CHECK_THROWS_AS(sealer.open_or_fault("short", 1, "p"), Fault);
}

TEST_CASE("blind indexes are exact, keyed and separate for each index") {
  SystemDice dice;
  const Sealer sealer = sealer_with('k', dice);
  CHECK(sealer.blind("patient.phone", "+14015550123") ==
        sealer.blind("patient.phone", "+14015550123"));
  CHECK(sealer.blind("patient.phone", "1") != sealer.blind("patient.phone", "2"));
  CHECK(sealer.blind("ab", "c") != sealer.blind("a", "bc"));
  CHECK(sealer.blind("a", "x") != sealer_with('y', dice).blind("a", "x"));
}

TEST_CASE("codes use all ten digits evenly, leading zeros included") {
  SystemDice dice;
  int counts[10] = {};
  const int rolls = 100000;
  for (const char c : dice.digits(rolls)) ++counts[c - '0'];
  double chi = 0;
  for (const int n : counts) chi += (n - rolls / 10.0) * (n - rolls / 10.0) / (rolls / 10.0);
  CHECK(chi < 33.7);  // 9 degrees of freedom, p = 0.0001
}

TEST_CASE("ids of rows that are written together lie together, and nobody guesses them") {
  SystemDice dice;
  const Time now = from_millis(1'700'000'000'999);
  constexpr std::int64_t a_second = std::int64_t{1} << 42;
  const auto distance = [](std::int64_t one, std::int64_t other) {
    return one > other ? one - other : other - one;
  };
  const std::int64_t first = dice.row_id(now);
  std::set<std::int64_t> seen;
  std::int64_t farthest = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t id = dice.row_id(now);
    CHECK(id > 0);
    CHECK(distance(id, first) < a_second);
    farthest = std::max(farthest, distance(id, first));
    seen.insert(id);
  }
  CHECK(seen.size() == 1000);
  CHECK(farthest > a_second / 4);
  CHECK(dice.row_id(now + std::chrono::seconds(1)) > *seen.rbegin());
  for (const std::int64_t millis : {-1000LL, 0LL, (1LL << 20) * 1000, (1LL << 20) * 1000 - 1000})
    CHECK(dice.row_id(from_millis(millis)) > 0);
}

TEST_CASE("row ids are positive and tokens carry 256 bits") {
  SystemDice dice;
  std::set<std::int64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto id = dice.row_id();
    CHECK(id > 0);
    seen.insert(id);
  }
  CHECK(seen.size() == 1000);
  CHECK(dice.token().size() == 43);
  CHECK(dice.crockford(16).find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ") ==
        std::string::npos);
}

TEST_CASE("the codec reads back what it wrote and refuses what it did not") {
  Writer writer;
  writer.number(0);
  writer.number(-1);
  writer.number(INT64_MAX);
  writer.number(INT64_MIN);
  writer.text(std::string("a\0b", 3));
  writer.maybe(std::optional<int>{5}, [&](int v) { writer.number(v); });
  writer.maybe(std::optional<int>{}, [&](int v) { writer.number(v); });
  const std::string bytes = writer.take();
  Reader reader(bytes);
  CHECK(reader.number() == 0);
  CHECK(reader.number() == -1);
  CHECK(reader.number() == INT64_MAX);
  CHECK(reader.number() == INT64_MIN);
  CHECK(reader.text() == std::string("a\0b", 3));
  CHECK(reader.maybe([&] { return reader.number(); }) == 5);
  CHECK_FALSE(reader.maybe([&] { return reader.number(); }).has_value());
  CHECK(reader.done());
  CHECK_THROWS_AS(reader.number(), Fault);

  Writer liar;
  liar.number(1000);
  const std::string too_long = liar.take();
  Reader short_reader(too_long);
  CHECK_THROWS_AS(short_reader.text(), Fault);
}

TEST_CASE("secrets compare by content") {
  CHECK(Secret("abc") == Secret("abc"));
  CHECK_FALSE(Secret("abc") == Secret("abd"));
  CHECK_FALSE(Secret("abc") == Secret("abcd"));
}

TEST_CASE("a log line is one JSON object whatever a fault says") {
  LastLine sink;
  const FixedClock clock;
  Log log(sink, clock);
  log.fault("turn.failed", "disk \"gone\"\r\n{\"level\":\"admin\"}", {{"conversation", 7}});
  CHECK(sink.line == R"({"at":1000,"level":"fault","event":"turn.failed","conversation":7,)"
                     R"("what":"disk \"gone\"\u000d\u000a{\"level\":\"admin\"}"})");
}
