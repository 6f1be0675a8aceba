// Back in: what the account system says, the user name, the new password, the hand-off to a page.

#include <algorithm>

#include "core/base/normal.h"
#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

// What only the office may settle, revealed now that the person has proven who they are (R3).
bool office_must_help(const AccountSeen& seen, const Standing& standing) {
  if (standing.minor || standing.deactivated || standing.two_step) return true;
  return seen.state == AccountState::missing || seen.state == AccountState::invited ||
         seen.state == AccountState::deactivated;
}

Decision finished(const State& state, Topic topic) {
  State next = moved(state, Recovered{topic});
  note(next, "recovered", word(topic));
  return {std::move(next), {}, Notice::none, {}};
}

// The caller was told that a message tells the end (rulings.md R13): it goes to the contact that
// proved them, as a copy does that they ask for.
Decision tell_later(const Checking& s, const State& state, const std::string& user_name,
                    const Context& ctx) {
  const Proven& proven = s.proven;
  if (proven.topic == Topic::forgot_user_name) {
    Decision told = finished(state, proven.topic);
    told.effects = {SendUserName{proven.patient, proven.by, user_name},
                    TellEveryone{proven.patient, proven.topic}, CloseTickets{proven.patient}};
    return told;
  }
  const Time expires = ctx.now + ctx.policy.hand_off_life;
  const HandingOff handing{proven, user_name, ctx.fresh.hand_off, expires, HandingOff::Copy::sent};
  State next = moved(state, let_go(handing, ctx.now));
  note(next, "hand_off", "sent");
  return {std::move(next),
          {KeepHandOff{ctx.fresh.hand_off, proven.patient, expires},
           SendHandOff{proven.patient, proven.by, ctx.fresh.hand_off, expires}},
          Notice::none,
          {}};
}

}  // namespace

HandingOff let_go(HandingOff handing, Time now) {
  handing.line = HandingOff::Line::hung_up;
  const auto left = std::chrono::floor<std::chrono::minutes>(handing.expires - now);
  handing.left = std::max(std::chrono::minutes(left), std::chrono::minutes(1));
  return handing;
}

Decision prove_again(const State& state, const Proven& proven, const Context& ctx) {
  State next = moved(state, first_question(proven.topic, {}, ctx));
  note(next, "proof", "too_old");
  return {std::move(next), {}, Notice::prove_again, {}};
}

Decision let_choose_password(const State& state, const Proven& proven, const std::string& user_name,
                             const Context& ctx) {
  if (ctx.channel != Channel::phone)
    return {moved(state, ChoosingPassword{proven, user_name}), {}, Notice::none, {}};
  // No password is ever spoken: the caller gets a code and chooses it on a page (rulings.md R17).
  const Time expires = ctx.now + ctx.policy.hand_off_life;
  State next = moved(state, HandingOff{proven, user_name, ctx.fresh.hand_off, expires});
  note(next, "hand_off", "given");
  return {std::move(next), {KeepHandOff{ctx.fresh.hand_off, proven.patient, expires}}, {}, {}};
}

Decision on(const Checking& s, const State& state, const Input& input, const Context& ctx) {
  const auto* seen = std::get_if<AccountSeen>(&input);
  if (!seen) return stay(state, Notice::none);
  if (seen->state == AccountState::unknown)
    return hand_over_proven(state, s.proven, Failure::account_system, ctx);
  if (office_must_help(*seen, ctx.records.standing(s.proven.patient)))
    return hand_over_proven(state, s.proven, Failure::policy, ctx);
  if (s.line == Checking::Line::hung_up) return tell_later(s, state, seen->user_name, ctx);
  if (s.proven.topic == Topic::locked) return let_unlock(state, s.proven, *seen);
  if (s.proven.topic != Topic::forgot_user_name)
    return let_choose_password(state, s.proven, seen->user_name, ctx);
  State next = moved(state, TellingUserName{s.proven, seen->user_name, {}});
  note(next, "user_name", "told");
  return {std::move(next),
          {TellEveryone{s.proven.patient, Topic::forgot_user_name}, CloseTickets{s.proven.patient}},
          Notice::none,
          {}};
}

