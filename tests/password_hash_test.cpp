#include "core/identity/password_hash.h"

#include <doctest/doctest.h>
#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "core/base/fault.h"
#include "core/identity/hash_gate.h"

using namespace latchkey;
using namespace latchkey::identity;

namespace {

constexpr HashCost floor_cost{2, std::size_t{19} << 20};

struct Bench {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  PasswordHash hash{sealer, dice, floor_cost};
};

// Resident memory of this process.
std::size_t resident_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmRSS:") {
      std::size_t kibibytes = 0;
      status >> kibibytes;
      return kibibytes * 1024;
    }
  return 0;
}

}  // namespace

TEST_CASE("a password verifies against its own hash and no other password does") {
  const Bench bench;
  const Secret right("purple tractors eat soup");
  const std::string stored = bench.hash.hash(right);
  CHECK(stored.rfind("lk1$argon2id$v=19$m=19456,t=2,p=1$", 0) == 0);
  CHECK(bench.hash.verify(right, stored));
  CHECK_FALSE(bench.hash.verify(Secret("purple tractors eat soup "), stored));
  CHECK_FALSE(bench.hash.verify(Secret("Purple tractors eat soup"), stored));
  CHECK_FALSE(bench.hash.verify(Secret(""), stored));
  CHECK(bench.hash.hash(right) != stored);  // another salt
}

TEST_CASE("every character counts, also behind the 64th and the 1000th byte") {
  const Bench bench;
  for (const std::size_t length : {64U, 72U, 1000U}) {
    const std::string base(length, 'a');
    const std::string stored = bench.hash.hash(Secret(base + "x"));
    CHECK(bench.hash.verify(Secret(base + "x"), stored));
    CHECK_FALSE(bench.hash.verify(Secret(base + "y"), stored));
    CHECK_FALSE(bench.hash.verify(Secret(base), stored));
  }
}

TEST_CASE("an accent typed in one piece or in two is the same password") {
  const Bench bench;
  std::string composed, decomposed;
  for (int i = 0; i < 15; ++i) {
    composed += "\xc3\xa9";
    decomposed += "e\xcc\x81";
  }
  const std::string stored = bench.hash.hash(Secret(composed));
  CHECK(bench.hash.verify(Secret(decomposed), stored));
  CHECK_FALSE(bench.hash.verify(Secret(std::string(15, 'e')), stored));
}

TEST_CASE("the database without its key file verifies nothing") {
  Bench bench;
  const Secret right("purple tractors eat soup");
  const std::string stored = bench.hash.hash(right);
  const Sealer other{Secret(std::string(32, 'x')), 1, bench.dice};
  CHECK_FALSE(PasswordHash(other, bench.dice, floor_cost).verify(right, stored));
  // Nor does a plain Argon2id check of what looks like an Argon2id string.
  CHECK(crypto_pwhash_str_verify(stored.substr(3).c_str(), right.reveal().data(), right.size()) !=
        0);
}

TEST_CASE("garbage and missing hashes are false, never a fault") {
  const Bench bench;
  const Secret password("purple tractors eat soup");
  const std::string good = bench.hash.hash(password);
  std::vector<std::string> bad{"",
                               "x",
                               "$argon2id$",
                               "lk1$argon2id$v=19$m=",
                               good + "$",
                               good + "A",
                               "lk1$argon2id$v=19$m=99999999999999999999,t=2,p=1$AA$AA",
                               "lk1$argon2id$v=19$m=19456,t=2,p=1$AA$AA",
                               "lk1$argon2id$v=19$m=8388608,t=2,p=1$" + good.substr(35),
                               "lk1$argon2id$v=19$m=19456,t=4000000,p=1$" + good.substr(35)};
  for (const std::size_t cut : {5U, 20U, 33U, 40U, 60U, 90U}) bad.push_back(good.substr(0, cut));
  for (const std::string& stored : bad) {
    CAPTURE(stored);
    CHECK_FALSE(bench.hash.verify(password, stored));
    CHECK(bench.hash.needs_rehash(stored));
  }
  CHECK_FALSE(bench.hash.verify(password, std::nullopt));
  CHECK_FALSE(bench.hash.verify(Secret(std::string(1025, 'a')), good));
  CHECK_FALSE(bench.hash.verify(Secret("\xff\xfe"), good));
}

TEST_CASE("a hash with any of its characters changed verifies nothing") {
  const Bench bench;
  const Secret password("purple tractors eat soup");
  const std::string good = bench.hash.hash(password);
  for (std::size_t i = 0; i < good.size(); i += 7) {
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CAPTURE(i);
    CHECK_FALSE(bench.hash.verify(password, changed));
  }
}

