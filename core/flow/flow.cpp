#include "core/flow/flow.h"

#include <algorithm>

#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

// Stages in which a machine is at work, or that already lead to a person.
bool takes_person_requests(const Stage& stage) {
  return std::visit(
      Overloaded{
          [](const Checking&) { return false; }, [](const Resetting&) { return false; },
          [](const Unlocking&) { return false; }, [](const CheckingRegistration&) { return false; },
          [](const Transferring&) { return false; }, [](const OfferingHelp&) { return false; },
          [](const LeavingNumber&) { return false; }, [](const AskingMessage&) { return false; },
          [](const ChoosingOffice&) { return false; }, [](const auto&) { return true; }},
      stage);
}

bool is_waiting(const Stage& stage) {
  return std::holds_alternative<Checking>(stage) || std::holds_alternative<Resetting>(stage) ||
         std::holds_alternative<Unlocking>(stage) || std::holds_alternative<Transferring>(stage) ||
         std::holds_alternative<CheckingRegistration>(stage);
}

// Key 0 while a call is offered: a person now, if there is one (product.md rule 14).
Decision put_through(const State& state, const Failed& failed, const Context& ctx) {
  if (!ctx.offices.is_open(ctx.here, ctx.now)) return stay(state, Notice::nobody_free);
  Transferring next{failed, ctx.here, Transferring::After::asked};
  return {moved(state, next), {}, Notice::none, {}};
}

// The first request offers one choice to go on; the second is failure T7 (product.md T7).
Decision asked_for_person(const State& state, const Context& ctx) {
  if (const Failed* failed = failed_of(state.stage); failed && ctx.channel == Channel::phone)
    return put_through(state, *failed, ctx);
  if (!takes_person_requests(state.stage)) return stay(state, Notice::none);
  const auto* choosing = std::get_if<ChoosingLanguage>(&state.stage);
  if (choosing && choosing->then == ChoosingLanguage::Then::person)
    return called_often(state, choosing->then, ctx);
  State next = state;
  next.tally.asked_person += 1;
  note(next, "person", "asked");
  if (next.tally.asked_person == 1) return {std::move(next), {}, Notice::person_next, {}};
  return to_person(next, ctx, Transferring::After::asked);
}

// Stages in which a caller is still unproven and on the way to a code.
bool is_unproven(const Stage& stage) {
  return std::visit(
      Overloaded{[](const ChoosingLanguage&) { return true; },
                 [](const ChoosingTopic&) { return true; }, [](const Identifying&) { return true; },
                 [](const ChoosingProof&) { return true; }, [](const Proving&) { return true; },
                 [](const NoCode&) { return true; }, [](const Guiding&) { return true; },
                 [](const Resuming&) { return true; }, [](const Helping&) { return true; },
                 [](const AskingHours&) { return true; }, [](const FirstSignIn&) { return true; },
                 [](const Registering&) { return true; }, [](const TellingHours&) { return true; },
                 [](const auto&) { return false; }},
      stage);
}

// Whoever has been on the line for so long is helped by a person, not hung up on (C-11). A code
// that arrived at last is judged all the same.
bool is_too_long(const State& state, const Input& input, const Context& ctx) {
  return ctx.channel == Channel::phone && ctx.now >= ctx.began + ctx.policy.call_length &&
         is_from_person(input) && is_unproven(state.stage) && !typed_of(input);
}

Decision start_over(const State& state) {
  if (is_waiting(state.stage)) return stay(state, Notice::none);
  State next = moved(state, ChoosingTopic{});
  note(next, "start_over", "asked");
  return {std::move(next), {}, Notice::started_over, {}};
}

Decision speak(const State& state, const Speak& input, const Context& ctx) {
  const auto& known = ctx.policy.languages;
  if (std::find(known.begin(), known.end(), input.language) == known.end())
    return stay(state, Notice::not_understood);
  State next = state;
  next.language = input.language;
  return {std::move(next), {}, Notice::none, {}};
}

bool is_proof(const Tried& tried) {
  return tried.result == "right" && (tried.step == "code" || tried.step == "saved_code" ||
                                     tried.step == "registration" || tried.step == "desk");
}

// What is still offered when all is done: a code for next time and putting it away, or a spoken
// message.
Decision after_the_end(const State& state, const Input& input, const Context& ctx) {
  if (const auto* done = std::get_if<Recovered>(&state.stage)) return on(*done, state, input, ctx);
  if (const auto* saved = std::get_if<ShowingSaved>(&state.stage))
    return on(*saved, state, input, ctx);
  if (const auto* handed = std::get_if<HandedOver>(&state.stage))
    return on(*handed, state, input, ctx);
  return stay(state, Notice::none);
}

