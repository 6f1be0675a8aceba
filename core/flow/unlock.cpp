// Locked out: unlock, wait, or a new password, as the account system can.

#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

bool can_set(const Context& ctx) { return ctx.policy.set_password == Policy::Can::yes; }

}  // namespace

Decision let_unlock(const State& state, const Proven& proven, const AccountSeen& seen,
                    const Context& ctx) {
  const bool locked = seen.state == AccountState::locked;
  // Such a lock does not end by itself, and nothing here ends it.
  if (locked && !seen.locked_until && !can_set(ctx))
    return hand_over_proven(state, proven, Failure::policy, ctx);
  State next = moved(state, LockedOut{proven, seen.user_name,
                                      locked ? LockedOut::Lock::locked : LockedOut::Lock::open,
                                      locked ? seen.locked_until : std::nullopt});
  note(next, "lock", locked ? "locked" : "open");
  if (locked) return {std::move(next), {}, Notice::none, {}};
  // The user name is shown, so everybody on file hears of it (product.md rule 8).
  return {std::move(next), {tell_of(proven, Topic::forgot_user_name)}, {}, {}};
}

Decision on(const LockedOut& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  const bool locked = s.lock == LockedOut::Lock::locked;
  const bool done = option && *option == "done" && !locked;
  const bool wait = option && *option == "wait" && s.until;
  if ((done || wait) && needs_new_saved(s.proven))
    return show_new_saved(state, s.proven, Topic::locked, {}, ctx);
  if (done) return {moved(state, Ended{Ended::How::told}), {}, Notice::none, {}};
  if (wait) return {moved(state, Ended{Ended::How::waits, {}, s.until}), {}, Notice::none, {}};
  // After too many wrong passwords in all, the old one opens nothing any more (NIST 800-63B-4
  // §3.2.2): such a lock does not end by itself, and only a new password ends it.
  const bool unlock =
      option && *option == "unlock" && s.until && ctx.policy.unlock == Policy::Can::yes;
  const bool password = option && *option == "new_password" && can_set(ctx);
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
  Decision done = finished(state, s.proven, Topic::locked, {}, ctx);
  done.effects.emplace_back(tell_of(s.proven, Topic::locked));
  done.effects.emplace_back(CloseTickets{s.proven.patient});
  return done;
}

}  // namespace latchkey::flow