Decision on(const TellingUserName& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  if (option && *option == "done") return finished(state, Topic::forgot_user_name);
  if (option && *option == "need_password" && ctx.now >= s.proven.until)
    return prove_again(state, s.proven, ctx);
  if (option && *option == "need_password")
    return let_choose_password(state, s.proven, s.user_name, ctx);
  if (option && *option == "send_copy" && s.copy == TellingUserName::Copy::not_sent) {
    TellingUserName next = s;
    next.copy = TellingUserName::Copy::sent;
    return {moved(state, std::move(next)),
            {SendUserName{s.proven.patient, s.proven.by, s.user_name}},
            Notice::copy_sent,
            {}};
  }
  return stay(state, Notice::not_understood);
}

Decision on(const ChoosingPassword& s, const State& state, const Input& input, const Context& ctx) {
  const auto* chosen = std::get_if<NewPassword>(&input);
  if (!chosen) return stay(state, Notice::not_understood);
  if (ctx.now >= s.proven.until) return prove_again(state, s.proven, ctx);
  if (!chosen->refusal.empty()) return stay(state, Notice::password_refused, chosen->refusal);
  State next = moved(state, Resetting{s.proven});
  note(next, "password", "chosen");
  return {std::move(next), {SetPassword{s.proven.patient, chosen->password}}, Notice::none, {}};
}

Decision on(const HandingOff& s, const State& state, const Input& input, const Context& ctx) {
  if (std::holds_alternative<HandOffRedeemed>(input)) {
    if (ctx.now >= s.expires) return stay(state, Notice::code_expired);
    // The code proved the page's leg just now: its time to choose begins here.
    Proven redeemed = s.proven;
    redeemed.until = ctx.now + ctx.policy.grant_life;
    State next = moved(state, ChoosingPassword{std::move(redeemed), s.user_name});
    note(next, "hand_off", "redeemed");
    return {std::move(next), {}, Notice::none, {}};
  }
  const auto* option = option_of(input);
  const bool done = option && *option == "done" && s.line == HandingOff::Line::listening;
  const bool copy = option && *option == "send_copy" && s.copy == HandingOff::Copy::not_sent;
  // A code that is dead by now opens nothing, however often it is said or sent.
  if ((done || copy) && ctx.now >= s.expires) return prove_again(state, s.proven, ctx);
  if (done) return {moved(state, let_go(s, ctx.now)), {}, Notice::none, {}};
  if (copy) {
    HandingOff next = s;
    next.copy = HandingOff::Copy::sent;
    return {moved(state, std::move(next)),
            {SendHandOff{s.proven.patient, s.proven.by, s.code, s.expires}},
            Notice::copy_sent,
            {}};
  }
  return stay(state, Notice::not_understood);
}

Decision on(const RedeemingHandOff&, const State& state, const Input& input, const Context& ctx) {
  const auto* typed = std::get_if<CodeAndDate>(&input);
  if (!typed) return stay(state, Notice::not_understood);
  const auto code = normal_code(typed->code.reveal());
  const auto date = normal_date(typed->birth_date, utc_date(ctx.now));
  if (!code) return stay(state, Notice::not_understood);
  if (!date) return stay(state, Notice::bad_birth_date);
  // What is not judged is neither right nor wrong: it costs nobody a try (rulings.md R17).
  if (!ctx.records.hand_offs_open()) return stay(state, Notice::hand_off_closed);
  if (const auto conversation = ctx.records.hand_off(*code, *date))
    return {moved(state, Joined{}), {JoinHandOff{*conversation}}, Notice::none, {}};

  State next = state;
  next.tally.wrong_codes += 1;
  note(next, "hand_off", "wrong");
  Decision decision{std::move(next), {}, Notice::hand_off_wrong, {}};
  if (decision.next.tally.wrong_codes >= wrong_codes_max(ctx))
    decision = offer_help(decision.next, Failed{Failure::no_match, Topic::have_code, std::nullopt},
                          Notice::no_more_codes);
  decision.effects.insert(decision.effects.begin(), CountHandOffMiss{Secret(*code)});
  return decision;
}

Decision on(const Resetting& s, const State& state, const Input& input, const Context& ctx) {
  const auto* set = std::get_if<PasswordSet>(&input);
  if (!set) return stay(state, Notice::none);
  if (set->result != ErrandResult::done)
    return hand_over_proven(state, s.proven, Failure::account_system, ctx);
  Decision done = finished(state, Topic::forgot_password);
  done.effects = {TellEveryone{s.proven.patient, Topic::forgot_password},
                  CloseTickets{s.proven.patient}};
  return done;
}

}  // namespace latchkey::flow
