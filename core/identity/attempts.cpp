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

struct Allowance {
  Millis window;
  int most;
};

bool is_spent(Transaction& tx, Counter counter, const AttemptKey& key, Time now,
              Allowance allowed) {
  return Recent(tx, counter, key, now, allowed.window, allowed.most)
      .reached(allowed.window, allowed.most);
}

// What the contact and the account allow; both are read, whoever is at the end of his budget.
MaySend may_reach(Transaction& tx, Counter counter, const Send& send, Time now, Millis spacing,
                  Allowance small, Allowance large) {
  const auto read = [&](const AttemptKey& key) {
    return Recent(tx, counter, key, now, std::max({small.window, large.window, spacing}),
                  std::max({small.most, large.most, 1}));
  };
  const auto full = [&](const Recent& sent) {
    return sent.reached(small.window, small.most) || sent.reached(large.window, large.most);
  };
  const Recent to_contact = read(send.destination), of_account = read(send.account);
  if (full(to_contact)) return MaySend::destination_full;
  if (full(of_account)) return MaySend::account_full;
  if (to_contact.reached(spacing, 1) || of_account.reached(spacing, 1)) return MaySend::too_soon;
  return MaySend::allowed;
}

}  // namespace

MayTry Attempts::judge_key(Transaction& tx, const AttemptKey& key, Time now) const {
  const StreakRow row = streak(tx, key);
  if (row.recovery == StreakRow::Recovery::suspended) return MayTry::suspended;
  if (row.in_a_row >= limits_.wrong_in_a_row) return MayTry::disabled;
  if (row.paused_until > now) return MayTry::paused_day;
  const Recent wrong(tx, Counter::wrong_code, key, now, a_day,
                     std::max(limits_.wrong_per_day, limits_.wrong_per_hour));
  if (wrong.reached(a_day, limits_.wrong_per_day)) return MayTry::paused_day;
  if (wrong.reached(an_hour, limits_.wrong_per_hour)) return MayTry::paused_hour;
  return MayTry::allowed;
}

MayTry Attempts::may_try(Transaction& tx, std::span<const AttemptKey> keys, Time now) const {
  MayTry strictest = MayTry::allowed;
  for (const AttemptKey& key : keys) strictest = std::max(strictest, judge_key(tx, key, now));
  return strictest;
}

void Attempts::record_wrong_code(Transaction& tx, std::span<const AttemptKey> keys,
                                 Time now) const {
  const bool judged = may_try(tx, keys, now) == MayTry::allowed;
  for (const AttemptKey& key : keys) {
    spend(tx, judged ? Counter::wrong_code : Counter::unjudged_code, key, now);
    lengthen(tx, key, judged ? 1 : 0, now);
    if (judged && is_spent(tx, Counter::wrong_code, key, now, {a_day, limits_.wrong_per_day}))
      pause(tx, key, now + limits_.wrong_pause);
  }
}

void Attempts::record_success(Transaction& tx, std::span<const AttemptKey> keys) const {
  for (const AttemptKey& key : keys) end_streak(tx, key);
}

void Attempts::restore(Transaction& tx, std::span<const AttemptKey> keys) const {
  for (const AttemptKey& key : keys) forget_key(tx, Counter::wrong_code, key);
}

void Attempts::suspend(Transaction& tx, const AttemptKey& account, Time now) const {
  suspend_key(tx, account, now);
}

bool Attempts::is_suspended(Transaction& tx, const AttemptKey& account) const {
  return streak(tx, account).recovery == StreakRow::Recovery::suspended;
}

// Counters and shares of one kind of code, in ten minutes.
struct Attempts::Door {
  Counter of_origin, of_everybody;
  int share, network_share, everywhere;

  bool has_left(Transaction& tx, const Origin& origin, Time now) const {
    const auto under = [&](const AttemptKey& key, int most) {
      return !is_spent(tx, of_origin, key, now, {ten_minutes, most});
    };
    return under(origin.address, share) &&
           (!origin.network || under(*origin.network, network_share));
  }
  bool is_open(Transaction& tx, const Origin& origin, Time now) const {
    return has_left(tx, origin, now) &&
           spent_everywhere(tx, of_everybody, now, ten_minutes) < everywhere;
  }
  void count_wrong(Transaction& tx, const Origin& origin, Time now) const {
    const bool counts = has_left(tx, origin, now);
    spend(tx, of_origin, origin.address, now);
    if (origin.network) spend(tx, of_origin, *origin.network, now);
    if (counts) spend_everywhere(tx, of_everybody, origin.address, now);
  }
};

Attempts::Door Attempts::hand_off_door() const {
  return {Counter::origin_hand_off, Counter::wrong_hand_off, limits_.hand_off_share(),
          limits_.hand_off_network_share(), limits_.hand_off_wrong_everywhere};
}

Attempts::Door Attempts::not_me_door() const {
  return {Counter::origin_not_me, Counter::wrong_not_me, limits_.not_me_wrong_per_address,
          limits_.not_me_network_share(), limits_.not_me_wrong_everywhere};
}

