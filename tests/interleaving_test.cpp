// Answers come twice, late, early and side by side; the conversation goes as if they had queued.
//
// Every answer is delivered up to three times, beside a rival answer to the same question (two
// tabs, a double click), one that is meant for the next question (an overtaking retry) and old ones
// (the back button), mixed with the courier's work and the provider's reports. A second clinic then
// gets only the answers that were accepted, one by one: both books must be the same, so that tries
// count once and one asking sends one code (rulings.md R8).

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <latch>
#include <random>
#include <set>
#include <thread>

#include "tests/fakes/asker.h"
#include "tests/fakes/books.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Answer;
using fakes::any_word;
using fakes::Asker;
using fakes::Clinic;

namespace {

constexpr std::chrono::hours between_people{25};  // budgets of a day are whole again
constexpr std::chrono::seconds between_answers{20};

enum class Delivering { one_by_one, side_by_side };

// Two clinics: at one everything arrives as it may, the other gets what was accepted there.
struct Pair {
  Clinic wild, calm;
  void pass(std::chrono::seconds time) {
    wild.clock.pass(time);
    calm.clock.pass(time);
  }
};

class Interleaved {
 public:
  Interleaved(Pair& pair, std::uint32_t seed)
      : pair_(pair),
        random_(seed),
        channel_(seed % 2 == 0 ? flow::Channel::web : flow::Channel::phone),
        wild_(pair.wild, channel_, who(seed), fmt::format("wild {}", seed)),
        calm_(pair.calm, channel_, who(seed), fmt::format("calm {}", seed)) {}

  void run(Delivering how) {
    for (int turn = 0; turn < 30 && !has_ended(); ++turn) {
      pair_.pass(between_answers);
      std::vector<Answer> batch = some_deliveries();
      if (batch.empty()) break;
      ++turns_;
      std::shuffle(batch.begin(), batch.end(), random_);
      std::vector<Answer> accepted =
          how == Delivering::one_by_one ? one_by_one(batch) : side_by_side(batch);
      old_.insert(old_.end(), batch.begin(), batch.end());
      settle(pair_.wild);
      for (const Answer& one : accepted) {
        // One answer to each question, one silence to each telling of it.
        CHECK(taken_.emplace(one.question, one.word == "silence" ? one.fumbles : -1).second);
        repeat(one);
      }
      check_same();
    }
  }
  int turns() const { return turns_; }
  int deliveries() const { return deliveries_; }
  int accepted() const { return accepted_; }

 private:
  static const FixturePerson& who(std::uint32_t seed) {
    constexpr std::array keys{"maria", "unlucky", "proxy", "stranger", "switched_off"};
    return person(keys[seed % keys.size()]);
  }
  bool has_ended() const { return wild_.now().going == conversations::Prompt::Going::over; }
  static void settle(Clinic& clinic) {
    while (clinic.service().courier().run_due() > 0) {
    }
  }
  bool one_in(unsigned sides) { return random_() % sides == 0; }

  std::vector<Answer> some_deliveries() {
    const auto at = wild_.now();
    const std::string word = any_word(random_, at);
    if (word.empty()) return {};
    std::vector<Answer> batch(1 + random_() % 3, Answer{at.question, word, 0});
    if (one_in(3)) batch.push_back({at.question, any_word(random_, at), 0});
    if (one_in(3)) batch.push_back({at.question + 1, any_word(random_, at), 0});
    if (channel_ == flow::Channel::phone && one_in(4))
      batch.insert(batch.end(), 2, {at.question, "silence", at.leg.silences + at.leg.wrong_keys});
    for (std::size_t i = 0; !old_.empty() && i < random_() % 4; ++i)
      batch.push_back(old_[random_() % old_.size()]);
    return batch;
  }

  std::vector<Answer> one_by_one(const std::vector<Answer>& batch) {
    std::vector<Answer> accepted;
    for (const Answer& answer : batch) {
      if (one_in(3)) wild_.work();
      if (one_in(3)) wild_.report_delivered();
      ++deliveries_;
      if (wild_.deliver(answer)) accepted.push_back(answer);
    }
    return accepted;
  }

