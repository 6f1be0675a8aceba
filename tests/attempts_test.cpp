#include "core/identity/attempts.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "tests/attempts_room.h"

using namespace latchkey;
using namespace latchkey::identity;
using storage::Transaction;

namespace {

const Time start = from_millis(1'800'000'000'123);

struct Room : tests::AttemptsRoom {
  std::vector<AttemptKey> ann{keys.account(PatientId{7}), keys.claim("lee|1950-02-03")};

  void loosen(std::string_view key, std::int64_t value) {
    limits.set(key, value);
    attempts = Attempts(limits);
  }
  MayTry may_try(Time now) {
    return in([&](Transaction& tx) { return attempts.may_try(tx, ann, now); });
  }
  void wrong(Time now) {
    in([&](Transaction& tx) { attempts.record_wrong_code(tx, ann, now); });
  }
  Send text_to(std::string_view phone, PatientId patient = PatientId{7}) {
    return {Channel::text, keys.destination(phone), keys.account(patient), keys.prefix(phone),
            std::nullopt};
  }
};

}  // namespace

TEST_CASE("ten wrong codes in an hour pause recovery until one of them is an hour old") {
  Room room;
  for (int i = 0; i < 10; ++i) {
    CHECK(room.may_try(start + minutes{i}) == MayTry::allowed);
    room.wrong(start + minutes{i});
  }
  CHECK(room.may_try(start + minutes{10}) == MayTry::paused_hour);
  CHECK(room.may_try(start + hours{1} - Millis{1}) == MayTry::paused_hour);
  CHECK(room.may_try(start + hours{1} + minutes{1}) == MayTry::allowed);
}

TEST_CASE("fifteen wrong codes in a day pause recovery for a day after the last") {
  Room room;
  for (int i = 0; i < 15; ++i) {
    CHECK(room.may_try(start + hours{i}) == MayTry::allowed);
    room.wrong(start + hours{i});
  }
  const Time last = start + hours{14};
  CHECK(room.may_try(last + hours{23}) == MayTry::paused_day);
  CHECK(room.may_try(last + hours{24} - Millis{1}) == MayTry::paused_day);
  CHECK(room.may_try(last + hours{24}) == MayTry::allowed);
}

TEST_CASE("after fifty wrong codes in a row only the office helps, and a success starts anew") {
  Room room;
  Time now = start;
  for (int i = 0; i < 49; ++i, now += hours{6}) room.wrong(now);
  CHECK(room.may_try(now) == MayTry::allowed);
  SUBCASE("the fiftieth disables for good") {
    room.wrong(now);
    CHECK(room.may_try(now + days{365}) == MayTry::disabled);
    room.in([&](Transaction& tx) { room.attempts.restore(tx, room.ann); });
    CHECK(room.may_try(now) == MayTry::allowed);
  }
  SUBCASE("a success before it ends the row") {
    room.in([&](Transaction& tx) { room.attempts.record_success(tx, room.ann); });
    room.wrong(now);
    CHECK(room.may_try(now + days{2}) == MayTry::allowed);
  }
}

TEST_CASE("the 101st guess is refused even where the operator allows the most NIST does") {
  Room room;
  room.loosen("wrong_in_a_row", 100);
  CHECK_NOTHROW(room.limits.check());
  Time now = start;
  for (int i = 0; i < 100; ++i, now += hours{6}) {
    REQUIRE(room.may_try(now) == MayTry::allowed);
    room.wrong(now);
  }
  CHECK(room.may_try(now + days{30}) == MayTry::disabled);
}

TEST_CASE("a success does not wipe what was wrong this hour") {
  Room room;
  for (int i = 0; i < 10; ++i) room.wrong(start);
  room.in([&](Transaction& tx) { room.attempts.record_success(tx, room.ann); });
  CHECK(room.may_try(start) == MayTry::paused_hour);
}

TEST_CASE("counts survive the program's restart") {
  Room room;
  for (int i = 0; i < 9; ++i) room.wrong(start);
  room.store.reopen();
  CHECK(room.may_try(start + minutes{1}) == MayTry::allowed);
  room.wrong(start + minutes{1});
  room.store.reopen();
  CHECK(room.may_try(start + minutes{2}) == MayTry::paused_hour);
}

TEST_CASE("sending another code does not refill the tries") {
  Room room;
  for (int i = 0; i < 9; ++i) room.wrong(start);
  CHECK(room.try_send(room.text_to("+14015550123"), start) == MaySend::allowed);
  room.wrong(start + seconds{1});
  CHECK(room.may_try(start + seconds{2}) == MayTry::paused_hour);
}

