#include "ivr/whisper.h"

#include <array>
#include <charconv>

namespace latchkey::ivr {

namespace {

constexpr int seconds_for_key = 10;
constexpr int asked_times = 2;  // whoever lifts the receiver needs a moment to listen

using Verb = std::pair<std::string_view, WhisperPlace::Moment>;
constexpr std::array<Verb, 2> verbs{
    {{"/ivr/whisper/", WhisperPlace::Moment::asks}, {"/ivr/took/", WhisperPlace::Moment::answers}}};

// The number that `text` begins with, taken off it; empty if there is none.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number <= 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return number;
}

std::string words_for(const VoiceWorld& world, flow::Topic topic) {
  const std::string& language = world.config.clinic.default_language;
  const std::string key = "words.whisper.topics." + std::string(flow::word(topic));
  return std::string(world.texts.text(language, key));
}

}  // namespace

std::optional<WhisperPlace> whisper_place_of(std::string_view path) {
  for (const auto& [verb, moment] : verbs) {
    if (!path.starts_with(verb)) continue;
    path.remove_prefix(verb.size());
    const auto conversation = take_number(path);
    if (!conversation || !path.starts_with('/')) return std::nullopt;
    path.remove_prefix(1);
    const auto question = take_number(path);
    if (!question || !path.empty()) return std::nullopt;
    return WhisperPlace{ConversationId{*conversation}, *question, moment};
  }
  return std::nullopt;
}

std::string path_of(const WhisperPlace& place) {
  std::string path(verbs[static_cast<std::size_t>(place.moment)].first);
  path.append(std::to_string(place.conversation.value)).append("/");
  return path.append(std::to_string(place.question));
}

std::string whisper_document(const VoiceWorld& world, WhisperPlace place, flow::Topic topic) {
  const std::string& language = world.config.clinic.default_language;
  const std::string about = words_for(world, topic);
  const std::string words = world.texts.fill(
      language, "words.whisper.ask",
      {{"clinic", std::string_view(world.config.clinic.name)}, {"about", std::string_view(about)}});
  place.moment = WhisperPlace::Moment::answers;
  const std::string action = path_of(place);
  Gather how;
  how.action = action;
  how.digits = 1;
  how.finish = FinishKey::none;
  how.timeout_seconds = seconds_for_key;
  Response out(world.dialect);
  out.gather(how, [&](Prompt& to) {
    for (int time = 0; time < asked_times; ++time) to.say(language, words);
  });
  return std::move(out).take();
}

std::string connecting_document(const VoiceWorld& world) {
  return std::move(Response(world.dialect)).take();
}

}  // namespace latchkey::ivr
