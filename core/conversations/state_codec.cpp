#include "core/conversations/state_codec.h"

#include <array>

#include "core/base/codec.h"
#include "core/base/fault.h"
#include "core/conversations/stage_codec.h"

namespace latchkey::conversations {

namespace {

using namespace flow;

// Rises with every change of what is written here or in stage_writing.cpp.
constexpr std::int64_t format_version = 13;

constexpr std::array<std::string_view, std::variant_size_v<Stage>> stage_words{
    "choosing_language",
    "choosing_topic",
    "identifying",
    "choosing_proof",
    "proving",
    "no_code",
    "checking",
    "telling_user_name",
    "choosing_password",
    "handing_off",
    "redeeming_hand_off",
    "joined",
    "resetting",
    "recovered",
    "transferring",
    "offering_help",
    "leaving_number",
    "choosing_office",
    "handed_over",
    "ended",
    "guiding",
    "asking_hours",
    "telling_hours",
    "telling_when_to_call",
    "helping",
    "locked_out",
    "unlocking",
    "first_sign_in",
    "registering",
    "checking_registration",
    "typing_saved",
    "showing_saved",
    "vouching",
    "known_incident",
    "asking_message",
    "calling_back",
    "resuming"};
static_assert(!stage_words.back().empty(), "each stage has a word");

}  // namespace

std::string encode(const flow::State& state) {
  Writer w;
  w.number(format_version);
  w.text(state.language);
  w.text(state.interpreter);
  w.text(state.device.browser);
  w.text(state.device.facts);
  w.text(state.resume);
  w.number(state.tally.wrong_codes);
  w.number(state.tally.rounds);
  w.number(state.tally.asked_person);
  w.number(state.tally.steps_texted);
  w.number(state.tally.rings);
  w.number(static_cast<std::int64_t>(state.tried.size()));
  for (const Tried& t : state.tried) {
    w.text(t.step);
    w.text(t.result);
  }
  write_stage(w, state.stage);
  return w.take();
}

std::optional<flow::State> decode(std::string_view bytes) {
  Reader r(bytes);
  if (r.number() != format_version) return std::nullopt;
  flow::State state;
  state.language = r.text();
  state.interpreter = r.text();
  state.device.browser = r.text();
  state.device.facts = r.text();
  state.resume = r.text();
  state.tally.wrong_codes = static_cast<int>(r.number());
  state.tally.rounds = static_cast<int>(r.number());
  state.tally.asked_person = static_cast<int>(r.number());
  state.tally.steps_texted = static_cast<int>(r.number());
  state.tally.rings = static_cast<int>(r.number());
  const std::int64_t tried = r.number();
  for (std::int64_t i = 0; i < tried; ++i) {
    std::string step = r.text();
    state.tried.push_back({std::move(step), r.text()});
  }
  state.stage = read_stage(r);
  if (!r.done()) throw Fault("a stored conversation is longer than its format");
  return state;
}

std::string_view stage_word(const flow::State& state) { return stage_words[state.stage.index()]; }

}  // namespace latchkey::conversations
