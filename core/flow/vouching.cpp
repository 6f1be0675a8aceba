// What only a kiosk can do: ask the front desk, and go on on one's own telephone.

#include "core/flow/rules.h"

namespace latchkey::flow {

Decision ask_desk(const State& state, const Claim& claim, std::vector<Challenge> challenges,
                  Notice notice, const Context& ctx) {
  State next = moved(state, Vouching{claim, std::move(challenges), ctx.fresh.match_code});
  note(next, "desk", "asked");
  return {std::move(next), {AskDesk{ctx.fresh.match_code}}, notice, {}};
}

// The ID proves who stands here, not what was typed: whoever was found by it, or was not, is the
// same to this kiosk, and codes that strangers burnt count for nothing (rulings.md R6).
Decision on(const Vouching& s, const State& state, const Input& input, const Context& ctx) {
  if (const auto* vouched = std::get_if<Vouched>(&input)) {
    if (s.vouch) return stay(state, Notice::none);
    Vouching next = s;
    next.vouch = Vouching::Vouch{vouched->patient, ctx.now + ctx.policy.vouch_life};
    return {moved(state, std::move(next)), {}, Notice::none, {}};
  }
  if (std::holds_alternative<OtherWay>(input))
    return {moved(state, ChoosingProof{s.claim, s.challenges}), {}, Notice::none, {}};
  const auto* option = option_of(input);
  if (!s.vouch || !option || *option != "go_on") return stay(state, Notice::not_understood);
  if (ctx.now >= s.vouch->until)
    return ask_desk(state, s.claim, s.challenges, Notice::vouch_over, ctx);
  const PatientId patient = s.vouch->patient;
  State next = moved(
      state, Checking{{s.claim.topic, patient, ProofKind::text, ctx.records.claim_key({}, patient),
                       ctx.now + ctx.policy.grant_life, Held::desk}});
  note(next, "desk", "right");
  return {std::move(next), {CheckAccount{patient}}, Notice::none, {}};
}

Decision hand_off_to_phone(const State& state, const ChoosingPassword& choosing,
                           const Context& ctx) {
  if (ctx.now >= choosing.proven.until) return prove_again(state, choosing.proven, ctx);
  const Time expires = ctx.now + ctx.policy.hand_off_life;
  State next =
      moved(state, HandingOff{choosing.proven, choosing.user_name, ctx.fresh.hand_off, expires});
  note(next, "hand_off", "given");
  return {std::move(next),
          {KeepHandOff{ctx.fresh.hand_off, choosing.proven.patient, expires}},
          Notice::none,
          {}};
}

}  // namespace latchkey::flow
