// "Call me": the caller hangs up and we ring the phone on file (rulings.md R18).

#include <algorithm>

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

// Nobody is on the first line any more, so that this tells nobody whether there was a ring. Whoever
// wants a person is put through or not; the ticket stands before, whatever becomes of that call.
Decision unanswered(const CallingBack& s, const State& state, const CallUnanswered& call,
                    const Context& ctx) {
  if (call.ring != s.ring) return stay(state, Notice::none);
  State next = state;
  if (call.wants == CallUnanswered::Wants::person) {
    note(next, "call_back", "asked");
    return leave_unreached(next, s.claim, ctx);
  }
  note(next, "call_back", "unanswered");
  if (s.rings >= ctx.policy.call_backs_max) return leave_unreached(next, s.claim, ctx);
  CallingBack again = s;
  again.rings += 1;
  return ring(std::move(again), next, ctx.now + ctx.policy.call_back_again, ctx);
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
  return stay(state, Notice::none);
}

bool asked_for_person_when_rung(const State& state) {
  const auto* ended = std::get_if<Ended>(&state.stage);
  return ended && ended->how == Ended::How::no_answer && state.tally.rings > 0 &&
         std::ranges::any_of(state.tried, [](const Tried& tried) {
           return tried.step == "call_back" && tried.result == "asked";
         });
}

Step view_of(const CallingBack& s) {
  return {"calling_back", End{}, {{"code", DigitsTold{s.digits}}}, {}, {}};
}

}  // namespace latchkey::flow