Attempts::Door Attempts::registration_door() const {
  return {Counter::origin_registration, Counter::wrong_registration, limits_.hand_off_share(),
          limits_.hand_off_network_share(), limits_.hand_off_wrong_everywhere};
}

bool Attempts::hand_offs_open(Transaction& tx, const Origin& origin, Time now) const {
  return hand_off_door().is_open(tx, origin, now);
}

void Attempts::record_wrong_hand_off(Transaction& tx, const Origin& origin, Time now) const {
  hand_off_door().count_wrong(tx, origin, now);
}

bool Attempts::not_me_open(Transaction& tx, const Origin& origin, Time now) const {
  return not_me_door().is_open(tx, origin, now);
}

void Attempts::record_wrong_not_me(Transaction& tx, const Origin& origin, Time now) const {
  not_me_door().count_wrong(tx, origin, now);
}

bool Attempts::registrations_open(Transaction& tx, const Origin& origin, Time now) const {
  return registration_door().is_open(tx, origin, now);
}

void Attempts::record_wrong_registration(Transaction& tx, const Origin& origin, Time now) const {
  registration_door().count_wrong(tx, origin, now);
}

void Attempts::record_right_registration(Transaction& tx, const Origin& origin, Time now) const {
  Door uncounted = registration_door();
  uncounted.of_origin = uncounted.of_everybody = Counter::unjudged_code;
  uncounted.count_wrong(tx, origin, now);
}

MaySend Attempts::send_allowed(Transaction& tx, const Send& send, Time now) const {
  if (send.origin && !origin_may_send(tx, *send.origin, now)) return MaySend::origin_full;
  return send.channel == Channel::mail ? mail_send_allowed(tx, send, now)
                                       : phone_send_allowed(tx, send, now);
}

MaySend Attempts::phone_send_allowed(Transaction& tx, const Send& send, Time now) const {
  const auto of_contact =
      may_reach(tx, Counter::phone_send, send, now, limits_.send_spacing,
                {quarter_hour, limits_.sends_per_quarter_hour}, {a_day, limits_.sends_per_day});
  if (of_contact != MaySend::allowed) return of_contact;
  if (send.carries == Send::Carries::words) return words_allowed(tx, now);
  if (send.prefix && is_spent(tx, Counter::prefix_send, *send.prefix, now,
                              {an_hour, limits_.sends_per_prefix_hour}))
    return MaySend::prefix_full;
  if (send.prefix && is_pumped(tx, *send.prefix, now)) return MaySend::prefix_full;
  if (spent_everywhere(tx, Counter::everywhere_cents, now, a_day) + price(send.channel) >
      limits_.cents_everywhere_day)
    return MaySend::everywhere_full;
  if (spent_everywhere(tx, Counter::everywhere_hour, now, an_hour) >=
          limits_.sends_everywhere_hour ||
      spent_everywhere(tx, Counter::everywhere_day, now, a_day) >= limits_.sends_everywhere_day)
    return MaySend::everywhere_full;
  return MaySend::allowed;
}

MaySend Attempts::mail_send_allowed(Transaction& tx, const Send& send, Time now) const {
  return may_reach(tx, Counter::mail_send, send, now, limits_.send_spacing,
                   {an_hour, limits_.mails_per_hour}, {a_day, limits_.mails_per_day});
}

bool Attempts::origin_may_send(Transaction& tx, const AttemptKey& origin, Time now) const {
  if (origin.kind == Kind::shared)
    return !is_spent(tx, Counter::origin_send, origin, now,
                     {an_hour, limits_.sends_per_kiosk_hour});
  const Recent sent(tx, Counter::origin_send, origin, now, a_day,
                    std::max(limits_.sends_per_address_hour, limits_.sends_per_address_day));
  return !sent.reached(an_hour, limits_.sends_per_address_hour) &&
         !sent.reached(a_day, limits_.sends_per_address_day);
}

void Attempts::record_send(Transaction& tx, const Send& send, Time now) const {
  const Counter counter = send.channel == Channel::mail ? Counter::mail_send : Counter::phone_send;
  spend(tx, counter, send.destination, now);
  spend(tx, counter, send.account, now);
  if (send.origin) spend(tx, Counter::origin_send, *send.origin, now);
  if (send.channel == Channel::mail) return;
  if (send.carries == Send::Carries::words) return record_words(tx, send, now);
  if (send.prefix) spend(tx, Counter::prefix_send, *send.prefix, now);
  const bool real = send.reaches == Send::Reaches::somebody;
  if (send.prefix) spend(tx, real ? Counter::prefix_code : Counter::nobody_code, *send.prefix, now);
  spend_everywhere(tx, real ? Counter::everywhere_hour : Counter::nobody_hour, send.account, now);
  spend_everywhere(tx, real ? Counter::everywhere_day : Counter::nobody_day, send.account, now);
  if (const int cents = price(send.channel); cents > 0)
    spend_everywhere(tx, real ? Counter::everywhere_cents : Counter::nobody_cents, send.account,
                     now, cents);
}

