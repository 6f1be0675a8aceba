// Locked out: unlock, wait, or a new password, as the account system can.

#include "core/flow/rules.h"

namespace latchkey::flow {

Decision let_unlock(const State& state, const Proven& proven, const AccountSeen& seen) {
  const bool locked = seen.state == AccountState::locked;
  State next = moved(state, LockedOut{proven, seen.user_name,
                                      locked ? LockedOut::Lock::locked : LockedOut::Lock::open,
                                      locked ? seen.locked_until : std::nullopt});
  note(next, "lock", locked ? "locked" : "open");
  if (locked) return {std::move(next), {}, Notice::none, {}};
  // The user name is shown, so everybody on file hears of it (product.md rule 8).
  return {std::move(next), {TellEveryone{proven.patient, Topic::forgot_user_name}}, {}, {}};
}

Decision on(const LockedOut& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  const bool locked = s.lock == LockedOut::Lock::locked;
  if (option && *option == "done" && !locked)
    return {moved(state, Ended{Ended::How::told}), {}, Notice::none, {}};
  if (option && *option == "wait" && s.until)
    return {moved(state, Ended{Ended::How::waits, {}, s.until}), {}, Notice::none, {}};
  // After too many wrong passwords in all, the old one opens nothing any more (NIST 800-63B-4
  // §3.2.2): such a lock does not end by itself, and only a new password ends it.
  const bool unlock =
      option && *option == "unlock" && s.until && ctx.policy.unlock == Policy::Unlock::possible;
  const bool password = option && *option == "new_password";
  if (!unlock && !password) return stay(state, Notice::not_understood);
  if (ctx.now >= s.proven.until) return prove_again(state, s.proven, ctx);
  if (password) return let_choose_password(state, s.proven, s.user_name, ctx);
  State next = moved(state, Unlocking{s.proven});
  note(next, "lock", "unlock");
  return {std::move(next), {Unlock{s.proven.patient}}, Notice::none, {}};
}

Decision on(const Unlocking& s, const State& state, const Input& input, const Context& ctx) {
  const auto* unlocked = std::get_if<Unlocked>(&input);
  if (!unlocked) return stay(state, Notice::none);
  if (unlocked->result != ErrandResult::done)
    return hand_over_proven(state, s.proven, Failure::account_system, ctx);
  State next = moved(state, Recovered{Topic::locked});
  note(next, "recovered", word(Topic::locked));
  return {std::move(next),
          {TellEveryone{s.proven.patient, Topic::locked}, CloseTickets{s.proven.patient}},
          Notice::none,
          {}};
}

}  // namespace latchkey::flow