// A stranger who knows name, birth date and ZIP typed fifty codes in an afternoon, of which none
// was judged after the tenth, and self-service was off for good.
TEST_CASE("wrong codes while the account pauses do not disable it") {
  Room room;
  const std::vector<AttemptKey> nobody{room.keys.claim("stranger|doe"), room.keys.claim("doe")};
  const auto rows = [&](const AttemptKey& key) {
    return room.in([&](Transaction& tx) {
      const auto windows =
          tx.run("SELECT SUM(spent) FROM attempt_window WHERE key = $1", key.blind).rows.front();
      const auto streaks =
          tx.run("SELECT COUNT(*) FROM attempt_streak WHERE key = $1", key.blind).rows.front();
      return std::pair(windows.integer(0), streaks.integer(0));
    });
  };
  for (int i = 0; i < 200; ++i) {
    const Time now = start + seconds{i};
    room.wrong(now);
    room.in([&](Transaction& tx) { room.attempts.record_wrong_code(tx, nobody, now); });
  }
  CHECK(room.may_try(start + minutes{50}) == MayTry::paused_hour);
  const std::pair<std::int64_t, std::int64_t> all_in_one_row(200, 1);
  CHECK_MESSAGE(rows(room.ann[0]) == all_in_one_row,
                "what counts for nothing is written all the same");
  CHECK(rows(nobody[0]) == rows(room.ann[0]));
  CHECK(room.may_try(start + minutes{62}) == MayTry::allowed);

  for (int i = 0; i < 200; ++i) room.wrong(start + minutes{62} + seconds{i});
  const Time fifteenth = start + minutes{62} + seconds{4};
  CHECK(room.may_try(fifteenth + hours{24} - Millis{1}) == MayTry::paused_day);
  CHECK(room.may_try(fifteenth + hours{24}) == MayTry::allowed);
}

TEST_CASE("account and claim each hold their own count, and the strictest answer wins") {
  Room room;
  const std::vector<AttemptKey> other_claim{room.ann[0], room.keys.claim("lee|1950-03-02")};
  const std::vector<AttemptKey> other_account{room.keys.account(PatientId{8}), room.ann[1]};
  const std::vector<AttemptKey> stranger{room.keys.account(PatientId{8}),
                                         room.keys.claim("doe|1990-01-01")};
  for (int i = 0; i < 10; ++i) room.wrong(start);
  room.in([&](Transaction& tx) {
    const auto answer = [&](const auto& keys) { return room.attempts.may_try(tx, keys, start); };
    CHECK(answer(other_claim) == MayTry::paused_hour);
    CHECK(answer(other_account) == MayTry::paused_hour);
    CHECK(answer(stranger) == MayTry::allowed);
  });
}

TEST_CASE("any order of wrong codes stays under the limits in every window") {
  Room room;
  std::mt19937 random(11);  // a fixed walk
  std::vector<Time> tried;
  Time now = start;
  for (int i = 0; i < 600; ++i, now += Millis{random() % 1'800'000}) {
    if (i % 40 == 39) room.in([&](Transaction& tx) { room.attempts.record_success(tx, room.ann); });
    if (room.may_try(now) != MayTry::allowed) continue;
    room.wrong(now);
    tried.push_back(now);
    const auto within = [&](Millis window) {
      return std::count_if(tried.begin(), tried.end(), [&](Time t) { return t > now - window; });
    };
    REQUIRE(within(hours{1}) <= 10);
    REQUIRE(within(hours{24}) <= 15);
  }
  CHECK(tried.size() > 40);
}

// A bot that goes on after its budget is spent used to leave a row for every try.
TEST_CASE("ten thousand tries of one key leave a row a minute, and are counted as fast as ten") {
  Room room;
  const AttemptKey bot = room.keys.address("192.0.2.7");
  room.in([&](Transaction& tx) {
    for (int i = 0; i < 10000; ++i) room.attempts.record_lookup(tx, bot, start + Millis{360} * i);
    CHECK_FALSE(room.attempts.lookup_allowed(tx, bot, start + hours{1}));
    const auto rows = tx.run("SELECT COUNT(*), SUM(spent) FROM attempt_window").rows.front();
    CHECK(rows.integer(0) == 60);
    CHECK(rows.integer(1) == 10000);
  });
}

TEST_CASE("what everybody sends is counted from a hundred rows, whatever the traffic") {
  Room room;
  room.in([&](Transaction& tx) {
    for (int i = 0; i < 10000; ++i) {
      const std::string number = "+1401555" + std::to_string(1000 + i % 9000);
      room.attempts.record_send(tx, room.text_to(number, PatientId{i + 1}),
                                start + Millis{8640} * i);
    }
    const auto rows = tx.run(
                            "SELECT COUNT(*) FROM attempt_window WHERE counter IN (8, 9) AND "
                            "window_start > $1",
                            start + hours{23})
                          .rows.front();
    CHECK(rows.integer(0) <= 4 * 13 + 4);
    const auto day = tx.run("SELECT COUNT(*) FROM attempt_window WHERE counter = 9").rows.front();
    CHECK(day.integer(0) <= 4 * 13);
  });
}

