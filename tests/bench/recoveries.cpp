#include "tests/bench/recoveries.h"

#include <algorithm>
#include <thread>

#include "core/base/dice.h"

namespace latchkey::bench {

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds first_look{10}, last_look{160};
constexpr std::chrono::seconds patience{60};

}  // namespace

void Recoveries::wait_until_done(Visit& visit) {
  auto pause = first_look;
  const auto until = Steady::now() + patience;
  while (visit.page().body.find("http-equiv=\"refresh\"") != std::string::npos &&
         Steady::now() < until) {
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, last_look);
    visit.look("/recover");
  }
}

bool Recoveries::recover(Visit& visit, const Actor& actor) {
  visit.look("/");
  for (std::size_t turn = 0; turn + 1 < turns_a_visit; ++turn)
    visit.answer(web_answer(actor.person, turn));
  if (!visit.asks("code")) return false;
  const auto code = postbox_.take(actor.mobile, patience);
  if (!code) return false;
  visit.answer({{"code", *code}});
  wait_until_done(visit);
  if (!visit.asks("password")) return false;
  SystemDice dice;
  visit.answer({{"password", dice.token()}});
  wait_until_done(visit);
  return visit.page().body.find(config_.clinic.portal_url) != std::string::npos;
}

Load Recoveries::run(std::size_t connections, std::size_t people_max,
                     std::chrono::milliseconds time) {
  Load load;
  const auto begin = Steady::now();
  const std::size_t last = std::min(next_ + people_max, people_.size());
  const auto walk = [&] {
    while (Steady::now() - begin < time) {
      const std::size_t number = next_++;
      if (number >= last) return;
      const auto start = Steady::now();
      Visit visit(config_, address_of(number));
      const bool recovered = recover(visit, people_[number]);
      const auto took = Steady::now() - start;
      const std::lock_guard lock(mutex_);
      if (recovered) load.latencies.push_back(took);
      if (!recovered) broken_ += 1;
      if (recovered && first_.empty()) first_ = visit.met();
    }
  };
  std::vector<std::thread> walkers;
  for (std::size_t i = 0; i < connections; ++i) walkers.emplace_back(walk);
  for (std::thread& walker : walkers) walker.join();
  next_ = last;
  load.seconds = std::chrono::duration<double>(Steady::now() - begin).count();
  load.answers = load.latencies.size();
  std::ranges::sort(load.latencies);
  return load;
}

}  // namespace latchkey::bench
