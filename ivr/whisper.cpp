#include "ivr/whisper.h"

#include <array>

#include "ivr/path_parts.h"

namespace latchkey::ivr {

namespace {

constexpr int seconds_for_key = 10;
constexpr int asked_times = 2;  // whoever lifts the receiver needs a moment to listen

using Verb = std::pair<std::string_view, WhisperPlace::Moment>;
constexpr std::array<Verb, 2> verbs{
    {{"/ivr/whisper/", WhisperPlace::Moment::asks}, {"/ivr/took/", WhisperPlace::Moment::answers}}};

using About = conversations::Conversations::RingsAbout;

// Whoever waits for an interpreter has said nothing else.
std::string words_for(const VoiceWorld& world, const About& about) {
  const std::string& language = world.config.clinic.default_language;
  if (about.interpreter.empty())
    return std::string(
        world.texts.text(language, {"words", "whisper", "topics", flow::word(about.topic)}));
  const std::string wanted = world.words.language_name(language, about.interpreter);
  return world.texts.fill(language, "words.whisper.interpreter",
                          {{"language", std::string_view(wanted)}});
}

}  // namespace

std::optional<WhisperPlace> whisper_place_of(std::string_view path) {
  for (const auto& [verb, moment] : verbs) {
    if (!path.starts_with(verb)) continue;
    path.remove_prefix(verb.size());
    const auto conversation = id_of(next_part(path));
    const auto question = id_of(path);
    if (!conversation || !question) return std::nullopt;
    return WhisperPlace{ConversationId{*conversation}, *question, moment};
  }
  return std::nullopt;
}

std::string path_of(const WhisperPlace& place) {
  std::string path(verbs[static_cast<std::size_t>(place.moment)].first);
  path.append(std::to_string(place.conversation.value)).append("/");
  return path.append(std::to_string(place.question));
}

std::string whisper_document(const VoiceWorld& world, WhisperPlace place, const About& rings) {
  const std::string& language = world.config.clinic.default_language;
  const std::string about = words_for(world, rings);
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
  // A document that ends connects: whoever presses nothing is hung up on, by every provider.
  how.on_empty = OnEmpty::go_on;
  Response out(world.dialect);
  out.gather(how, [&](Prompt& to) {
    for (int time = 0; time < asked_times; ++time) to.say(language, words);
  });
  return std::move(out.hangup()).take();
}

std::string connecting_document(const VoiceWorld& world) {
  return std::move(Response(world.dialect)).take();
}

}  // namespace latchkey::ivr