MaySend Attempts::words_allowed(Transaction& tx, Time now) const {
  const bool left =
      spent_everywhere(tx, Counter::words_hour, now, an_hour) < limits_.steps_everywhere_hour &&
      spent_everywhere(tx, Counter::words_day, now, a_day) < limits_.steps_everywhere_day;
  return left ? MaySend::allowed : MaySend::everywhere_full;
}

void Attempts::record_words(Transaction& tx, const Send& send, Time now) const {
  spend_everywhere(tx, Counter::words_hour, send.account, now);
  spend_everywhere(tx, Counter::words_day, send.account, now);
}

int Attempts::price(Channel channel) const {
  return channel == Channel::voice ? limits_.call_cents : limits_.text_cents;
}

bool Attempts::is_pumped(Transaction& tx, const AttemptKey& prefix, Time now) const {
  const std::int64_t sent = spent(tx, Counter::prefix_code, prefix, now, a_day);
  const std::int64_t typed = spent(tx, Counter::prefix_typed, prefix, now, a_day);
  return sent >= limits_.conversion_after && typed * 100 < sent * limits_.conversion_percent;
}

void Attempts::record_typed(Transaction& tx, const AttemptKey& prefix, Time now) const {
  spend(tx, Counter::prefix_typed, prefix, now);
}

SendWatch Attempts::watch_sends(Transaction& tx, Time now) const {
  return {spent_everywhere(tx, Counter::everywhere_hour, now, an_hour),
          spent_everywhere(tx, Counter::everywhere_day, now, a_day),
          spent_everywhere(tx, Counter::everywhere_cents, now, a_day),
          keys_below(tx, Counter::prefix_code, Counter::prefix_typed, now, a_day,
                     limits_.conversion_after, limits_.conversion_percent)};
}

bool Attempts::lookup_allowed(Transaction& tx, const AttemptKey& origin, Time now) const {
  if (origin.kind == Kind::shared)
    return !is_spent(tx, Counter::lookup, origin, now, {an_hour, limits_.kiosk_lookups_per_hour}) &&
           !is_spent(tx, Counter::lookup, origin, now, {a_day, limits_.kiosk_lookups_per_day});
  const Recent asked(tx, Counter::lookup, origin, now, a_day,
                     std::max({limits_.lookups_per_ten_minutes, limits_.lookups_per_hour,
                               limits_.lookups_per_day}));
  return !asked.reached(ten_minutes, limits_.lookups_per_ten_minutes) &&
         !asked.reached(an_hour, limits_.lookups_per_hour) &&
         !asked.reached(a_day, limits_.lookups_per_day);
}

void Attempts::record_lookup(Transaction& tx, const AttemptKey& origin, Time now) const {
  spend(tx, Counter::lookup, origin, now);
}

bool Attempts::desk_lookup_allowed(Transaction& tx, const AttemptKey& member, Time now) const {
  return !is_spent(tx, Counter::desk_lookup, member, now,
                   {an_hour, limits_.desk_lookups_per_hour}) &&
         !is_spent(tx, Counter::desk_lookup, member, now, {a_day, limits_.desk_lookups_per_day});
}

void Attempts::record_desk_lookup(Transaction& tx, const AttemptKey& member, Time now) const {
  spend(tx, Counter::desk_lookup, member, now);
}

bool Attempts::desk_reset_allowed(Transaction& tx, const AttemptKey& account, Time now) const {
  return !is_spent(tx, Counter::desk_reset, account, now, {a_day, limits_.desk_resets_per_day});
}

void Attempts::record_desk_reset(Transaction& tx, const AttemptKey& account, Time now) const {
  spend(tx, Counter::desk_reset, account, now);
}

bool Attempts::promise_allowed(Transaction& tx, const Origin& origin, Time now) const {
  const auto under = [&](const AttemptKey& key, int shares) {
    const int hourly = shares * limits_.promised_calls_per_hour;
    const int daily = shares * limits_.promised_calls_per_day;
    const Recent promised(tx, Counter::promised_call, key, now, a_day, std::max(hourly, daily));
    return !promised.reached(an_hour, hourly) && !promised.reached(a_day, daily);
  };
  const bool shared = origin.address.kind == Kind::anonymous || origin.address.kind == Kind::shared;
  return under(origin.address, shared ? Limits::promise_shares : 1) &&
         (!origin.network || under(*origin.network, Limits::promise_shares));
}

void Attempts::record_promise(Transaction& tx, const Origin& origin, Time now) const {
  spend(tx, Counter::promised_call, origin.address, now);
  if (origin.network) spend(tx, Counter::promised_call, *origin.network, now);
}

MayCall Attempts::call_allowed(Transaction& tx, const AttemptKey& caller, Time now) const {
  const bool anonymous = caller.kind == Kind::anonymous;
  const int most = anonymous ? limits_.anonymous_calls_per_hour : limits_.calls_per_hour;
  if (is_spent(tx, Counter::call, caller, now, {an_hour, most})) return MayCall::to_a_person;
  // Strangers' failures say nothing about the next stranger.
  if (!anonymous &&
      is_spent(tx, Counter::failed_call, caller, now, {a_day, limits_.failed_calls_per_day}))
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