// A language that we do not speak: a person helps, with an interpreter (product.md T7).
Decision needs_interpreter(const State& state, const NeedInterpreter& input, const Context& ctx) {
  const auto& known = ctx.policy.interpreters;
  if (std::find(known.begin(), known.end(), input.language) == known.end())
    return stay(state, Notice::not_understood);
  if (is_waiting(state.stage)) return stay(state, Notice::none);
  State next = state;
  next.interpreter = input.language;
  if (failed_of(state.stage)) return {std::move(next), {}, Notice::interpreter_noted, {}};
  Decision decision = to_person(next, ctx, Transferring::After::asked);
  if (decision.notice == Notice::none) decision.notice = Notice::interpreter_noted;
  return decision;
}

// Whoever understands nothing else that this line says is led to a person at once.
Decision interpreter_by_phone(const ChoosingLanguage& s, const State& state,
                              std::string_view language, const Context& ctx) {
  State next = state;
  next.interpreter = language;
  if (s.then != ChoosingLanguage::Then::topic) return called_often(next, s.then, ctx);
  return to_person(next, ctx, Transferring::After::asked);
}

// What is_unproven_attempt() and the contact log read of a conversation, however long it was.
bool is_read_later(const Tried& tried) {
  return is_proof(tried) || tried.step == "topic" || tried.step == "handed_over";
}

}  // namespace

Decision advance(const State& state, const Input& input, const Context& ctx) {
  if (is_over(state)) return after_the_end(state, input, ctx);
  if (std::holds_alternative<Resumed>(input)) return resumed(state);
  // Nobody is on a line that could ask for anything else.
  if (const auto* calling = std::get_if<CallingBack>(&state.stage))
    return on(*calling, state, input, ctx);
  if (std::holds_alternative<AskPerson>(input)) return asked_for_person(state, ctx);
  if (std::holds_alternative<GaveUp>(input)) {
    // Waited for too long: what comes is told by message (rulings.md R13).
    if (const auto* checking = std::get_if<Checking>(&state.stage)) {
      Checking next = *checking;
      next.line = Checking::Line::hung_up;
      return {moved(state, std::move(next)), {}, Notice::none, {}};
    }
    if (const auto* unlocking = std::get_if<Unlocking>(&state.stage))
      return {moved(state, Unlocking{unlocking->proven, Unlocking::Line::hung_up}), {}, {}, {}};
    if (is_waiting(state.stage)) return stay(state, Notice::none);
    // A proven caller who falls silent is typing the code on a page: it stays good.
    if (const auto* handing = std::get_if<HandingOff>(&state.stage);
        handing && ctx.now < handing->expires)
      return {moved(state, let_go(*handing, ctx.now)), {}, Notice::none, {}};
    return to_person(state, ctx, Transferring::After::silence);
  }
  if (is_too_long(state, input, ctx)) return to_person(state, ctx, Transferring::After::asked);
  if (std::holds_alternative<StartOver>(input)) return start_over(state);
  if (const auto* language = std::get_if<Speak>(&input)) return speak(state, *language, ctx);
  if (const auto* needs = std::get_if<NeedInterpreter>(&input))
    return needs_interpreter(state, *needs, ctx);
  return std::visit([&](const auto& stage) { return on(stage, state, input, ctx); }, state.stage);
}

State opening(Channel channel, std::string_view language, ChoosingLanguage::Then then) {
  State state;
  state.language = std::string(language);
  if (channel == Channel::phone)
    state.stage = ChoosingLanguage{then};
  else
    state.stage = ChoosingTopic{};
  return state;
}

bool is_over(const State& state) {
  return std::visit(
      Overloaded{[](const Joined&) { return true; }, [](const Recovered&) { return true; },
                 [](const ShowingSaved&) { return true; }, [](const HandedOver&) { return true; },
                 [](const Ended&) { return true; }, [](const auto&) { return false; }},
      state.stage);
}

bool is_unproven_attempt(const State& state) {
  return state.tally.rounds > 0 && std::none_of(state.tried.begin(), state.tried.end(), is_proof);
}

bool has_failed(const State& state) {
  const bool to_a_person = std::visit(
      Overloaded{
          [](const OfferingHelp&) { return true; }, [](const LeavingNumber&) { return true; },
          [](const AskingMessage&) { return true; }, [](const ChoosingOffice&) { return true; },
          [](const Transferring&) { return true; }, [](const HandedOver&) { return true; },
          [](const CallingBack&) { return true; }, [](const Ended&) { return true; },
          [](const auto&) { return false; }},
      state.stage);
  return to_a_person && is_unproven_attempt(state);
}

