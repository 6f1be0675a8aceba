// A spoken message for the office, offered to callers for whom a ticket was just made.
//
// The ticket, its number and its promise stand before, so that whoever hangs up at the offer, or in
// the middle of a word, loses nothing.

#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

using Voicemail = HandedOver::Voicemail;

// A breath and the click of hanging up (telephony.md section 4).
constexpr int empty_seconds = 1;

Decision to(Voicemail voicemail, const HandedOver& s, const State& state,
            Notice notice = Notice::none) {
  HandedOver next = s;
  next.voicemail = voicemail;
  return {moved(state, std::move(next)), {}, notice, {}};
}

bool is_recording(const HandedOver& s) {
  return s.voicemail == Voicemail::speaking || s.voicemail == Voicemail::repeat;
}

Decision spoken(const HandedOver& s, const State& state, const MessageSpoken& message) {
  const bool empty =
      message.recording.empty() || message.seconds.value_or(empty_seconds + 1) <= empty_seconds;
  Decision decision = !empty ? to(Voicemail::left, s, state)
                      : s.voicemail == Voicemail::speaking
                          ? to(Voicemail::repeat, s, state, Notice::nothing_heard)
                          : to(Voicemail::declined, s, state);
  using Kind = TakeRecording::Kind;
  if (!message.recording.empty())
    decision.effects.emplace_back(
        TakeRecording{message.recording, message.seconds, empty ? Kind::empty : Kind::message});
  if (!empty) note(decision.next, "voicemail", "left");
  return decision;
}

}  // namespace

HandedOver::Voicemail voicemail_for(const State& state, const Context& ctx) {
  const bool can = ctx.channel == Channel::phone && ctx.policy.voicemail == Policy::Can::yes &&
                   state.interpreter.empty();
  return can ? Voicemail::offered : Voicemail::none;
}

bool misses_message(const State& state) {
  const auto* s = std::get_if<HandedOver>(&state.stage);
  return s && (s->voicemail == Voicemail::repeat || s->voicemail == Voicemail::declined);
}

Decision on(const HandedOver& s, const State& state, const Input& input, const Context&) {
  if (const auto* message = std::get_if<MessageSpoken>(&input);
      message && (is_recording(s) || misses_message(state)))
    return spoken(s, state, *message);
  const bool gave_up = std::holds_alternative<GaveUp>(input);
  if (gave_up && (is_recording(s) || s.voicemail == Voicemail::offered))
    return to(Voicemail::declined, s, state);
  if (s.voicemail != Voicemail::offered) return stay(state, Notice::none);
  // A person has just been promised: that is said again.
  if (std::holds_alternative<AskPerson>(input)) return stay(state, Notice::none);
  const auto* option = option_of(input);
  if (option && *option == "leave_message") return to(Voicemail::speaking, s, state);
  if (option && *option == "done") return to(Voicemail::declined, s, state);
  return stay(state, Notice::not_understood);
}

Step view_of(const HandedOver& s, const Policy& policy) {
  if (is_recording(s)) return {"voicemail", SpokenMessage{policy.voicemail_length}, {}, {}, {}};
  if (s.voicemail == Voicemail::left) return {"voicemail_left", End{}, {}, {}, {}};
  if (s.voicemail == Voicemail::declined) return {"ended_told", End{}, {}, {}, {}};
  const bool offered = s.voicemail == Voicemail::offered;
  return {s.known == HandedOver::Known::proven ? "handed_over_proven" : "handed_over",
          offered ? Field(Choice{{"leave_message", "done"}}) : Field(End{}),
          {{"number", DigitsTold{s.help_number}}, {"time", s.promise}, {"office", s.office}},
          {},
          {}};
}

}  // namespace latchkey::flow
