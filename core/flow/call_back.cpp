// "Call me": the caller hangs up and we ring the phone on file (rulings.md R18).

#include "core/base/secret.h"
#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

constexpr auto by_call = static_cast<std::size_t>(ProofKind::call);

bool can_be_rung(const Claim& claim) {
  return claim.patient && claim.decoy == Decoy::none && claim.reach[by_call];
}

// The ring of this number, when it is due. Who has no phone on file, or had enough calls for now,
// is rung by nobody, as often.
Decision ring(CallingBack calling, const State& state, Time at, const Context& ctx) {
  const Claim& claim = calling.claim;
  const bool allowed = ctx.records.may_send(claim.key, claim.patient, ProofKind::call);
  calling.ring = state.tally.rings + 1;
  RingBack rings{std::nullopt, claim.patient, at, calling.until, calling.ring, claim.key};
  if (can_be_rung(claim) && allowed) rings.to = claim.patient;
  CountSend count{claim.key, claim.patient, ProofKind::call};
  if (!rings.to) count.reaches = CountSend::Reaches::nobody;
  State next = moved(state, std::move(calling));
  next.tally.rings += 1;
  note(next, "call_back", "sent");
  return {std::move(next), {std::move(rings), std::move(count)}, Notice::none, {}};
}

Decision wrong(const CallingBack& s, const State& state, const Context& ctx) {
  CallingBack again = s;
  again.wrong += 1;
  State next = moved(state, std::move(again));
  next.tally.wrong_codes += 1;
  note(next, "code", "wrong");
  Decision decision{std::move(next), {}, Notice::wrong_code, {}};
  if (decision.next.tally.wrong_codes >= wrong_codes_max(ctx))
    decision = leave_unreached(decision.next, s.claim, ctx);
  decision.effects.insert(decision.effects.begin(), CountWrongCode{s.claim.key, s.claim.patient});
  return decision;
}

Decision answered(const CallingBack& s, const State& state, const CalledBack& typed,
                  const Context& ctx) {
  if (ctx.now >= s.until || typed.ring != s.ring || typed.wrong_before != s.wrong)
    return stay(state, Notice::none);
  const bool may_try = ctx.records.may_try(s.claim.key, s.claim.patient);
  const bool right = Secret(typed.digits) == Secret(s.digits);
  if (!right || !may_try || !can_be_rung(s.claim)) return wrong(s, state, ctx);
  State next = state;
  note(next, "code", "right");
  Decision passed = proven(next, s.claim, s.challenges, ProofKind::call, Held::issued, ctx);
  passed.effects.insert(passed.effects.begin(),
                        CountProven{s.claim.key, *s.claim.patient, ProofKind::call});
  return passed;
}

// Nobody is on the first line any more, so that this tells nobody whether there was a ring.
Decision unanswered(const CallingBack& s, const State& state, const CallUnanswered& call,
                    const Context& ctx) {
  if (call.ring != s.ring) return stay(state, Notice::none);
  State next = state;
  note(next, "call_back", "unanswered");
  if (s.rings >= ctx.policy.call_backs_max) return leave_unreached(next, s.claim, ctx);
  CallingBack again = s;
  again.rings += 1;
  return ring(std::move(again), next, ctx.now + ctx.policy.call_back_again, ctx);
}

// Whoever was rung has talked with a person at the office instead.
Decision helped(const State& state) {
  State next = moved(state, Ended{Ended::How::transferred});
  note(next, "handed_over", word(Failure::wants_person));
  return {std::move(next), {}, Notice::none, {}};
}

}  // namespace

Decision call_back(const State& state, const Claim& claim, std::vector<Challenge> challenges,
                   const Context& ctx) {
  CallingBack calling{claim,
                      std::move(challenges),
                      ctx.fresh.match_code,
                      ctx.now + ctx.policy.short_code_life,
                      1,
                      1,
                      0};
  return ring(std::move(calling), state, ctx.now + ctx.policy.call_back_after, ctx);
}

Decision on(const CallingBack& s, const State& state, const Input& input, const Context& ctx) {
  if (const auto* typed = std::get_if<CalledBack>(&input)) return answered(s, state, *typed, ctx);
  if (const auto* call = std::get_if<CallUnanswered>(&input))
    return unanswered(s, state, *call, ctx);
  if (std::holds_alternative<RingsOver>(input) && ctx.now >= s.until)
    return leave_unreached(state, s.claim, ctx);
  const auto* office = std::get_if<TransferEnded>(&input);
  if (office && office->result == TransferEnded::Result::answered) return helped(state);
  return stay(state, Notice::none);
}

Step view_of(const CallingBack& s) {
  return {"calling_back", End{}, {{"code", DigitsTold{s.digits}}}, {}, {}};
}

}  // namespace latchkey::flow
