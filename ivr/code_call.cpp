#include "ivr/code_call.h"

#include <array>
#include <optional>

#include "core/base/fault.h"
#include "ivr/path_parts.h"
#include "ivr/placed_call.h"

namespace latchkey::ivr {

namespace {

constexpr std::string_view verb = "/ivr/speak/";
constexpr std::array<std::string_view, 3> moments{"asked", "told", "rang"};
enum Moment : std::size_t { asked, told, rang };

// Where in the call we are: "/ivr/speak/7" at first, then with a PlacedMoment that counts how often
// '*' was pressed.
struct CodePlace {
  std::string call;  // "/ivr/speak/7"
  PlacedMoment at;
};

std::optional<CodePlace> code_place_of(std::string_view path) {
  if (!path.starts_with(verb)) return std::nullopt;
  std::string_view rest = path.substr(verb.size());
  CodePlace place{std::string(verb).append(next_part(rest)), {}};
  if (rest.empty()) return place;
  auto at = placed_moment_of(rest, moments);
  if (!at) return std::nullopt;
  place.at = *std::move(at);
  return place;
}

// One document being made.
struct CodeSpeaker {
  const VoiceWorld& world;
  const conversations::SpokenCode& spoken;
  CodePlace place;
  Response out;

  std::string_view text(std::string_view medium) const {
    return world.texts.text(spoken.language, {"messages", "code", medium});
  }
  std::string_view phone(std::string_view key) const {
    return world.texts.text(spoken.language, {"words", "phone", key});
  }
  Pace pace() const { return place.at.counted >= 2 ? Pace::slow : Pace::normal; }
  std::string here() const { return path_of(place.call, place.at, moments); }

  std::string take() { return std::move(out).take(); }

  std::string end() {
    out.say(spoken.language, text("voice_end")).hangup();
    return take();
  }

  std::string code_in_words() const {
    const std::string digits = spoken_digits(spoken.code.reveal(), Pace::slow);
    return world.texts.fill(spoken.language, "messages.code.voice_code",
                            {{"code", std::string_view(digits)}});
  }

  // Asks for a key, or tells the code and asks whether to tell it again. `first`: what is said
  // about the last key; may be empty.
  std::string ask(std::string_view first) {
    if (place.at.moment == rang) place.at.moment = asked;
    const std::string action = here();
    Gather how;
    how.action = action;
    how.digits = 1;
    how.finish = FinishKey::none;
    how.timeout_seconds = seconds_for_keys;
    out.gather(how, [&](auto& to) {
      to.say(spoken.language, first, pace());
      if (place.at.moment == told)
        to.say(spoken.language, code_in_words(), Pace::slow);
      else
        to.say(spoken.language, text("voice"), pace());
      say_keys_in(to, world, spoken.language, pace());
    });
    return take();
  }

  std::string call_office() const {
    return nobody_free(world, spoken.language, spoken.here, pace());
  }

  // In hours somebody; else their number, and the question once more unless all slips are used.
  std::string to_person() {
    if (spoken.office == conversations::OfficeHours::closed) {
      if (place.at.slips <= asked_again_max) return ask(call_office());
      out.say(spoken.language, call_office());
      return end();
    }
    place.at.moment = rang;
    return put_through(world, spoken.language, spoken.here, here());
  }

  std::string slipped(Meaning meaning) {
    const bool silent = meaning == Meaning::silence;
    // Whoever heard the code and says nothing more is done.
    if (silent && place.at.moment == told) return end();
    place.at.slips += 1;
    if (place.at.slips <= asked_again_max) return ask(phone(silent ? "silence" : "wrong_key"));
    return silent ? end() : to_person();
  }

  std::string after(std::string_view digits) {
    const Meaning meaning = understand(digits, AskedMenu{1}).meaning;
    switch (meaning) {
      case Meaning::choice:
        place.at.moment = told;
        return ask({});
      case Meaning::repeat:
        place.at.counted += 1;
        return ask({});
      case Meaning::person:
        return to_person();
      default:
        return slipped(meaning);
    }
  }
};

}  // namespace

bool is_code_call(std::string_view path) { return code_place_of(path).has_value(); }

bool has_talked(const CodeCallEvent& event) {
  const auto place = code_place_of(event.path);
  return place && place->at.moment == rang && has_answered(event.dial_status);
}

std::string code_call_document(const VoiceWorld& world, const conversations::SpokenCode& spoken,
                               const CodeCallEvent& event) {
  const auto place = code_place_of(event.path);
  ensure(place.has_value(), "only a code call's own paths lead here");
  CodeSpeaker speaker{world, spoken, *place, Response(world.dialect)};
  speaker.place.at.language = spoken.language;
  if (place->call == event.path) return speaker.ask({});
  if (place->at.moment == rang) return speaker.ask(speaker.call_office());
  return speaker.after(event.digits);
}

std::string code_call_over(const VoiceWorld& world, const CodeCallEvent& event) {
  const auto place = code_place_of(event.path);
  ensure(place.has_value(), "only a code call's own paths lead here");
  const std::string& language = place->at.language;
  if (language.empty()) return goodbye(world, {}, {});
  return goodbye(world, language, world.texts.text(language, {"messages", "code", "voice_end"}));
}

std::string code_call_apology(const VoiceWorld& world, const std::string& language,
                              std::string_view path) {
  auto place = code_place_of(path);
  ensure(place.has_value(), "only a code call's own paths lead here");
  const std::string& spoken = place->at.language.empty() ? language : place->at.language;
  place->at.slips += 1;
  if (place->at.slips > asked_again_max + 1)
    return goodbye(world, spoken, world.texts.text(spoken, "words.phone.goodbye"));
  return placed_apology(world, spoken, path_of(place->call, place->at, moments));
}

}  // namespace latchkey::ivr
