#include <doctest/doctest.h>

#include <atomic>
#include <latch>

#include "core/courier/crew.h"
#include "tests/fakes/comes_true.h"

using namespace latchkey;
using namespace latchkey::courier;
using fakes::comes_true;

namespace {

// So many errands lie in wait; whoever looks takes some.
struct Pile {
  std::mutex mutex;
  int left = 0;
  int looks = 0;

  Crew::Found look(int max) {
    const std::lock_guard lock(mutex);
    looks += 1;
    Crew::Found found;
    found.rest = std::chrono::hours(1);
    for (; left > 0 && max > 0; --left, --max) found.claimed.emplace_back();
    return found;
  }
  void put(int count) {
    const std::lock_guard lock(mutex);
    left += count;
  }
  int looked() {
    const std::lock_guard lock(mutex);
    return looks;
  }
};

}  // namespace

TEST_CASE("a crew performs as many errands at once as it has threads" *
          doctest::test_suite("concurrent courier")) {
  Pile pile;
  pile.put(8);
  std::latch all_four(4);  // opens only when four are under way together
  std::atomic<int> carried{0};
  Crew crew(
      4, [&](int max) { return pile.look(max); },
      [&](const Claimed&) {
        if (carried++ < 4) all_four.arrive_and_wait();
      });
  CHECK(comes_true([&] { return carried == 8; }));
  crew.leave();
  crew.join();
  CHECK(carried == 8);
}

// Every errand woke every thread of every lane, and all but one looked in vain.
TEST_CASE("one errand makes a crew of many look twice, not all of them" *
          doctest::test_suite("concurrent courier")) {
  Pile pile;
  std::atomic<int> carried{0};
  Crew crew(
      16, [&](int max) { return pile.look(max); }, [&](const Claimed&) { ++carried; });
  CHECK(comes_true([&] { return pile.looked() == 1; }));
  for (int errand = 1; errand <= 5; ++errand) {
    pile.put(1);
    crew.wake();
    // Once for the errand, once more by the next lookout, before it rests.
    CHECK(comes_true([&] { return carried == errand && pile.looked() == 1 + 2 * errand; }));
  }
}

TEST_CASE("a crew that leaves performs what it has claimed and claims no more" *
          doctest::test_suite("concurrent courier")) {
  Pile pile;
  pile.put(2);
  std::latch both(3), leave(1);
  std::atomic<int> carried{0};
  Crew crew(
      2, [&](int max) { return pile.look(max); },
      [&](const Claimed&) {
        both.arrive_and_wait();
        leave.wait();
        ++carried;
      });
  both.arrive_and_wait();
  pile.put(5);
  crew.leave();
  leave.count_down();
  crew.join();
  CHECK(carried == 2);
  CHECK(pile.left == 5);
}