TEST_CASE("a hash made with other costs still verifies and asks to be made anew") {
  Bench bench;
  const Secret password("purple tractors eat soup");
  const std::string stored = bench.hash.hash(password);
  const PasswordHash stronger(bench.sealer, bench.dice, {3, std::size_t{20} << 20});
  CHECK(stronger.verify(password, stored));
  CHECK(stronger.needs_rehash(stored));
  CHECK_FALSE(stronger.needs_rehash(stronger.hash(password)));
  CHECK_FALSE(bench.hash.needs_rehash(stored));
}

TEST_CASE("costs under the floor are refused, naming the key") {
  Bench bench;
  const auto make = [&](HashCost cost) { PasswordHash(bench.sealer, bench.dice, cost); };
  CHECK_THROWS_AS(make({1, std::size_t{64} << 20}), ConfigFault);
  CHECK_THROWS_AS(make({2, (std::size_t{19} << 20) - 1}), ConfigFault);
  CHECK_THROWS_AS(make({2, std::size_t{2} << 30}), ConfigFault);
  CHECK_THROWS_WITH_AS(make({1, std::size_t{64} << 20}),
                       "password_hash.passes = 1: must be 2 to 10 (OWASP password storage)",
                       ConfigFault);
  CHECK_NOTHROW(make({}));
  CHECK_NOTHROW(make(floor_cost));
}

TEST_CASE("a gate lets few in, makes some wait and turns the rest away" *
          doctest::test_suite("concurrent hash gate")) {
  HashGate gate({2, 3, std::chrono::seconds{60}});
  std::promise<void> open;
  const std::shared_future<void> opened = open.get_future().share();
  std::atomic<int> inside{0}, most{0}, done{0}, busy{0};
  const auto visit = [&] {
    const auto result = gate.run([&] {
      const int now = ++inside;
      int seen = most;
      while (now > seen && !most.compare_exchange_weak(seen, now)) {
      }
      opened.wait();
      --inside;
      return 1;
    });
    ++(result ? done : busy);
  };
  std::vector<std::thread> visitors;
  for (int i = 0; i < 20; ++i) visitors.emplace_back(visit);
  // 2 run, 3 wait, 15 are turned away without waiting for anybody.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (busy < 15 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  CHECK(busy == 15);
  CHECK(done == 0);
  open.set_value();
  for (auto& visitor : visitors) visitor.join();
  CHECK(done == 5);
  CHECK(busy == 15);
  CHECK(most == 2);
}

TEST_CASE("who waits at the gate too long is told so, and the gate stays usable" *
          doctest::test_suite("concurrent hash gate")) {
  HashGate gate({1, 32, std::chrono::milliseconds{20}});
  const auto outer = gate.run([&] {
    auto inner = std::async(std::launch::async, [&] { return gate.run([] { return 1; }); });
    return inner.get().has_value();
  });
  REQUIRE(outer.has_value());
  CHECK_FALSE(*outer);
  CHECK(gate.run([] { return 7; }) == 7);
  CHECK_THROWS_AS(gate.run([]() -> int { throw Fault("no memory"); }), Fault);
  CHECK(gate.run([] { return 7; }) == 7);
}

TEST_CASE("a machine's gate has a place for somebody and none beyond its memory") {
  CHECK(gate_for(std::size_t{64} << 20).at_once >= 1);
  CHECK(gate_for(std::size_t{64} << 20).at_once <= std::thread::hardware_concurrency());
  CHECK(gate_for(std::size_t{1} << 62).at_once == 1);
}

TEST_CASE("a hundred sign-ins at once use the memory of two") {
  const Bench bench;
  const Secret password("purple tractors eat soup");
  const std::string stored = bench.hash.hash(password);
  HashGate gate({2, 32, std::chrono::seconds{60}});
  const std::size_t before = resident_bytes();
  std::atomic<bool> over{false};
  auto highest = std::async(std::launch::async, [&] {
    std::size_t seen = before;
    while (!over) seen = std::max(seen, resident_bytes());
    return seen;
  });
  std::atomic<int> right{0}, busy{0};
  std::vector<std::thread> people;
  for (int i = 0; i < 100; ++i)
    people.emplace_back([&] {
      const auto ok = gate.run([&] { return bench.hash.verify(password, stored); });
      if (!ok) ++busy;
      if (ok && *ok) ++right;
    });
  for (auto& person : people) person.join();
  over = true;
  CHECK(right + busy == 100);
  CHECK(right >= 34);
  // Two hashes, and the stacks and arenas of 100 threads. AddressSanitizer also keeps what was
  // freed, up to 256 MiB. A hundred hashes at once would be 1.9 GiB.
#ifdef __SANITIZE_ADDRESS__
  const std::size_t slack = std::size_t{512} << 20;
#else
  const std::size_t slack = std::size_t{96} << 20;
#endif
  CHECK(highest.get() < before + 2 * floor_cost.memory_bytes + slack);
}
