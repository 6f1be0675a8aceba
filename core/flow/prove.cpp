// What do you hold? A code that went to a contact on file, typed back, proves a person.

#include <algorithm>

#include "core/base/codes.h"
#include "core/base/normal.h"
#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

std::size_t index_of(ProofKind kind) { return static_cast<std::size_t>(kind); }

CodePurpose purpose_of(ProofKind kind) {
  switch (kind) {
    case ProofKind::text:
      return CodePurpose::recover_by_text;
    case ProofKind::call:
      return CodePurpose::recover_by_call;
    case ProofKind::mail:
      break;
  }
  return CodePurpose::recover_by_mail;
}

bool is_current(const Challenge& c) { return c.round == Challenge::Round::current; }

Challenge* find_current(std::vector<Challenge>& challenges, ProofKind kind) {
  const auto it = std::find_if(challenges.begin(), challenges.end(),
                               [&](const Challenge& c) { return is_current(c) && c.kind == kind; });
  return it == challenges.end() ? nullptr : &*it;
}

Challenge fresh_challenge(ProofKind kind, int sends, const Context& ctx) {
  Challenge c;
  c.kind = kind;
  c.copy = ctx.fresh.codes[index_of(kind)];
  c.seal = seal_code(ctx.sealer, ctx.conversation.value, purpose_of(kind), c.copy);
  c.issued = ctx.now;
  c.expires =
      ctx.now + (kind == ProofKind::mail ? ctx.policy.mail_code_life : ctx.policy.short_code_life);
  c.sends = sends;
  return c;
}

// Texts and calls ring the same telephone and share one minute; mail has its own.
bool sent_just_now(const std::vector<Challenge>& challenges, ProofKind kind, const Context& ctx) {
  const bool mail = kind == ProofKind::mail;
  return std::any_of(challenges.begin(), challenges.end(), [&](const Challenge& c) {
    return is_current(c) && (c.kind == ProofKind::mail) == mail &&
           ctx.now < c.last_sent + ctx.policy.resend_after;
  });
}

// The kind of the live challenge that the typed code opens. The work is the same whoever is asked
// about.
std::optional<ProofKind> opened_by(const Proving& s, const Secret& typed, const Context& ctx) {
  std::optional<ProofKind> opened;
  for (const Challenge& c : s.challenges) {
    const SealedCode sealed{ctx.conversation.value, purpose_of(c.kind), c.seal, c.issued,
                            c.expires};
    const Judgement judged = judge(ctx.sealer, sealed, typed, ctx.now);
    if (judged == Judgement::right && c.sent == Challenge::Sent::to_contact) opened = c.kind;
  }
  return opened;
}

// A slip of the keys, whoever is asked about: what was sent is the same for everybody.
bool has_length_of_one(const Proving& s, std::string_view typed) {
  return std::any_of(s.challenges.begin(), s.challenges.end(),
                     [&](const Challenge& c) { return c.copy.reveal().size() == typed.size(); });
}

bool any_live(const Proving& s, Time now) {
  return std::any_of(s.challenges.begin(), s.challenges.end(),
                     [&](const Challenge& c) { return now < c.expires; });
}

Decision right(const Proving& s, const State& state, ProofKind by, const Context& ctx) {
  State next = state;
  note(next, "code", "right");
  Decision passed = proven(next, s.claim, s.challenges, by, Held::issued, ctx);
  passed.effects.insert(passed.effects.begin(), CountProven{s.claim.key, *s.claim.patient, by});
  return passed;
}

// A wrong code is a changed state: it commits, and nothing gives it back (product.md rule 4).
Decision wrong(const Proving& s, const State& state, const Context& ctx) {
  State next = state;
  next.tally.wrong_codes += 1;
  note(next, "code", "wrong");
  Decision decision{std::move(next), {}, Notice::wrong_code, {}};
  if (decision.next.tally.wrong_codes >= wrong_codes_max(ctx))
    decision = give_up(decision.next, s.claim, Codes::sent, Notice::no_more_codes, ctx);
  decision.effects.insert(decision.effects.begin(), CountWrongCode{s.claim.key, s.claim.patient});
  return decision;
}

