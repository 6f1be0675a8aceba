#include "core/courier/rules.h"

#include <algorithm>

namespace latchkey::courier {

namespace {

constexpr Millis delay_min{50};
// Wrong credentials heal by an operator's hand, not by knocking.
constexpr Millis configuration_delay_min{30'000};

//                              tries, repeats, repeat after, longest delay
constexpr Rule decoy{20, 20, Millis{0}, Millis{1'000}};
constexpr Rule code{12, 2, Millis{20'000}, Millis{30'000}};
// A day and more: whoever stops the notices must not outlive them (standards.md T40).
constexpr Rule message{500, 2, Millis{60'000}, Millis{900'000}};
constexpr Rule ring{4, 0, Millis{0}, Millis{30'000}};
constexpr Rule password{12, 11, Millis{2'000}, Millis{60'000}};
constexpr Rule question{12, 11, Millis{2'000}, Millis{30'000}};
// It may take the provider a while to have it, and deleting twice is deleting once.
constexpr Rule recording{500, 500, Millis{2'000}, Millis{900'000}};
// Asking twice costs a cent, and nobody waits.
constexpr Rule lookup{8, 8, Millis{60'000}, Millis{900'000}};
// A day: a system that is down over night hears of everything.
constexpr Rule webhook{500, 500, Millis{2'000}, Millis{900'000}};
constexpr Rule act{12, 0, Millis{0}, Millis{60'000}};

// 0.5 s · 2^(tries - 1) at most, anything down to nearly nothing: clients that failed together do
// not come back together.
Millis jittered(int tries, Millis longest, Dice& dice) {
  const int doublings = std::clamp(tries - 1, 0, 20);
  const Millis bound = std::min(longest, Millis{500LL << doublings});
  return std::max(delay_min, Millis{dice.below(static_cast<std::uint32_t>(bound.count()) + 1)});
}

}  // namespace

const Rule& rule_of(Kind kind) {
  switch (kind) {
    case Kind::nothing:
      return decoy;
    case Kind::send_code:
      return code;
    case Kind::notice:
    case Kind::message:
      return message;
    case Kind::call_back:
      return ring;
    case Kind::set_password:
      return password;
    case Kind::check_account:
      return question;
    case Kind::account_act:
      return act;
    case Kind::take_recording:
      return recording;
    case Kind::look_up:
      return lookup;
    case Kind::webhook:
      return webhook;
  }
  return act;  // a kind of a newer program: the most careful rule
}

bool must_not_repeat(const Claimed& claimed) {
  return claimed.unknowns > rule_of(claimed.kind).repeats_max;
}

std::optional<Millis> again_after(const Claimed& claimed, const Outcome& outcome, Dice& dice) {
  const Rule& rule = rule_of(claimed.kind);
  if (claimed.tries >= rule.tries_max) return std::nullopt;
  const Millis delay = jittered(claimed.tries, rule.delay_max, dice);
  switch (outcome.result) {
    case Result::not_sent:
      return delay;
    case Result::throttled:
      return std::max(delay, outcome.retry_after.value_or(delay_min));
    case Result::configuration:
      return configuration_delay_min + delay;
    case Result::unknown:
      if (claimed.unknowns + 1 > rule.repeats_max) return std::nullopt;
      // A recipient that is down for the night is not knocked on every two seconds.
      if (claimed.kind == Kind::webhook) return std::max(rule.repeat_after, delay);
      return std::max(rule.repeat_after, delay_min);
    default:
      return std::nullopt;
  }
}

}  // namespace latchkey::courier
