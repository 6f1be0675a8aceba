// Who are you? Names, a birth date and one detail find a record; nothing here proves anything.

#include "core/base/normal.h"
#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

Decision ask(const State& state, Identifying next, Identifying::Asking asking) {
  next.asking = asking;
  return {moved(state, std::move(next)), {}, Notice::none, {}};
}

Decision on_name(const Identifying& s, const State& state, const Input& input) {
  const auto* named = std::get_if<Named>(&input);
  if (!named) return stay(state, Notice::not_understood);
  if (!normal_name(named->first) || !normal_name(named->last)) return stay(state, Notice::bad_name);
  Identifying next = s;
  next.facts.first_name = named->first;
  next.facts.last_name = named->last;
  return ask(state, std::move(next), Identifying::Asking::birth_date);
}

Decision on_birth_date(const Identifying& s, const State& state, const Input& input,
                       const Context& ctx) {
  const auto* dated = std::get_if<Dated>(&input);
  if (!dated) return stay(state, Notice::not_understood);
  const auto date = normal_date(dated->text, utc_date(ctx.now));
  if (!date) return stay(state, Notice::bad_birth_date);
  Identifying next = s;
  next.facts.birth_date = *date;
  return ask(state, std::move(next), Identifying::Asking::which_detail);
}

// Looks the person up. What was found changes nothing that can be seen from outside.
Decision look_up(const State& state, const Identifying& s, const Context& ctx) {
  const Found found = ctx.records.find(s.facts);
  Claim claim{s.topic,       s.facts,     ctx.records.claim_key(s.facts, found.patient),
              found.patient, found.decoy, found.reach};
  if (!ctx.records.may_try(claim.key, claim.patient) && claim.decoy == Decoy::none)
    claim.decoy = Decoy::throttled;
  std::vector<Challenge> live = carried(s.before, claim, ctx.now);
  const bool same_claim = s.before.claim_key == claim.key;
  State next = moved(state, ChoosingProof{std::move(claim), std::move(live)});
  next.tally.rounds += 1;
  note(next, "details", "entered");
  // Starting over buys neither more look-ups nor more tries: the next one leads to a person,
  // whoever it is.
  if (next.tally.rounds > ctx.policy.rounds_max || next.tally.wrong_codes >= wrong_codes_max(ctx)) {
    const Codes codes = same_claim && next.tally.wrong_codes > 0 ? Codes::sent : Codes::never_sent;
    const Failed failed = unproven(std::get<ChoosingProof>(next.stage).claim, codes);
    return offer_help(next, failed, Notice::none);
  }
  return {std::move(next), {}, Notice::none, {}};
}

Notice bad_detail(Detail detail) {
  switch (detail) {
    case Detail::zip:
      return Notice::bad_zip;
    case Detail::phone:
      return Notice::bad_phone;
    case Detail::email:
      return Notice::bad_email;
    case Detail::record_number:
      return Notice::bad_record_number;
  }
  return Notice::not_understood;
}

// Keeps the normalised detail; false if the text can't be such a thing.
bool take_detail(Facts& facts, Detail detail, std::string_view text) {
  std::optional<std::string>* slot = nullptr;
  std::optional<std::string> normal;
  switch (detail) {
    case Detail::zip:
      slot = &facts.zip, normal = normal_zip(text);
      break;
    case Detail::phone:
      slot = &facts.phone, normal = normal_phone(text);
      break;
    case Detail::email:
      slot = &facts.email, normal = normal_email(text);
      break;
    case Detail::record_number:
      slot = &facts.record_number, normal = normal_record_number(text);
      break;
  }
  if (!normal) return false;
  *slot = std::move(normal);
  return true;
}

}  // namespace

Identifying first_question(Topic topic, Facts facts, const Context& ctx) {
  Identifying first;
  first.topic = topic;
  first.facts = std::move(facts);
  // Keys can't type a name: on the phone the birth date comes first.
  first.asking =
      ctx.channel == Channel::phone ? Identifying::Asking::birth_date : Identifying::Asking::name;
  return first;
}

Decision on(const Identifying& s, const State& state, const Input& input, const Context& ctx) {
  switch (s.asking) {
    case Identifying::Asking::name:
      return on_name(s, state, input);
    case Identifying::Asking::birth_date:
      return on_birth_date(s, state, input, ctx);
    case Identifying::Asking::which_detail: {
      const auto* option = option_of(input);
      const auto detail = option ? detail_of(*option) : std::nullopt;
      // Letters can't be keyed, so an e-mail address is asked for on pages only.
      if (!detail || (ctx.channel == Channel::phone && *detail == Detail::email))
        return stay(state, Notice::not_understood);
      Identifying next = s;
      next.detail = *detail;
      return ask(state, std::move(next), Identifying::Asking::detail);
    }
    case Identifying::Asking::detail:
      break;
  }
  // "I don't have that one": another detail may be chosen.
  if (std::holds_alternative<OtherWay>(input))
    return ask(state, s, Identifying::Asking::which_detail);
  const auto* typed = typed_of(input);
  if (!typed) return stay(state, Notice::not_understood);
  Identifying next = s;
  if (!take_detail(next.facts, s.detail, typed->reveal())) return stay(state, bad_detail(s.detail));
  return look_up(state, next, ctx);
}

}  // namespace latchkey::flow