TEST_CASE("a hundred parallel guesses spend exactly the budget" *
          doctest::test_suite("concurrent attempts")) {
  Room room;
  std::atomic<int> judged{0};
  const auto guess = [&] {
    for (int i = 0; i < 25; ++i)
      judged += room.store->write([&](Transaction& tx) {
        if (room.attempts.may_try(tx, room.ann, start) != MayTry::allowed) return 0;
        room.attempts.record_wrong_code(tx, room.ann, start);
        return 1;
      });
  };
  std::vector<std::thread> guessers;
  for (int i = 0; i < 4; ++i) guessers.emplace_back(guess);
  for (auto& guesser : guessers) guesser.join();
  CHECK(judged == 10);
}

TEST_CASE("wrong hand-off codes of everybody together close the door for all") {
  Room room;
  const Origin innocent{room.keys.address("198.51.100.7")};
  for (int i = 0; i < 100; ++i) {
    const Origin address{room.keys.address("192.0.2." + std::to_string(i))};
    room.in([&](Transaction& tx) {
      REQUIRE(room.attempts.hand_offs_open(tx, innocent, start));
      room.attempts.record_wrong_hand_off(tx, address, start);
    });
  }
  room.in([&](Transaction& tx) {
    CHECK_FALSE(room.attempts.hand_offs_open(tx, innocent, start + minutes{9}));
    CHECK(room.attempts.hand_offs_open(tx, innocent, start + minutes{11}));
  });
}

// A hundred wrong codes from one address, under twenty cookies, shut the door for everybody.
TEST_CASE("one address spends its own share of wrong hand-off codes and nobody else's") {
  Room room;
  const Origin attacker{room.keys.address("192.0.2.7")};
  const Origin innocent{room.keys.address("198.51.100.7")};
  room.in([&](Transaction& tx) {
    for (int i = 0; i < 10; ++i) {
      CHECK(room.attempts.hand_offs_open(tx, attacker, start));
      room.attempts.record_wrong_hand_off(tx, attacker, start);
    }
    CHECK_FALSE(room.attempts.hand_offs_open(tx, attacker, start));
    for (int i = 0; i < 1000; ++i) room.attempts.record_wrong_hand_off(tx, attacker, start);
    CHECK(room.attempts.hand_offs_open(tx, innocent, start));
    CHECK_FALSE(room.attempts.hand_offs_open(tx, attacker, start + minutes{9}));
    CHECK(room.attempts.hand_offs_open(tx, attacker, start + minutes{11}));
  });
}

TEST_CASE("people without an address share one share of wrong hand-off codes") {
  Room room;
  room.in([&](Transaction& tx) {
    for (const char* nothing : {"", "unknown", "not an address"})
      for (int i = 0; i < 4; ++i)
        room.attempts.record_wrong_hand_off(tx, {room.keys.address(nothing)}, start);
    CHECK_FALSE(room.attempts.hand_offs_open(tx, {room.keys.address("unknown")}, start));
    CHECK(room.attempts.hand_offs_open(tx, {room.keys.address("192.0.2.7")}, start));
  });
}

TEST_CASE("an address's share of wrong hand-off codes is what the operator says") {
  Room room;
  room.loosen("hand_off_wrong_per_address", 2);
  const Origin address{room.keys.address("192.0.2.7")};
  room.in([&](Transaction& tx) {
    room.attempts.record_wrong_hand_off(tx, address, start);
    CHECK(room.attempts.hand_offs_open(tx, address, start));
    room.attempts.record_wrong_hand_off(tx, address, start);
    CHECK_FALSE(room.attempts.hand_offs_open(tx, address, start));
  });
}

// Whoever has a /48 has 65,536 addresses as budgets count them, each with a share of its own.
TEST_CASE("an IPv6 network that walks its addresses spends a share, not everybody's") {
  Room room;
  const auto at = [&](const std::string& address) {
    return Origin{room.keys.address(address), room.keys.network(address)};
  };
  room.in([&](Transaction& tx) {
    int judged = 0;
    for (int i = 0; i < 200; ++i) {
      const Origin walker = at("2001:db8:7:" + std::to_string(i) + "::1");
      if (!room.attempts.hand_offs_open(tx, walker, start)) continue;
      room.attempts.record_wrong_hand_off(tx, walker, start);
      judged += 1;
    }
    CHECK(judged == 30);
    CHECK(room.attempts.hand_offs_open(tx, at("2001:db8:8::1"), start));
    CHECK(room.attempts.hand_offs_open(tx, at("192.0.2.7"), start));
    CHECK(room.attempts.hand_offs_open(tx, at("2001:db8:7:1::1"), start + minutes{11}));
  });
  for (const char* alone : {"192.0.2.7", "::ffff:192.0.2.7", "unknown", ""})
    CHECK_FALSE(room.keys.network(alone));
}
