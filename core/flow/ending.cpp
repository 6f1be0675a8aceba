// When self-service has failed: one ending for everybody unproven, one door to a ticket.

#include "core/base/normal.h"
#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

// The only maker of OpenTicket (product.md rule 9): every ticket of a patient comes through here.
Decision hand_over(const State& state, const Failed& failed, Stage ending, OpenTicket ticket) {
  State next = moved(state, std::move(ending));
  note(next, "handed_over", word(failed.code));
  ticket.failed = failed;
  ticket.tried = next.tried;
  ticket.interpreter = next.interpreter;
  return {std::move(next), {std::move(ticket)}, Notice::none, {}};
}

OpenTicket promised(const Failed& failed, LocationId office, const Context& ctx) {
  OpenTicket ticket;
  ticket.help_number = ctx.fresh.help_number;
  ticket.office = office;
  // Nobody is locked out by what has a category of its own: guidance, a helper's wish. Unless the
  // guide was to the portal's own page.
  const bool can_wait = !failed.category.empty() && !is_sign_in(failed.topic);
  ticket.promise = ctx.offices.promise(
      office, ctx.now, can_wait ? ctx.policy.promise_else : ctx.policy.promise_locked_out);
  return ticket;
}

// T2, T3 and T4 concern a known patient: whoever leaves no number leaves a silent ticket, told to
// nobody (rulings.md R2). A stranger, or somebody who only wanted to talk, leaves none.
Decision without_call(const State& state, const Failed& failed, const Ended& ending,
                      const Context& ctx) {
  if (!failed.patient || failed.code == Failure::wants_person)
    return {moved(state, ending), {}, Notice::none, {}};
  return hand_over(state, failed, ending,
                   promised(failed, ctx.records.office_of(*failed.patient), ctx));
}

// Where too many calls were promised already, the office's number is told. Who asks makes no
// difference.
Decision no_promise(const State& state, const Failed& failed, LocationId office,
                    const Context& ctx) {
  Decision decision = without_call(state, failed, Ended{Ended::How::no_number, office}, ctx);
  decision.notice = Notice::no_promise;
  return decision;
}

Decision promise_call(const ChoosingOffice& s, const State& state, LocationId office,
                      const Context& ctx) {
  OpenTicket ticket = promised(s.failed, office, ctx);
  ticket.callback = s.callback;
  ticket.message = s.message;
  const HandedOver ending{ticket.help_number, office, ticket.promise, HandedOver::Known::unproven,
                          voicemail_for(state, ctx)};
  Decision decision = hand_over(state, s.failed, ending, std::move(ticket));
  decision.effects.emplace_back(CountPromise{});
  return decision;
}

std::optional<PatientId> patient_of(const Stage& stage) {
  return std::visit(
      Overloaded{[](const ChoosingProof& s) { return s.claim.patient; },
                 [](const Proving& s) { return s.claim.patient; },
                 [](const NoCode& s) { return s.proving.claim.patient; },
                 [](const TypingSaved& s) { return s.claim.patient; },
                 [](const Vouching& s) { return s.claim.patient; },
                 [](const TellingUserName& s) { return std::optional(s.proven.patient); },
                 [](const ChoosingPassword& s) { return std::optional(s.proven.patient); },
                 [](const LockedOut& s) { return std::optional(s.proven.patient); },
                 [](const HandingOff& s) { return std::optional(s.proven.patient); },
                 [](const auto&) { return std::optional<PatientId>{}; }},
      stage);
}

Topic topic_of_stage(const Stage& stage) {
  return std::visit(Overloaded{[](const Identifying& s) { return s.topic; },
                               [](const ChoosingProof& s) { return s.claim.topic; },
                               [](const Proving& s) { return s.claim.topic; },
                               [](const NoCode& s) { return s.proving.claim.topic; },
                               [](const TypingSaved& s) { return s.claim.topic; },
                               [](const ChoosingPassword& s) { return s.proven.topic; },
                               [](const FirstSignIn&) { return Topic::first_sign_in; },
                               [](const Registering&) { return Topic::first_sign_in; },
                               [](const Vouching& s) { return s.claim.topic; },
                               [](const TellingUserName& s) { return s.proven.topic; },
                               [](const Guiding& s) { return s.topic; },
                               [](const LockedOut&) { return Topic::locked; },
                               [](const Unlocking&) { return Topic::locked; },
                               [](const AskingHours&) { return Topic::hours; },
                               [](const TellingHours&) { return Topic::hours; },
                               [](const TellingWhenToCall&) { return Topic::hours; },
                               [](const Helping&) { return Topic::helping; },
                               [](const KnownIncident& s) { return s.topic; },
                               [](const RedeemingHandOff&) { return Topic::have_code; },
                               [](const auto&) { return Topic::forgot_password; }},
                    stage);
}

