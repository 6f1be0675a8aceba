// Back in: what the account system says, the user name, the new password, the hand-off to a page.

#include <algorithm>

#include "core/base/normal.h"
#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

// What only the office may settle, revealed now that the person has proven who they are (R3).
bool office_must_help(const Proven& proven, const AccountSeen& seen, const Context& ctx) {
  const Standing standing = ctx.records.standing(proven.patient);
  if (standing.minor || standing.deactivated) return true;
  if (standing.two_step && proven.held != Held::both) return true;
  if (seen.state == AccountState::invited) return ctx.policy.activate == Policy::Can::no;
  return seen.state == AccountState::missing || seen.state == AccountState::deactivated;
}

// A sign-in that fails right after a new password was chosen is most often the old one, which the
// browser filled in (domain.md C12).
bool is_chosen_lately(const AccountSeen& seen, Time now) {
  constexpr std::chrono::hours lately{24};
  return seen.password_at && now - *seen.password_at < lately;
}

// Whoever proves an account to be theirs that nobody ever used opens it now, whatever they came
// for; whoever came to open one that is open gets a new password.
Notice about_account(const Proven& proven, const AccountSeen& seen, Time now) {
  const bool first = proven.topic == Topic::first_sign_in;
  if (proven.account == Proven::Account::never_used)
    return first ? Notice::none : Notice::never_used;
  if (first) return Notice::already_used;
  return is_chosen_lately(seen, now) ? Notice::chosen_lately : Notice::none;
}

// A user name is told; that of an account which nobody has opened yet is of no use alone.
bool only_tells(const Proven& proven) {
  return proven.topic == Topic::forgot_user_name && proven.account == Proven::Account::used;
}

// The caller was told that a message tells the end (rulings.md R13): it goes to the contact that
// proved them, as a copy does that they ask for. Whoever is locked out gets a hand-off too: nobody
// is on the line to choose how the lock ends, and a new password ends any of them.
Decision tell_later(const Proven& proven, const State& state, const std::string& user_name,
                    const Context& ctx) {
  if (only_tells(proven)) {
    State next = moved(state, Recovered{proven.topic});
    note(next, "recovered", word(proven.topic));
    return {std::move(next),
            {SendUserName{proven.patient, proven.by, user_name}, tell_of(proven, proven.topic),
             CloseTickets{proven.patient}},
            Notice::none,
            {}};
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

TellEveryone tell_of(const Proven& proven, Topic recovered) {
  const bool by_code = proven.held == Held::issued || proven.held == Held::both;
  return {proven.patient, recovered, TellEveryone::About::recovery,
          by_code ? std::optional(proven.by) : std::nullopt};
}

Decision finished(const State& state, const Proven& proven, Topic topic, std::string user_name,
                  const Context& ctx) {
  State noted = state;
  note(noted, "recovered", word(topic));
  if (needs_new_saved(proven))
    return show_new_saved(noted, proven, topic, std::move(user_name), ctx);
  Recovered over{topic, std::move(user_name)};
  // Not in a lobby, where others read along.
  if (ctx.channel == Channel::web)
    over.offer = Recovered::Offer{proven.patient, ctx.now + ctx.policy.grant_life};
  return {moved(noted, std::move(over)), {}, Notice::none, {}};
}

Decision prove_again(const State& state, const Proven& proven, const Context& ctx) {
  State next = proven.held == Held::registration
                   ? moved(state, Registering{})
                   : moved(state, first_question(proven.topic, {}, ctx));
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
  if (office_must_help(s.proven, *seen, ctx))
    return hand_over_proven(state, s.proven, Failure::policy, ctx);
  Proven proven = s.proven;
  const bool never_used = seen->state == AccountState::invited;
  if (never_used) proven.account = Proven::Account::never_used;
  if (s.line == Checking::Line::hung_up) return tell_later(proven, state, seen->user_name, ctx);
  if (proven.topic == Topic::locked && !never_used) return let_unlock(state, proven, *seen, ctx);
  if (!only_tells(proven)) {
    Decision choose = let_choose_password(state, proven, seen->user_name, ctx);
    choose.notice = about_account(proven, *seen, ctx.now);
    return choose;
  }
  State next = moved(state, TellingUserName{s.proven, seen->user_name, {}});
  note(next, "user_name", "told");
  return {std::move(next),
          {tell_of(s.proven, Topic::forgot_user_name), CloseTickets{s.proven.patient}},
          Notice::none,
          {}};
}

Decision on(const TellingUserName& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  if (option && *option == "done")
    return finished(state, s.proven, Topic::forgot_user_name, {}, ctx);
  const bool can_set = ctx.policy.set_password == Policy::Can::yes;
  if (option && *option == "need_password" && can_set)
    return ctx.now >= s.proven.until ? prove_again(state, s.proven, ctx)
                                     : let_choose_password(state, s.proven, s.user_name, ctx);
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
  if (ctx.channel == Channel::kiosk && std::holds_alternative<OtherWay>(input))
    return hand_off_to_phone(state, s, ctx);
  const auto* chosen = std::get_if<NewPassword>(&input);
  if (!chosen) return stay(state, Notice::not_understood);
  if (ctx.now >= s.proven.until) return prove_again(state, s.proven, ctx);
  if (!chosen->refusal.empty()) return stay(state, Notice::password_refused, chosen->refusal);
  const Proven& proven = s.proven;
  // The office may have given out another code meanwhile: this one opens nothing any more.
  if (proven.held == Held::registration && !ctx.records.registration_stands(proven.registration))
    return {moved(state, Registering{}), {}, Notice::registration_wrong, {}};
  State next = moved(state, Resetting{proven, s.user_name});
  note(next, "password", "chosen");
  return {std::move(next),
          {SetPassword{proven.patient, chosen->password, proven.account, proven.registration}},
          Notice::none,
          {}};
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
  // Back on the kiosk's own screen: with the stage its code is gone.
  if (option && *option == "stay" && ctx.channel == Channel::kiosk)
    return let_choose_password(state, s.proven, s.user_name, ctx);
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
  if (!code) return stay(state, of_no_code(&typed->code));
  if (code->size() != static_cast<std::size_t>(ctx.policy.hand_off_digits))
    return stay(state, Notice::wrong_length);
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
  const bool first = s.proven.account == Proven::Account::never_used;
  const Topic topic = first ? Topic::first_sign_in : Topic::forgot_password;
  // Whoever signs in for the first time has never read the user name.
  const bool unknown_name = first || s.proven.topic == Topic::first_sign_in;
  Decision done = finished(state, s.proven, topic, unknown_name ? s.user_name : std::string(), ctx);
  done.effects.emplace_back(tell_of(s.proven, topic));
  done.effects.emplace_back(CloseTickets{s.proven.patient});
  if (first) done.effects.emplace_back(VoidRegistrations{s.proven.patient});
  return done;
}

}  // namespace latchkey::flow