bool is_from_person(const Input& input) {
  return std::visit(
      Overloaded{[](const AccountSeen&) { return false; }, [](const PasswordSet&) { return false; },
                 [](const Unlocked&) { return false; },
                 [](const HandOffRedeemed&) { return false; }, [](const Vouched&) { return false; },
                 [](const CalledBack&) { return false; },
                 [](const CallUnanswered&) { return false; },
                 [](const RingsOver&) { return false; }, [](const TransferTaken&) { return false; },
                 [](const TransferEnded&) { return false; }, [](const auto&) { return true; }},
      input);
}

Decision stay(const State& state, Notice notice, std::string detail) {
  return {state, {}, notice, std::move(detail)};
}

State moved(const State& state, Stage stage) {
  return {state.language, state.interpreter, state.device,    state.resume,
          state.tally,    state.tried,       std::move(stage)};
}

void note(State& state, std::string_view step, std::string_view result) {
  constexpr std::size_t tried_max = 40;  // a ticket is read by a person
  Tried tried{std::string(step), std::string(result)};
  if (state.tried.size() >= tried_max) {
    if (!is_read_later(tried)) return;
    std::erase(state.tried, tried);  // each stands once, so that the list stays bounded
  }
  state.tried.push_back(std::move(tried));
}

Notice of_no_code(const Secret* typed) {
  const bool blank = !typed || typed->reveal().find_first_not_of(" \t") == std::string_view::npos;
  return blank ? Notice::not_understood : Notice::wrong_length;
}

const std::string* option_of(const Input& input) {
  const auto* picked = std::get_if<Picked>(&input);
  return picked ? &picked->option : nullptr;
}

const Secret* typed_of(const Input& input) {
  const auto* typed = std::get_if<Typed>(&input);
  return typed ? &typed->text : nullptr;
}

int wrong_codes_max(const Context& ctx) {
  return ctx.channel == Channel::phone ? ctx.policy.wrong_codes_max_phone
                                       : ctx.policy.wrong_codes_max;
}

Decision on(const ChoosingLanguage& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  if (!option) return stay(state, Notice::not_understood);
  const auto& by_phone = ctx.policy.interpreters_by_phone;
  if (std::find(by_phone.begin(), by_phone.end(), *option) != by_phone.end())
    return interpreter_by_phone(s, state, *option, ctx);
  Decision chosen = speak(state, Speak{*option}, ctx);
  if (chosen.notice != Notice::none) return chosen;
  if (s.then != ChoosingLanguage::Then::topic) return called_often(chosen.next, s.then, ctx);
  chosen.next.stage = ChoosingTopic{};
  return chosen;
}

Decision on(const ChoosingTopic&, const State& state, const Input& input, const Context& ctx) {
  if (const auto* at = std::get_if<GuideAt>(&input)) return guide_at(state, at->node, ctx);
  const auto* option = option_of(input);
  if (option && *option == "resume" && ctx.channel == Channel::phone)
    return {moved(state, Resuming{}), {}, Notice::none, {}};
  const auto topic = option ? topic_of(*option) : std::nullopt;
  if (!topic || !is_offered(ctx.policy, *topic, ctx.channel))
    return stay(state, Notice::not_understood);
  if (auto told = told_of_incident(state, *topic, {}, ctx)) return *std::move(told);
  if (is_guidance(*topic) || !can_finish(ctx.policy, *topic)) return guide(state, *topic, ctx);
  if (*topic == Topic::first_sign_in) return begin_first_sign_in(state);
  if (*topic == Topic::hours || *topic == Topic::helping) {
    State next = state;
    note(next, "topic", word(*topic));
    next.stage = *topic == Topic::hours ? Stage(AskingHours{}) : Stage(Helping{});
    return {std::move(next), {}, Notice::none, {}};
  }
  if (*topic == Topic::have_code) {
    if (state.tally.wrong_codes >= wrong_codes_max(ctx))
      return offer_help(state, Failed{Failure::no_match, Topic::have_code, std::nullopt}, {});
    return {moved(state, RedeemingHandOff{}), {}, Notice::none, {}};
  }
  State next = moved(state, first_question(*topic, {}, ctx));
  note(next, "topic", word(*topic));
  return {std::move(next), {}, Notice::none, {}};
}

Decision on(const Joined&, const State& state, const Input&, const Context&) {
  return stay(state, Notice::none);
}
Decision on(const Ended&, const State& state, const Input&, const Context&) {
  return stay(state, Notice::none);
}

}  // namespace latchkey::flow
