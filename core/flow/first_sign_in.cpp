// The first sign-in: with a code from the office and the birth date, or with a code to a contact on
// file. Which of the two facts was wrong, and why a code opens nothing, is never told.

#include "core/base/normal.h"
#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

Decision without_code(const State& state, const Context& ctx) {
  return {moved(state, first_question(Topic::first_sign_in, {}, ctx)), {}, Notice::none, {}};
}

// Everybody's try is written and looked at in the same way, the account system's answer included.
Decision look_at(const State& state, const Secret& code, Date birth_date, const Context& ctx) {
  if (!ctx.records.registrations_open()) return stay(state, Notice::hand_off_closed);
  const auto found = ctx.records.registration(code, birth_date);
  return {moved(state, CheckingRegistration{found.code, found.patient}),
          {TryRegistration{found.code, found.patient}},
          Notice::none,
          {}};
}

Decision on_page(const State& state, const Input& input, const Context& ctx) {
  const auto* typed = std::get_if<CodeAndDate>(&input);
  if (!typed) return stay(state, Notice::not_understood);
  const auto code = normal_paper_code(typed->code.reveal());
  const auto date = normal_date(typed->birth_date, utc_date(ctx.now));
  if (!code) return stay(state, of_no_code(&typed->code));
  const auto live_size = static_cast<std::size_t>(ctx.policy.live_registration_digits);
  if (code->size() != paper_code_characters && code->size() != live_size)
    return stay(state, Notice::wrong_length);
  if (!date) return stay(state, Notice::bad_birth_date);
  return look_at(state, Secret(*code), *date, ctx);
}

// Keys give one thing after the other.
Decision by_keys(const Registering& s, const State& state, const Input& input, const Context& ctx) {
  if (s.code.empty()) {
    const auto* typed = typed_of(input);
    const auto code = typed ? normal_code(typed->reveal()) : std::nullopt;
    if (!code) return stay(state, Notice::not_understood);
    return {moved(state, Registering{Secret(*code)}), {}, Notice::none, {}};
  }
  const auto* dated = std::get_if<Dated>(&input);
  if (!dated) return stay(state, Notice::not_understood);
  const auto date = normal_date(dated->text, utc_date(ctx.now));
  if (!date) return stay(state, Notice::bad_birth_date);
  return look_at(state, s.code, *date, ctx);
}

Decision wrong(const State& state, const Context& ctx) {
  State next = moved(state, Registering{});
  next.tally.wrong_codes += 1;
  note(next, "registration", "wrong");
  if (next.tally.wrong_codes >= wrong_codes_max(ctx))
    return offer_help(next, Failed{Failure::no_match, Topic::first_sign_in, std::nullopt},
                      Notice::no_more_codes);
  return {std::move(next), {}, Notice::registration_wrong, {}};
}

}  // namespace

Decision begin_first_sign_in(const State& state) {
  State next = moved(state, FirstSignIn{});
  note(next, "topic", word(Topic::first_sign_in));
  return {std::move(next), {}, Notice::none, {}};
}

Decision on(const FirstSignIn& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  if (!option) return stay(state, Notice::not_understood);
  if (*option == "without_code") return without_code(state, ctx);
  const bool by_phone = ctx.channel == Channel::phone;
  if (*option == "paper_code" && by_phone)
    return {moved(state, FirstSignIn{FirstSignIn::Asking::on_paper}), {}, Notice::none, {}};
  if (*option == "done" && s.asking == FirstSignIn::Asking::on_paper)
    return {moved(state, Ended{Ended::How::told}), {}, Notice::none, {}};
  if (*option != (by_phone ? "live_code" : "with_code")) return stay(state, Notice::not_understood);
  if (state.tally.wrong_codes >= wrong_codes_max(ctx))
    return offer_help(state, Failed{Failure::no_match, Topic::first_sign_in, std::nullopt}, {});
  return {moved(state, Registering{}), {}, Notice::none, {}};
}

Decision on(const Registering& s, const State& state, const Input& input, const Context& ctx) {
  // "My code does not work": the contact on file opens the account too.
  if (std::holds_alternative<OtherWay>(input)) return without_code(state, ctx);
  return ctx.channel == Channel::phone ? by_keys(s, state, input, ctx) : on_page(state, input, ctx);
}

Decision on(const CheckingRegistration& s, const State& state, const Input& input,
            const Context& ctx) {
  const auto* seen = std::get_if<AccountSeen>(&input);
  if (!seen) return stay(state, Notice::none);
  if (!s.patient) return wrong(state, ctx);
  Proven proven{Topic::first_sign_in, *s.patient, ProofKind::text,
                ctx.records.claim_key({}, s.patient), ctx.now + ctx.policy.grant_life};
  proven.held = Held::registration;
  proven.account = Proven::Account::never_used;
  proven.registration = s.code;
  // An account that somebody uses is never reset by such a code (rulings.md R19).
  if (seen->state != AccountState::invited && seen->state != AccountState::unknown) {
    Decision used = wrong(state, ctx);
    used.effects.insert(used.effects.begin(), VoidRegistrations{*s.patient});
    return used;
  }
  State next = state;
  note(next, "registration", "right");
  if (seen->state == AccountState::unknown)
    return hand_over_proven(next, proven, Failure::account_system, ctx);
  const Standing standing = ctx.records.standing(*s.patient);
  if (standing.minor || standing.deactivated)
    return hand_over_proven(next, proven, Failure::policy, ctx);
  return let_choose_password(next, proven, seen->user_name, ctx);
}

Step view_of(const FirstSignIn& s, Channel channel) {
  if (s.asking == FirstSignIn::Asking::on_paper)
    return {"paper_code_by_phone", Choice{{"without_code", "done"}}, {}, {}, {}};
  if (channel == Channel::phone)
    return {"first_sign_in", Choice{{"live_code", "paper_code", "without_code"}}, {}, {}, {}};
  return {"first_sign_in", Choice{{"with_code", "without_code"}}, {}, {}, {}};
}

Step view_of(const Registering& s, const Policy& policy, Channel channel, std::int64_t tries) {
  constexpr auto other = Step::OtherWays::offered;
  if (channel != Channel::phone)
    return {"enter_registration", RegistrationEntry{}, {{"tries", tries}}, {}, other};
  if (!s.code.empty()) return {"registration_birth_date", BirthDate{}, {}, {}, {}};
  const int digits = policy.live_registration_digits;
  return {"enter_live_code", Entry{EntryKind::code, digits, digits}, {{"tries", tries}}, {}, other};
}

}  // namespace latchkey::flow