// On the phone a call would ring the very line that this caller is on: they hang up first.
Decision send_by(const State& state, const Claim& claim, const std::vector<Challenge>& challenges,
                 ProofKind kind, const Context& ctx) {
  if (ctx.channel != Channel::phone || kind != ProofKind::call)
    return send_code(state, claim, challenges, kind, ctx);
  if (sent_just_now(challenges, kind, ctx)) return stay(state, Notice::wait_before_resend);
  return call_back(state, claim, challenges, ctx);
}

// Sixteen letters and digits can't be keyed; and one saved code is no second method.
bool may_type_saved(const Claim& claim, const Context& ctx) {
  return ctx.channel != Channel::phone && !claim.first;
}

// Correcting what was entered: the facts and the codes stay, the rounds do not come back.
Decision check_details(const Claim& claim, const std::vector<Challenge>& challenges,
                       const State& state, const Context& ctx) {
  if (!may_correct(claim, state, ctx.policy)) return stay(state, Notice::not_understood);
  Identifying next = first_question(claim.topic, claim.facts, ctx);
  next.before = {claim.key, challenges};
  return {moved(state, std::move(next)), {}, Notice::none, {}};
}

// One more fact may single out one of several (rulings.md R3: offered to everybody).
Decision add_detail(const NoCode& s, const State& state, const Context& ctx) {
  if (!may_correct(s.proving.claim, state, ctx.policy)) return stay(state, Notice::not_understood);
  Identifying next;
  next.topic = s.proving.claim.topic;
  next.facts = s.proving.claim.facts;
  next.asking = Identifying::Asking::which_detail;
  next.before = {s.proving.claim.key, s.proving.challenges};
  return {moved(state, std::move(next)), {}, Notice::none, {}};
}

}  // namespace

bool may_correct(const Claim& claim, const State& state, const Policy& policy) {
  return !claim.first && state.tally.rounds < policy.rounds_max;
}

Failed unproven(const Claim& claim, Codes codes) {
  Failed failed{Failure::code_failed, claim.topic, claim.patient};
  // Facts alone must not mark a patient's record: without a code there is only a wish for help.
  if (codes == Codes::never_sent) failed.code = Failure::wants_person;
  if (codes == Codes::never_sent && claim.decoy == Decoy::throttled) failed.patient.reset();
  if (claim.decoy == Decoy::no_contact) failed.code = Failure::no_contact;
  if (claim.decoy == Decoy::deceased) failed.code = Failure::policy;
  if (claim.decoy == Decoy::nobody || claim.decoy == Decoy::several) {
    failed.code = Failure::no_match;
    failed.patient.reset();  // unverified: the ticket shows no record (product.md T1)
  }
  return failed;
}

// Who is told what, and when, follows from moments and what was typed alone: everybody carries the
// same number of codes, and a code that was sent for somebody else opens for nobody.
std::vector<Challenge> carried(const SentBefore& before, const Claim& claim, Time now) {
  std::vector<Challenge> out;
  for (Challenge c : before.challenges) {
    if (now >= c.expires) continue;
    c.round = Challenge::Round::earlier;
    if (before.claim_key != claim.key || claim.decoy != Decoy::none)
      c.sent = Challenge::Sent::to_nobody;
    out.push_back(std::move(c));
  }
  return out;
}