bool is_before_topic(const Stage& stage) {
  return std::holds_alternative<ChoosingLanguage>(stage) ||
         std::holds_alternative<Resuming>(stage) || std::holds_alternative<ChoosingTopic>(stage);
}

}  // namespace

const Failed* failed_of(const Stage& stage) {
  if (const auto* offering = std::get_if<OfferingHelp>(&stage)) return &offering->failed;
  if (const auto* leaving = std::get_if<LeavingNumber>(&stage)) return &leaving->failed;
  if (const auto* asking = std::get_if<AskingMessage>(&stage)) return &asking->failed;
  if (const auto* choosing = std::get_if<ChoosingOffice>(&stage)) return &choosing->failed;
  return nullptr;
}

Decision leave_unreached(const State& state, const Claim& claim, const Context& ctx) {
  return without_call(state, unproven(claim, Codes::sent), Ended{Ended::How::no_answer}, ctx);
}

Decision offer_help(const State& state, const Failed& failed, Notice notice) {
  State next = moved(state, OfferingHelp{failed});
  return {std::move(next), {}, notice, {}};
}

Decision hand_over_proven(const State& state, const Proven& proven, Failure code,
                          const Context& ctx) {
  const Failed failed{code, proven.topic, proven.patient};
  OpenTicket ticket = promised(failed, ctx.records.office_of(proven.patient), ctx);
  const HandedOver ending{ticket.help_number, ticket.office, ticket.promise,
                          HandedOver::Known::proven, voicemail_for(state, ctx)};
  return hand_over(state, failed, ending, std::move(ticket));
}

namespace {

// Whoever waits for an interpreter is asked for nothing but a number.
Decision nobody_free(const State& state, const Failed& failed, const Context& ctx) {
  if (state.interpreter.empty()) return offer_help(state, failed, Notice::nobody_free);
  if (!ctx.records.may_promise()) return no_promise(state, failed, ctx.here, ctx);
  return {moved(state, LeavingNumber{failed}), {}, Notice::nobody_free, {}};
}

}  // namespace

Decision to_person(const State& state, const Context& ctx, Transferring::After after) {
  const Failed* known = failed_of(state.stage);
  Failed failed =
      known ? *known
            : Failed{Failure::wants_person, topic_of_stage(state.stage), patient_of(state.stage)};
  // Who asks before saying what it is about is filed under nothing in particular.
  if (is_before_topic(state.stage)) failed.category = "other";
  if (ctx.channel == Channel::phone && ctx.offices.is_open(ctx.here, ctx.now))
    return {moved(state, Transferring{failed, ctx.here, after}), {}, Notice::none, {}};
  if (after == Transferring::After::silence)
    return {moved(state, Ended{Ended::How::no_answer}), {}, Notice::none, {}};
  if (ctx.channel != Channel::phone) return offer_help(state, failed, Notice::none);
  return nobody_free(state, failed, ctx);
}

Decision called_often(const State& state, ChoosingLanguage::Then then, const Context& ctx) {
  using After = Transferring::After;
  const bool shared = then == ChoosingLanguage::Then::person_if_open;
  const Failed failed{Failure::wants_person, Topic::forgot_password, std::nullopt};
  if (ctx.offices.is_open(ctx.here, ctx.now))
    return {moved(state, Transferring{failed, ctx.here,
                                      shared ? After::many_calls_of_all : After::many_calls}),
            {},
            Notice::none,
            {}};
  if (shared && !state.interpreter.empty()) return nobody_free(state, failed, ctx);
  if (shared) return {moved(state, ChoosingTopic{}), {}, Notice::none, {}};
  return {moved(state, Ended{Ended::How::many_calls, ctx.here}), {}, Notice::none, {}};
}

