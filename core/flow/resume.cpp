// Whoever is cut off while a code is on its way calls again, and goes on where they were.
//
// What was typed of themselves is found again and never said; what was wrong stays counted. Only
// those who still have to prove themselves are brought back, so that no trust goes from one call
// to another (domain.md J12).

#include "core/base/normal.h"
#include "core/flow/flow.h"
#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

constexpr int wrong_max = 3;

Decision begin_anew(const State& state, Notice notice) {
  return {moved(state, ChoosingTopic{}), {}, notice, {}};
}

}  // namespace

bool can_resume(const State& state) {
  if (state.resume.empty()) return false;
  // Half a proof stays in the call that gave it.
  if (const auto* s = std::get_if<Proving>(&state.stage)) return !s->claim.first;
  if (const auto* s = std::get_if<NoCode>(&state.stage)) return !s->proving.claim.first;
  return false;
}

Decision on(const Resuming& s, const State& state, const Input& input, const Context& ctx) {
  if (std::holds_alternative<OtherWay>(input)) return begin_anew(state, Notice::none);
  const auto* typed = typed_of(input);
  const auto digits = typed ? normal_code(typed->reveal()) : std::nullopt;
  if (!digits) return stay(state, of_no_code(typed));
  if (const auto conversation = ctx.records.cut_off(*digits))
    return {moved(state, Joined{}), {ResumeCall{*conversation}}, Notice::none, {}};
  const Resuming again{s.wrong + 1};
  if (again.wrong >= wrong_max) return begin_anew(state, Notice::not_resumed);
  return {moved(state, again), {}, Notice::not_resumed, {}};
}

Decision resumed(const State& state) {
  if (!can_resume(state)) return stay(state, Notice::none);
  State next = state;
  if (const auto* missing = std::get_if<NoCode>(&state.stage))
    next.stage = Proving(missing->proving);
  note(next, "call", "resumed");
  return {std::move(next), {}, Notice::none, {}};
}

}  // namespace latchkey::flow
