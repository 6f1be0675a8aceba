// What needs nobody to be found: opening hours, when to call, and who helps a patient.

#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

Decision tell_hours(const State& state, LocationId office, const Context& ctx) {
  const bool open = ctx.offices.is_open(office, ctx.now);
  const TellingHours telling{office, open ? TellingHours::Doors::open : TellingHours::Doors::closed,
                             ctx.offices.changes(office, ctx.now)};
  return {moved(state, telling), {}, Notice::none, {}};
}

Decision told(const State& state) {
  return {moved(state, Ended{Ended::How::told}), {}, Notice::none, {}};
}

}  // namespace

Decision on(const AskingHours&, const State& state, const Input& input, const Context& ctx) {
  const auto office = office_of(input, ctx);
  return office ? tell_hours(state, *office, ctx) : stay(state, Notice::not_understood);
}

Decision on(const TellingHours& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  if (option && *option == "done") return told(state);
  if (option && *option == "other_office") return {moved(state, AskingHours{}), {}, {}, {}};
  // A list too long to be spoken.
  if (option && *option == "when_to_call" && ctx.channel != Channel::phone)
    return {moved(state, TellingWhenToCall{s}), {}, {}, {}};
  return stay(state, Notice::not_understood);
}

Decision on(const TellingWhenToCall& s, const State& state, const Input& input, const Context&) {
  const auto* option = option_of(input);
  if (option && *option == "done") return told(state);
  if (option && *option == "hours") return {moved(state, s.hours), {}, {}, {}};
  if (option && *option == "get_help") return {moved(state, ChoosingTopic{}), {}, {}, {}};
  return stay(state, Notice::not_understood);
}

// Who sees a patient's record with an account of their own gets that back like anybody; the
// patient's own account is the patient's, and the office alone can let somebody else in (T4).
Decision on(const Helping&, const State& state, const Input& input, const Context&) {
  const auto* option = option_of(input);
  if (!option) return stay(state, Notice::not_understood);
  State next = state;
  note(next, "helping", *option);
  if (*option == "own_account") return {moved(next, ChoosingTopic{}), {}, Notice::about_you, {}};
  if (*option == "patients_account")
    return offer_help(next,
                      Failed{Failure::policy, Topic::helping, std::nullopt, "proxy_request", {}},
                      Notice::none);
  return stay(state, Notice::not_understood);
}

}  // namespace latchkey::flow