  // Each on a thread of its own, beside the courier and the provider.
  std::vector<Answer> side_by_side(const std::vector<Answer>& batch) {
    std::latch together(static_cast<std::ptrdiff_t>(batch.size()) + 1);
    std::vector<char> was_accepted(batch.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < batch.size(); ++i)
      threads.emplace_back([&, i] {
        together.arrive_and_wait();
        was_accepted[i] = wild_.deliver(batch[i]) ? 1 : 0;
      });
    together.arrive_and_wait();
    wild_.report_delivered();
    wild_.work();
    for (std::thread& thread : threads) thread.join();
    deliveries_ += static_cast<int>(batch.size());
    std::vector<Answer> accepted;
    for (std::size_t i = 0; i < batch.size(); ++i)
      if (was_accepted[i] != 0) accepted.push_back(batch[i]);
    // Those that moved it did so in the order of its questions, silences at each before them.
    std::stable_sort(accepted.begin(), accepted.end(), [](const Answer& a, const Answer& b) {
      return std::pair(a.question, a.word != "silence") <
             std::pair(b.question, b.word != "silence");
    });
    return accepted;
  }

  void repeat(Answer answer) {
    const auto at = calm_.now();
    answer.question = at.question;
    answer.fumbles = at.leg.silences + at.leg.wrong_keys;
    INFO(answer.word, " at ", std::string(at.step.id));
    CHECK(calm_.deliver(answer));
    ++accepted_;
    settle(pair_.calm);
  }

  void check_same() const {
    const auto there = wild_.now(), here = calm_.now();
    CHECK(there.question == here.question);
    CHECK(there.step.id == here.step.id);
    CHECK(there.notice == here.notice);
    CHECK(there.language == here.language);
    CHECK(there.leg.silences == here.leg.silences);
  }

  Pair& pair_;
  std::mt19937 random_;
  flow::Channel channel_;
  Asker wild_, calm_;
  std::vector<Answer> old_;
  std::set<std::pair<std::int64_t, std::int64_t>> taken_;
  int turns_ = 0, deliveries_ = 0, accepted_ = 0;
};

struct Counts {
  int turns = 0, deliveries = 0, accepted = 0;
};

// Small clinics, so that the books are quickly compared.
void check_at_one_pair(int first_seed, int last_seed, Delivering how, Counts& counts) {
  Pair pair;
  for (int seed = first_seed; seed <= last_seed; ++seed) {
    INFO("seed ", seed);
    pair.pass(between_people);
    Interleaved one(pair, static_cast<std::uint32_t>(seed));
    one.run(how);
    counts.turns += one.turns();
    counts.deliveries += one.deliveries();
    counts.accepted += one.accepted();
  }
  INFO("seeds ", first_seed, " to ", last_seed);
  const std::string wrong = fakes::differences(fakes::books_of(pair.wild.service().store()),
                                               fakes::books_of(pair.calm.service().store()));
  REQUIRE_MESSAGE(wrong.empty(), wrong);
  REQUIRE(pair.wild.sent().size() == pair.calm.sent().size());
  CHECK(pair.wild.sink.leaks().empty());
}

Counts check_conversations(int wanted, Delivering how) {
  constexpr int at_a_pair = 20;
  Counts counts;
  for (int seed = 1; seed <= wanted; seed += at_a_pair)
    check_at_one_pair(seed, seed + at_a_pair - 1, how, counts);
  CHECK(counts.accepted > 5 * wanted);
  CHECK(counts.deliveries > 2 * counts.accepted);
  MESSAGE(wanted << " conversations, " << counts.turns << " interleavings, " << counts.deliveries
                 << " deliveries, " << counts.accepted << " of them accepted");
  return counts;
}

// 1,000 interleaved turns, or in the long run as many conversations of them (rulings.md R34).
int conversations_wanted() {
  const char* full = std::getenv("LATCHKEY_FULL");
  return full && std::string(full) == "1" ? 1000 : 200;
}

}  // namespace

TEST_CASE("1,000 interleavings of deliveries go as if they had come one after the other") {
  CHECK(check_conversations(conversations_wanted(), Delivering::one_by_one).turns >= 1000);
}

TEST_CASE("deliveries that really are side by side go as if they had come one after the other" *
          doctest::test_suite("concurrent conversations")) {
  CHECK(check_conversations(60, Delivering::side_by_side).turns >= 300);
}
