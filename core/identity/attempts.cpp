#include "core/identity/attempts.h"

#include <algorithm>

#include "core/identity/attempt_rows.h"

namespace latchkey::identity {

namespace {

using storage::Transaction;
using Kind = AttemptKey::Kind;

constexpr Millis an_hour = hours{1};
constexpr Millis a_day = hours{24};
constexpr Millis ten_minutes = minutes{10};
constexpr Millis quarter_hour = minutes{15};

Counter wrong_counter(Budget budget) {
  return budget == Budget::self_service ? Counter::wrong_self_service : Counter::wrong_in_person;
}

Streak streak_of(Budget budget) {
  return budget == Budget::self_service ? Streak::self_service : Streak::in_person;
}

}  // namespace

MayTry Attempts::judge_key(Transaction& tx, Budget budget, const AttemptKey& key, Time now) const {
  const StreakRow row = streak(tx, streak_of(budget), key);
  if (row.in_a_row >= limits_.wrong_in_a_row) return MayTry::disabled;
  if (row.paused_until > now) return MayTry::paused_day;
  const Counter counter = wrong_counter(budget);
  const auto reached = [&](Millis window, int most) {
    return spent(tx, counter, key, now, window, most) == Spent::reached;
  };
  if (reached(a_day, limits_.wrong_per_day)) return MayTry::paused_day;
  if (reached(an_hour, limits_.wrong_per_hour)) return MayTry::paused_hour;
  return MayTry::allowed;
}

MayTry Attempts::may_try(Transaction& tx, Budget budget, std::span<const AttemptKey> keys,
                         Time now) const {
  MayTry strictest = MayTry::allowed;
  for (const AttemptKey& key : keys)
    strictest = std::max(strictest, judge_key(tx, budget, key, now));
  return strictest;
}

void Attempts::record_wrong_code(Transaction& tx, Budget budget, std::span<const AttemptKey> keys,
                                 Time now) const {
  const Counter counter = wrong_counter(budget);
  for (const AttemptKey& key : keys) {
    spend(tx, counter, key, now);
    lengthen(tx, streak_of(budget), key, now);
    if (spent(tx, counter, key, now, a_day, limits_.wrong_per_day) == Spent::reached)
      pause(tx, streak_of(budget), key, now + limits_.wrong_pause);
  }
}

void Attempts::record_success(Transaction& tx, Budget budget,
                              std::span<const AttemptKey> keys) const {
  for (const AttemptKey& key : keys) end_streak(tx, streak_of(budget), key);
}

void Attempts::restore(Transaction& tx, std::span<const AttemptKey> keys) const {
  for (const AttemptKey& key : keys)
    for (const Budget budget : {Budget::self_service, Budget::in_person})
      forget_key(tx, streak_of(budget), wrong_counter(budget), key);
}

bool Attempts::has_hand_offs_left(Transaction& tx, const HandOffOrigin& origin, Time now) const {
  const auto under = [&](const AttemptKey& key, int most) {
    return spent(tx, Counter::origin_hand_off, key, now, ten_minutes, most) == Spent::under;
  };
  return under(origin.address, limits_.hand_off_share()) &&
         (!origin.network || under(*origin.network, limits_.hand_off_network_share()));
}

bool Attempts::hand_offs_open(Transaction& tx, const HandOffOrigin& origin, Time now) const {
  return has_hand_offs_left(tx, origin, now) &&
         spent_everywhere(tx, Counter::wrong_hand_off, now, ten_minutes) <
             limits_.hand_off_wrong_everywhere;
}

void Attempts::record_wrong_hand_off(Transaction& tx, const HandOffOrigin& origin, Time now) const {
  const bool counts = has_hand_offs_left(tx, origin, now);
  spend(tx, Counter::origin_hand_off, origin.address, now);
  if (origin.network) spend(tx, Counter::origin_hand_off, *origin.network, now);
  if (counts) spend_everywhere(tx, Counter::wrong_hand_off, origin.address, now);
}

MaySend Attempts::send_allowed(Transaction& tx, const Send& send, Time now) const {
  if (send.origin && !origin_may_send(tx, *send.origin, now)) return MaySend::origin_full;
  return send.channel == Channel::mail ? mail_send_allowed(tx, send, now)
                                       : phone_send_allowed(tx, send, now);
}

MaySend Attempts::phone_send_allowed(Transaction& tx, const Send& send, Time now) const {
  const auto sent = [&](const AttemptKey& key, Millis window, int most) {
    return spent(tx, Counter::phone_send, key, now, window, most) == Spent::reached;
  };
  const auto full = [&](const AttemptKey& key) {
    return sent(key, quarter_hour, limits_.sends_per_quarter_hour) ||
           sent(key, a_day, limits_.sends_per_day);
  };
  if (full(send.destination)) return MaySend::destination_full;
  if (full(send.account)) return MaySend::account_full;
  if (sent(send.destination, limits_.send_spacing, 1) ||
      sent(send.account, limits_.send_spacing, 1))
    return MaySend::too_soon;
  if (send.prefix && spent(tx, Counter::prefix_send, *send.prefix, now, an_hour,
                           limits_.sends_per_prefix_hour) == Spent::reached)
    return MaySend::prefix_full;
  if (spent_everywhere(tx, Counter::everywhere_hour, now, an_hour) >=
          limits_.sends_everywhere_hour ||
      spent_everywhere(tx, Counter::everywhere_day, now, a_day) >= limits_.sends_everywhere_day)
    return MaySend::everywhere_full;
  return MaySend::allowed;
}

MaySend Attempts::mail_send_allowed(Transaction& tx, const Send& send, Time now) const {
  const auto sent = [&](const AttemptKey& key, Millis window, int most) {
    return spent(tx, Counter::mail_send, key, now, window, most) == Spent::reached;
  };
  const auto full = [&](const AttemptKey& key) {
    return sent(key, an_hour, limits_.mails_per_hour) || sent(key, a_day, limits_.mails_per_day);
  };
  if (full(send.destination)) return MaySend::destination_full;
  if (full(send.account)) return MaySend::account_full;
  if (sent(send.destination, limits_.send_spacing, 1) ||
      sent(send.account, limits_.send_spacing, 1))
    return MaySend::too_soon;
  return MaySend::allowed;
}

bool Attempts::origin_may_send(Transaction& tx, const AttemptKey& origin, Time now) const {
  const auto under = [&](Millis window, int most) {
    return spent(tx, Counter::origin_send, origin, now, window, most) == Spent::under;
  };
  return under(an_hour, limits_.sends_per_address_hour) &&
         under(a_day, limits_.sends_per_address_day);
}

void Attempts::record_send(Transaction& tx, const Send& send, Time now) const {
  const Counter counter = send.channel == Channel::mail ? Counter::mail_send : Counter::phone_send;
  spend(tx, counter, send.destination, now);
  spend(tx, counter, send.account, now);
  if (send.origin) spend(tx, Counter::origin_send, *send.origin, now);
  if (send.channel == Channel::mail) return;
  if (send.prefix) spend(tx, Counter::prefix_send, *send.prefix, now);
  const bool real = send.reaches == Send::Reaches::somebody;
  spend_everywhere(tx, real ? Counter::everywhere_hour : Counter::nobody_hour, send.account, now);
  spend_everywhere(tx, real ? Counter::everywhere_day : Counter::nobody_day, send.account, now);
}

bool Attempts::lookup_allowed(Transaction& tx, const AttemptKey& origin, Time now) const {
  const auto under = [&](Millis window, int most) {
    return spent(tx, Counter::lookup, origin, now, window, most) == Spent::under;
  };
  return under(ten_minutes, limits_.lookups_per_ten_minutes) &&
         under(an_hour, limits_.lookups_per_hour) && under(a_day, limits_.lookups_per_day);
}

void Attempts::record_lookup(Transaction& tx, const AttemptKey& origin, Time now) const {
  spend(tx, Counter::lookup, origin, now);
}

MayCall Attempts::call_allowed(Transaction& tx, const AttemptKey& caller, Time now) const {
  const bool anonymous = caller.kind == Kind::anonymous;
  const int most = anonymous ? limits_.anonymous_calls_per_hour : limits_.calls_per_hour;
  if (spent(tx, Counter::call, caller, now, an_hour, most) == Spent::reached)
    return MayCall::to_a_person;
  // Strangers' failures say nothing about the next stranger.
  if (!anonymous && spent(tx, Counter::failed_call, caller, now, a_day,
                          limits_.failed_calls_per_day) == Spent::reached)
    return MayCall::to_a_person;
  return MayCall::allowed;
}

void Attempts::record_call(Transaction& tx, const AttemptKey& caller, Time now) const {
  spend(tx, Counter::call, caller, now);
}

void Attempts::record_failed_call(Transaction& tx, const AttemptKey& caller, Time now) const {
  spend(tx, Counter::failed_call, caller, now);
}

void Attempts::forget_old(Transaction& tx, Time now) const {
  // The longest window is a day; its buckets reach two hours further back.
  forget_windows(tx, now - hours{27});
  forget_streaks(tx, Kind::claim, now - days{90});
}

}  // namespace latchkey::identity
