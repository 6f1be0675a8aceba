#include "ivr/bridge_call.h"

#include "ivr/path_parts.h"
#include "ivr/placed_call.h"

namespace latchkey::ivr {

using conversations::Bridges;
using conversations::BridgeState;

namespace {

constexpr int asked_times = 2;  // whoever lifts the receiver needs a moment to listen

std::string path_of(conversations::BridgeId id, std::string_view moment) {
  std::string path(conversations::bridge_path);
  path.append(std::to_string(id.value)).append("/").append(moment);
  return path;
}

std::string hung_up(const VoiceWorld& world) { return goodbye(world, {}, {}); }

std::string ask(const VoiceWorld& world, const BridgePlace& place) {
  const std::string& language = world.config.clinic.default_language;
  const std::string words = world.texts.fill(
      language, "words.bridge.ask", {{"clinic", std::string_view(world.config.clinic.name)}});
  const std::string action = path_of(place.id, "took");
  Gather how;
  how.action = action;
  how.digits = 1;
  how.finish = FinishKey::none;
  how.timeout_seconds = seconds_for_keys;
  how.on_empty = OnEmpty::go_on;
  Response out(world.dialect);
  out.gather(how, [&](Prompt& to) {
    for (int time = 0; time < asked_times; ++time) to.say(language, words);
  });
  return std::move(out.hangup()).take();
}

std::string connect(const VoiceWorld& world, const BridgePlace& place, const std::string& number) {
  const std::string& language = world.config.clinic.default_language;
  const std::string action = path_of(place.id, "rang");
  Dial dial;
  dial.number = number;
  dial.caller_id = world.config.provider.voice_from;
  dial.action = action;
  Response out(world.dialect);
  out.say(language, world.texts.text(language, "words.bridge.connecting"));
  out.dial(dial);
  return std::move(out).take();
}

BridgeState end_of(std::string_view dial_status) {
  if (has_answered(dial_status)) return BridgeState::talked;
  if (dial_status == "busy") return BridgeState::busy;
  return dial_status == "no-answer" ? BridgeState::no_answer : BridgeState::failed;
}

std::string rang(const VoiceWorld& world, const Bridges& bridges, const BridgePlace& place,
                 const BridgeEvent& event) {
  constexpr std::int64_t seconds_max = 86'400;
  const BridgeState how = end_of(event.dial_status);
  bridges.end(place.id, how, number_of(event.dial_seconds, 0, seconds_max).value_or(0));
  if (how == BridgeState::talked) return hung_up(world);
  const std::string& language = world.config.clinic.default_language;
  return goodbye(
      world, language,
      world.texts.text(language, {"words", "bridge", conversations::bridge_state_names[how]}));
}

}  // namespace

std::optional<BridgePlace> bridge_place_of(std::string_view path) {
  if (!path.starts_with(conversations::bridge_path)) return std::nullopt;
  path.remove_prefix(conversations::bridge_path.size());
  const auto id = id_of(next_part(path));
  if (!id) return std::nullopt;
  using Moment = BridgePlace::Moment;
  const conversations::BridgeId bridge{*id};
  if (path.empty()) return BridgePlace{bridge, Moment::asks};
  if (path == "took") return BridgePlace{bridge, Moment::took};
  if (path == "rang") return BridgePlace{bridge, Moment::rang};
  return std::nullopt;
}

std::string bridge_document(const VoiceWorld& world, const Bridges& bridges,
                            const BridgePlace& place, const BridgeEvent& event) {
  if (place.moment == BridgePlace::Moment::rang) return rang(world, bridges, place, event);
  if (event.answered_by.starts_with("machine")) return hung_up(world);
  if (place.moment == BridgePlace::Moment::asks)
    return bridges.waits(place.id) ? ask(world, place) : hung_up(world);
  if (event.digits != "1") return hung_up(world);
  const auto number = bridges.take(place.id);
  return number ? connect(world, place, *number) : hung_up(world);
}

}  // namespace latchkey::ivr
