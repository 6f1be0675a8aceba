#include "core/courier/courier.h"

#include <algorithm>

#include "core/base/crash_point.h"
#include "core/base/fault.h"
#include "core/courier/rules.h"

namespace latchkey::courier {

namespace {

constexpr int step_batch = 32;

Outcome made(Result result, Reason reason = Reason::none) {
  Outcome outcome;
  outcome.result = result;
  outcome.reason = reason;
  return outcome;
}

int threads_of(Lane lane, const Pace& pace) {
  switch (lane) {
    case Lane::phone:
      return pace.phone;
    case Lane::mail:
      return pace.mail;
    case Lane::accounts:
      return pace.accounts;
    case Lane::lookups:
      return pace.lookups;
    case Lane::hashing:
      break;
  }
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return pace.hashing > 0 ? std::min(pace.hashing, cores) : cores;
}

}  // namespace

Courier::Courier(storage::Store& store, const Outbox& outbox, Performers performers,
                 const Clock& clock, Dice& dice, Log& log, Ended ended, Pace pace)
    : store_(store),
      outbox_(outbox),
      performers_(std::move(performers)),
      clock_(clock),
      dice_(dice),
      log_(log),
      ended_(std::move(ended)),
      pace_(pace) {}

Courier::~Courier() { stop(); }

std::vector<Claimed> Courier::claim(Lane lane, int max) {
  const Time now = clock_.now();
  return store_.write([&](storage::Transaction& tx) { return outbox_.claim(tx, lane, now, max); });
}

int Courier::run_due() {
  int tries = 0;
  for (int lane = 0; lane < lanes; ++lane) {
    for (;;) {
      const std::vector<Claimed> claimed = claim(static_cast<Lane>(lane), step_batch);
      for (const Claimed& one : claimed) carry(one);
      tries += static_cast<int>(claimed.size());
      if (claimed.size() < step_batch) break;
    }
  }
  return tries;
}

void Courier::carry(const Claimed& claimed) {
  crash_point("courier.claimed");
  const Outcome outcome = perform(claimed);
  crash_point("courier.performed");
  const auto again = again_after(claimed, outcome, dice_);
  const Time next = clock_.now() + again.value_or(Millis{0});
  // A try after its expiry would only be told that it is too late: better now.
  if (!again || next >= claimed.expires_at) {
    end(claimed, outcome);
    return;
  }
  store_.write([&](storage::Transaction& tx) { outbox_.postpone(tx, claimed, outcome, next); });
  log_.info("courier.postponed", {{"errand", claimed.id.value},
                                  {"kind", Word::from_table(name_of(claimed.kind))},
                                  {"result", Word::from_table(name_of(outcome.result))},
                                  {"code", outcome.code},
                                  {"tries", claimed.tries}});
  const std::lock_guard lock(mutex_);
  ++counts_.postponed;
}

Outcome Courier::perform(const Claimed& claimed) {
  if (must_not_repeat(claimed)) return made(Result::unknown);
  if (clock_.now() >= claimed.expires_at) return made(Result::expired);
  if (!claimed.body) return made(Result::refused_permanent, Reason::unreadable);
  const auto performer = performers_.find(claimed.kind);
  if (performer == performers_.end())
    return made(claimed.kind == Kind::nothing ? Result::done : Result::configuration);
  {
    const std::lock_guard lock(mutex_);
    ++counts_.performed;
  }
  try {
    return performer->second(claimed);
  } catch (const std::exception& broken) {
    log_.fault("courier.perform_failed", broken.what(),
               {{"errand", claimed.id.value}, {"kind", Word::from_table(name_of(claimed.kind))}});
    count_fault();
    return made(Result::unknown);
  }
}

void Courier::end(const Claimed& claimed, const Outcome& outcome) {
  bool told = false;
  if (ended_) {
    try {
      ended_(claimed, outcome);
      told = true;
    } catch (const storage::StoreFault&) {
      // As far as anybody knows nothing was stored: the lease runs out and the errand comes again,
      // so that its asker does hear how it ended.
      throw;
    } catch (const std::exception& broken) {
      // Left leased, the errand would be performed again and again: a patient would get a code
      // every half minute because of a bug elsewhere.
      log_.fault("courier.ended_failed", broken.what(), {{"errand", claimed.id.value}});
      count_fault();
    }
  }
  if (!told) {
    const Time now = clock_.now();
    store_.write([&](storage::Transaction& tx) { outbox_.finish(tx, claimed, outcome, now); });
  }
  log_.info("courier.ended", {{"errand", claimed.id.value},
                              {"kind", Word::from_table(name_of(claimed.kind))},
                              {"result", Word::from_table(name_of(outcome.result))},
                              {"reason", Word::from_table(name_of(outcome.reason))},
                              {"code", outcome.code},
                              {"tries", claimed.tries}});
  const std::lock_guard lock(mutex_);
  ++counts_.ended;
}

void Courier::start() {
  const std::lock_guard lock(mutex_);
  ensure(crews_.empty(), "a courier is started once");
  for (int number = 0; number < lanes; ++number) {
    const auto lane = static_cast<Lane>(number);
    crews_.push_back(std::make_unique<Crew>(
        threads_of(lane, pace_), [this, lane](int max) { return look(lane, max); },
        [this](const Claimed& claimed) { carry_or_log(claimed); }));
  }
}

void Courier::stop() {
  std::vector<std::unique_ptr<Crew>> ending;
  {
    const std::lock_guard lock(mutex_);
    ending.swap(crews_);
  }
  for (const auto& crew : ending) crew->leave();
  for (const auto& crew : ending) crew->join();
}

void Courier::wake(Lanes woken) {
  const std::lock_guard lock(mutex_);
  for (std::size_t lane = 0; lane < crews_.size(); ++lane)
    if (woken.test(lane)) crews_[lane]->wake();
}

CourierCounts Courier::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

Crew::Found Courier::look(Lane lane, int max) {
  Crew::Found found;
  found.rest = pace_.idle;
  try {
    const auto due =
        store_.read([&](storage::Transaction& tx) { return outbox_.next_due(tx, lane); });
    const Time now = clock_.now();
    if (due && *due <= now) found.claimed = claim(lane, max);
    // Another node may have been faster; its lease is seen at the next look.
    if (due) found.rest = std::clamp(*due - now, Millis{10}, pace_.idle);
  } catch (const std::exception& broken) {
    log_.fault("courier.store_failed", broken.what());
    count_fault();
  }
  return found;
}

void Courier::carry_or_log(const Claimed& claimed) {
  try {
    carry(claimed);
  } catch (const std::exception& broken) {
    // The store is in trouble; the lease gives the errand back when it has recovered.
    log_.fault("courier.store_failed", broken.what());
    count_fault();
  }
}

void Courier::count_fault() {
  const std::lock_guard lock(mutex_);
  ++counts_.faults;
}

}  // namespace latchkey::courier