namespace {

bool reached_a_person(const Transferring& s, TransferEnded::Result result) {
  using enum TransferEnded::Result;
  // Whatever the provider says of the dial afterwards, or leaves out.
  return result == answered || s.taken == Transferring::Taken::yes;
}

}  // namespace

Decision on(const Transferring& s, const State& state, const Input& input, const Context& ctx) {
  if (std::holds_alternative<TransferTaken>(input)) {
    Transferring taken = s;
    taken.taken = Transferring::Taken::yes;
    return {moved(state, std::move(taken)), {}, Notice::none, {}};
  }
  const auto* ended = std::get_if<TransferEnded>(&input);
  if (!ended) return stay(state, Notice::none);
  State next = state;
  if (reached_a_person(s, ended->result)) {
    next.stage = Ended{Ended::How::transferred};
    note(next, "handed_over", word(s.failed.code));
    return {std::move(next), {}, Notice::none, {}};
  }
  note(next, "transfer", "unanswered");
  if (s.after == Transferring::After::silence) {
    next.stage = Ended{Ended::How::no_answer};
    return {std::move(next), {}, Notice::none, {}};
  }
  if (s.after == Transferring::After::many_calls) {
    next.stage = Ended{Ended::How::many_calls, s.office};
    return {std::move(next), {}, Notice::nobody_free, {}};
  }
  if (s.after == Transferring::After::many_calls_of_all && state.interpreter.empty()) {
    next.stage = ChoosingTopic{};
    return {std::move(next), {}, Notice::nobody_free, {}};
  }
  return nobody_free(next, s.failed, ctx);
}

Decision on(const OfferingHelp& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  if (option && *option == "yes") {
    if (!ctx.records.may_promise()) return no_promise(state, s.failed, ctx.here, ctx);
    return {moved(state, LeavingNumber{s.failed}), {}, {}, {}};
  }
  if (option && *option == "no")
    return without_call(state, s.failed, Ended{Ended::How::declined}, ctx);
  return stay(state, Notice::not_understood);
}

Decision on(const LeavingNumber& s, const State& state, const Input& input, const Context& ctx) {
  // Whoever has no number that we ring is told the office's, the same one whoever they are.
  if (std::holds_alternative<OtherWay>(input))
    return without_call(state, s.failed, Ended{Ended::How::no_number, ctx.here}, ctx);
  const auto* typed = typed_of(input);
  if (!typed) return stay(state, Notice::not_understood);
  const auto phone = normal_phone(typed->reveal());
  if (!phone) return stay(state, Notice::bad_phone);
  if (!ctx.records.may_ring(*phone)) return stay(state, Notice::phone_not_rung);
  if (ctx.channel == Channel::phone && !state.interpreter.empty()) {
    if (!ctx.records.may_promise()) return no_promise(state, s.failed, ctx.here, ctx);
    return promise_call({s.failed, *phone, LeaveMessage::no}, state, ctx.here, ctx);
  }
  return {moved(state, AskingMessage{s.failed, *phone}), {}, Notice::none, {}};
}

Decision on(const AskingMessage& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  if (!option || (*option != "yes" && *option != "no")) return stay(state, Notice::not_understood);
  const ChoosingOffice choosing{s.failed, s.callback,
                                *option == "yes" ? LeaveMessage::yes : LeaveMessage::no};
  // Whoever stands in a lobby has picked its office (product.md "Routing").
  if (ctx.channel == Channel::kiosk) return promise_call(choosing, state, ctx.here, ctx);
  return {moved(state, choosing), {}, Notice::none, {}};
}

std::optional<LocationId> office_of(const Input& input, const Context& ctx) {
  if (const auto* typed = typed_of(input)) return ctx.offices.pick(typed->reveal());
  const auto* option = option_of(input);
  if (!option) return std::nullopt;
  return *option == "here" ? std::optional(ctx.here) : ctx.offices.pick(*option);
}

Decision on(const ChoosingOffice& s, const State& state, const Input& input, const Context& ctx) {
  const auto office = office_of(input, ctx);
  if (!office) return stay(state, Notice::not_understood);
  // Asked again: from one address many conversations come this far at once.
  if (!ctx.records.may_promise()) return no_promise(state, s.failed, *office, ctx);
  return promise_call(s, state, *office, ctx);
}

}  // namespace latchkey::flow