Decision send_code(const State& state, const Claim& claim, std::vector<Challenge> challenges,
                   ProofKind kind, const Context& ctx) {
  Challenge* known = find_current(challenges, kind);
  const int sends = known ? known->sends : 0;
  if (sends >= ctx.policy.sends_max) return stay(state, Notice::no_more_codes);
  if (sent_just_now(challenges, kind, ctx)) return stay(state, Notice::wait_before_resend);
  // While a code lives, a resend carries the same one: messages overtake each other, and people
  // type the one they see (rulings.md R7).
  const bool again = known && ctx.now < known->expires;
  if (!known) known = &challenges.emplace_back();
  if (!again) *known = fresh_challenge(kind, sends, ctx);
  known->sends += 1;
  known->last_sent = ctx.now;

  const bool allowed = ctx.records.may_send(claim.key, claim.patient, kind);
  SendCode send{std::nullopt, claim.patient, kind, known->copy, known->expires, claim.key};
  if (claim.patient && claim.decoy == Decoy::none && claim.reach[index_of(kind)] && allowed) {
    send.to = claim.patient;
    known->sent = Challenge::Sent::to_contact;
  }
  CountSend count{claim.key, claim.patient, kind};
  if (!send.to) count.reaches = CountSend::Reaches::nobody;
  State next = moved(state, Proving{claim, std::move(challenges), kind});
  note(next, word(kind), again ? "sent_again" : "sent");
  if (ctx.channel == Channel::phone && next.resume.empty() && ctx.records.finds_again())
    next.resume = ctx.fresh.match_code;
  return {std::move(next),
          {std::move(send), std::move(count)},
          again ? Notice::code_sent_again : Notice::code_sent,
          {}};
}

Decision on(const ChoosingProof& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  if (option && *option == "help")
    return give_up(state, s.claim, codes_of(s.challenges), Notice::none, ctx);
  if (option && *option == "check_details" && ctx.channel != Channel::phone)
    return check_details(s.claim, s.challenges, state, ctx);
  if (option && *option == "saved" && may_type_saved(s.claim, ctx))
    return {moved(state, TypingSaved{s.claim, s.challenges}), {}, Notice::none, {}};
  if (option && *option == "desk" && ctx.channel == Channel::kiosk)
    return ask_desk(state, s.claim, s.challenges, Notice::none, ctx);
  const auto kind = option ? proof_kind_of(*option) : std::nullopt;
  if (!kind) return stay(state, Notice::not_understood);
  return send_by(state, s.claim, s.challenges, *kind, ctx);
}

Decision on(const Proving& s, const State& state, const Input& input, const Context& ctx) {
  if (std::holds_alternative<OtherWay>(input)) return {moved(state, NoCode{s}), {}, {}, {}};
  const auto* typed = typed_of(input);
  const auto code = typed ? normal_code(typed->reveal()) : std::nullopt;
  if (!code) return stay(state, of_no_code(typed));
  if (!any_live(s, ctx.now)) return stay(state, Notice::code_expired);
  if (!has_length_of_one(s, *code)) return stay(state, Notice::wrong_length);
  // Counted before it is judged, and judged as wrong once the account's budget is spent.
  const bool may_try = ctx.records.may_try(s.claim.key, s.claim.patient);
  const auto by = opened_by(s, Secret(*code), ctx);
  if (by && may_try) return right(s, state, *by, ctx);
  return wrong(s, state, ctx);
}

Decision on(const NoCode& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  if (!option) {
    // The code arrived after all.
    if (typed_of(input)) return on(s.proving, moved(state, s.proving), input, ctx);
    return stay(state, Notice::not_understood);
  }
  if (*option == "back") return {moved(state, s.proving), {}, Notice::none, {}};
  if (*option == "check_details")
    return check_details(s.proving.claim, s.proving.challenges, state, ctx);
  if (*option == "add_detail") return add_detail(s, state, ctx);
  if (*option == "help") return give_up(state, s.proving.claim, Codes::sent, Notice::none, ctx);
  if (*option == "saved" && may_type_saved(s.proving.claim, ctx))
    return {moved(state, TypingSaved{s.proving.claim, s.proving.challenges}), {}, {}, {}};
  if (*option == "desk" && ctx.channel == Channel::kiosk)
    return ask_desk(state, s.proving.claim, s.proving.challenges, Notice::none, ctx);
  const auto kind = *option == "resend" ? std::optional(s.proving.current) : proof_kind_of(*option);
  if (!kind) return stay(state, Notice::not_understood);
  return send_by(state, s.proving.claim, s.proving.challenges, *kind, ctx);
}

}  // namespace latchkey::flow
