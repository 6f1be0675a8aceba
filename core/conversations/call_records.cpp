#include "core/conversations/call_records.h"

namespace latchkey::conversations {

namespace {

template <class Stage>
const Stage* as(const flow::State& state) {
  return std::get_if<Stage>(&state.stage);
}

calls::Outcome outcome_of(const flow::State& state, std::optional<TicketId> ticket) {
  if (as<flow::Recovered>(state) || as<flow::ShowingSaved>(state)) return calls::Outcome::recovered;
  if (as<flow::Joined>(state)) return calls::Outcome::handed_off;
  if (as<flow::HandedOver>(state)) return calls::Outcome::ticket;
  const auto* ended = as<flow::Ended>(state);
  if (!ended) return calls::Outcome::abandoned;
  if (ended->how == flow::Ended::How::transferred) return calls::Outcome::transferred;
  if (ended->how == flow::Ended::How::no_answer)
    return ticket ? calls::Outcome::ticket : calls::Outcome::abandoned;
  if (ended->how == flow::Ended::How::solved) return calls::Outcome::guided;
  if (ended->how == flow::Ended::How::told || ended->how == flow::Ended::How::waits)
    return calls::Outcome::facts;
  if (ended->how == flow::Ended::How::many_calls) return calls::Outcome::throttled;
  return ticket ? calls::Outcome::ticket : calls::Outcome::declined;
}

// Whoever asked for an interpreter speaks that language, whatever the page does.
void tell_why(const flow::State& state, calls::Ending& ending) {
  ending.language = state.interpreter.empty() ? state.language : state.interpreter;
  for (const flow::Tried& tried : state.tried)
    if (tried.step == "topic")
      ending.topic = tried.result;
    else if (tried.step == "handed_over")
      ending.failure = tried.result;
}

const flow::Claim* claim_of(const flow::Stage& stage) {
  return std::visit(
      [](const auto& s) -> const flow::Claim* {
        if constexpr (requires { s.claim.key; })
          return &s.claim;
        else if constexpr (requires { s.proving.claim; })
          return &s.proving.claim;
        else
          return nullptr;
      },
      stage);
}

const flow::Proven* proven_of(const flow::Stage& stage) {
  return std::visit(
      [](const auto& s) -> const flow::Proven* {
        if constexpr (requires { s.proven.claim_key; })
          return &s.proven;
        else
          return nullptr;
      },
      stage);
}

}  // namespace

std::optional<calls::About> about_of(const flow::State& state, Time now) {
  if (const flow::Proven* proven = proven_of(state.stage)) return calls::About{proven->claim_key};
  const flow::Claim* claim = claim_of(state.stage);
  if (claim == nullptr || claim->key.empty()) return std::nullopt;
  calls::About about{claim->key};
  if (claim->facts.birth_date) about.age_band = calls::age_band(*claim->facts.birth_date, now);
  return about;
}

std::optional<PatientId> proven_patient(const flow::State& state) {
  const flow::Proven* proven = proven_of(state.stage);
  return proven ? std::optional(proven->patient) : std::nullopt;
}

calls::Ending ending_of(const flow::State& state, std::optional<TicketId> ticket,
                        std::optional<LocationId> own_office) {
  calls::Ending ending;
  ending.outcome = outcome_of(state, ticket);
  ending.ticket = ticket;
  tell_why(state, ending);
  const auto* handed = as<flow::HandedOver>(state);
  if (handed && handed->office.value != 0) ending.location = handed->office;
  if (ending.outcome == calls::Outcome::recovered && own_office) ending.location = own_office;
  return ending;
}

calls::Ending abandoned(const Conversation* conversation) {
  calls::Ending ending;
  ending.outcome = calls::Outcome::abandoned;
  if (conversation) tell_why(conversation->state, ending);
  return ending;
}

}  // namespace latchkey::conversations
