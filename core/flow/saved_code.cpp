// Saved codes: a proof that lies in a drawer, and how somebody gets one.

#include <algorithm>

#include "core/base/normal.h"
#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

bool is_page(const Context& ctx) { return ctx.channel != Channel::phone; }

bool any_reach(const Claim& claim) {
  return claim.decoy == Decoy::none &&
         std::any_of(claim.reach.begin(), claim.reach.end(), [](bool reached) { return reached; });
}

// The proof that is still missing, where this person can give it here; empty if not.
std::optional<Stage> second_proof(const Claim& claim, std::vector<Challenge> challenges, Held held,
                                  const Context& ctx) {
  Claim half = claim;
  half.first = held;
  if (held == Held::issued && is_page(ctx) && ctx.records.has_saved_code(*claim.patient))
    return TypingSaved{std::move(half), {}};
  if (held == Held::saved && any_reach(claim))
    return ChoosingProof{std::move(half), std::move(challenges)};
  return std::nullopt;
}

// Whom a saved code may open for: also who has no contact, or whose other tries are spent. The dead
// and the unknown have none.
std::optional<PatientId> may_open(const Claim& claim) {
  const bool opens = claim.decoy == Decoy::none || claim.decoy == Decoy::no_contact ||
                     claim.decoy == Decoy::throttled;
  return opens ? claim.patient : std::nullopt;
}

Decision wrong(const TypingSaved& s, const State& state, const Context& ctx) {
  State next = state;
  next.tally.wrong_codes += 1;
  note(next, "saved_code", "wrong");
  Decision decision{std::move(next), {}, Notice::wrong_code, {}};
  if (decision.next.tally.wrong_codes >= wrong_codes_max(ctx))
    decision = give_up(decision.next, s.claim, codes_of(s.challenges), Notice::no_more_codes, ctx);
  decision.effects.insert(decision.effects.begin(), CountWrongSaved{s.claim.key, s.claim.patient});
  return decision;
}

}  // namespace

Codes codes_of(const std::vector<Challenge>& challenges) {
  const bool reached = std::any_of(challenges.begin(), challenges.end(), [](const Challenge& c) {
    return c.sent == Challenge::Sent::to_contact;
  });
  return reached ? Codes::sent : Codes::never_sent;
}

Decision give_up(const State& state, const Claim& claim, Codes codes, Notice notice,
                 const Context& ctx) {
  if (!claim.first) return offer_help(state, unproven(claim, codes), notice);
  Proven proven{claim.topic, *claim.patient, ProofKind::text, claim.key, ctx.now};
  proven.held = *claim.first;
  return hand_over_proven(state, proven, Failure::policy, ctx);
}

Decision proven(const State& state, const Claim& claim, std::vector<Challenge> challenges,
                ProofKind by, Held held, const Context& ctx) {
  const Standing standing = ctx.records.standing(*claim.patient);
  const bool helped_here = !standing.minor && !standing.deactivated;
  if (standing.two_step && helped_here && !claim.first)
    if (auto second = second_proof(claim, std::move(challenges), held, ctx))
      return {moved(state, *std::move(second)), {}, Notice::second_proof, {}};
  Proven passed{claim.topic, *claim.patient, by, claim.key, ctx.now + ctx.policy.grant_life};
  passed.held = claim.first && *claim.first != held ? Held::both : held;
  return {moved(state, Checking{std::move(passed)}), {CheckAccount{*claim.patient}}, {}, {}};
}

Decision on(const TypingSaved& s, const State& state, const Input& input, const Context& ctx) {
  if (std::holds_alternative<OtherWay>(input)) {
    if (s.claim.first) return give_up(state, s.claim, Codes::never_sent, Notice::none, ctx);
    return {moved(state, ChoosingProof{s.claim, s.challenges}), {}, Notice::none, {}};
  }
  const auto* typed = typed_of(input);
  const auto code = typed ? normal_paper_code(typed->reveal()) : std::nullopt;
  if (!code) return stay(state, of_no_code(typed));
  if (code->size() != paper_code_characters) return stay(state, Notice::wrong_length);
  const auto patient = may_open(s.claim);
  const bool right = ctx.records.saved_code(Secret(*code), s.claim.key, patient);
  if (!right || !patient) return wrong(s, state, ctx);
  State next = state;
  note(next, "saved_code", "right");
  Decision passed = proven(next, s.claim, s.challenges, ProofKind::text, Held::saved, ctx);
  passed.effects.insert(passed.effects.begin(), UseSaved{*patient});
  return passed;
}

// A used code gives way to a new one (NIST 800-63B-4 §4.2.1.1), at the end: who holds nothing but
// the paper must not get another one before everything is proven.
bool needs_new_saved(const Proven& proven) {
  return proven.held == Held::saved || proven.held == Held::both;
}

Decision show_new_saved(const State& state, const Proven& proven, Topic topic,
                        std::string user_name, const Context& ctx) {
  State next =
      moved(state, ShowingSaved{topic, proven.patient, std::move(user_name), ctx.fresh.saved});
  return {std::move(next), {KeepSaved{proven.patient, ctx.fresh.saved}}, Notice::none, {}};
}

Decision on(const ShowingSaved& s, const State& state, const Input& input, const Context&) {
  const auto* option = option_of(input);
  if (!option || *option != "done") return stay(state, Notice::none);
  return {moved(state, Recovered{s.topic, s.user_name}), {}, Notice::none, {}};
}

Decision on(const Recovered& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  if (!s.offer || !option || *option != "save_code") return stay(state, Notice::none);
  if (ctx.now >= s.offer->until) return stay(state, Notice::too_late_to_save);
  return {moved(state, ShowingSaved{s.topic, s.offer->patient, s.user_name, ctx.fresh.saved}),
          {KeepSaved{s.offer->patient, ctx.fresh.saved},
           TellEveryone{s.offer->patient, s.topic, TellEveryone::About::saved_code, {}}},
          Notice::none,
          {}};
}

Step view_of(const TypingSaved& s, std::int64_t tries) {
  return {s.claim.first ? "second_saved_code" : "enter_saved_code",
          Entry{EntryKind::paper_code, paper_code_characters, 32},
          {{"tries", tries}},
          {},
          Step::OtherWays::offered};
}

// Without the user name: the two never stand on one sheet (product.md rule 7).
Step view_of(const ShowingSaved& s) {
  return {"your_saved_code",
          Choice{{"done"}},
          {{"code", PaperCode{std::string(s.code.reveal())}}},
          {},
          {}};
}

Step view_of(const Recovered& s) {
  const std::string_view id = s.topic == Topic::forgot_user_name ? "recovered_user_name"
                              : s.topic == Topic::locked         ? "recovered_locked"
                              : s.topic == Topic::first_sign_in  ? "recovered_first"
                                                                 : "recovered_password";
  Step step{id, End{}, {}, {}, {}};
  if (s.offer) step.field = Choice{{"save_code"}};
  if (!s.user_name.empty()) step.told = {{"user_name", Spelled{s.user_name}}};
  return step;
}

}  // namespace latchkey::flow
