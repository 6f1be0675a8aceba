#include "ivr/code_call.h"

#include <optional>

#include "core/base/fault.h"
#include "ivr/path_parts.h"

namespace latchkey::ivr {

namespace {

constexpr int asked_again_max = 3;  // product.md rule 14
constexpr int seconds_for_keys = 10;

// Where in the call we are: "/ivr/speak/7" at first, then
// "/ivr/speak/7/<moment>/<slips>/<again>/<language>".
struct CodePlace {
  enum class Moment { asked, told, rang } moment = Moment::asked;
  std::string call;      // "/ivr/speak/7"
  int slips = 0;         // silences and wrong keys
  int again = 0;         // how often '*' was pressed
  std::string language;  // that was spoken; empty before anything was
};

constexpr std::string_view moments[] = {"asked", "told", "rang"};

std::optional<CodePlace> code_place_of(std::string_view path) {
  constexpr std::string_view start = "/ivr/speak/";
  if (!path.starts_with(start)) return std::nullopt;
  std::string_view rest = path.substr(start.size());
  CodePlace place;
  place.call = std::string(start).append(next_part(rest));
  if (rest.empty()) return place;
  const std::string_view moment = next_part(rest);
  constexpr std::int64_t counted_max = 10'000;
  const auto slips = number_of(next_part(rest), 0, counted_max);
  const auto again = number_of(next_part(rest), 0, counted_max);
  place.language = std::string(rest);
  if (!slips || !again) return std::nullopt;
  place.slips = static_cast<int>(*slips);
  place.again = static_cast<int>(*again);
  for (int i = 0; i < 3; ++i)
    if (moment == moments[i]) {
      place.moment = static_cast<CodePlace::Moment>(i);
      return place;
    }
  return std::nullopt;
}

std::string path_to(const CodePlace& place) {
  std::string path = place.call;
  path.append("/").append(moments[static_cast<std::size_t>(place.moment)]);
  for (const int part : {place.slips, place.again}) path.append("/").append(std::to_string(part));
  if (!place.language.empty()) path.append("/").append(place.language);
  return path;
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
  Pace pace() const { return place.again >= 2 ? Pace::slow : Pace::normal; }

  std::string take() { return std::move(out).take(); }

  std::string goodbye() {
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
    if (place.moment == CodePlace::Moment::rang) place.moment = CodePlace::Moment::asked;
    const bool told = place.moment == CodePlace::Moment::told;
    const std::string action = path_to(place);
    Gather how;
    how.action = action;
    how.digits = 1;
    how.finish = FinishKey::none;
    how.timeout_seconds = seconds_for_keys;
    out.gather(how, [&](auto& to) {
      to.say(spoken.language, first, pace());
      if (told)
        to.say(spoken.language, code_in_words(), Pace::slow);
      else
        to.say(spoken.language, text("voice"), pace());
      to.say(spoken.language, phone("person"), pace());
      to.say(spoken.language, phone("repeat"), pace());
    });
    return take();
  }

  // Nobody picks up: who could be called, and when it may still be the code.
  std::string nobody_free() const {
    const Location& office = office_or_default(world.config, spoken.here);
    const std::string number =
        spoken_phone(office.phone, spelling_of(world, spoken.language), pace());
    return world.texts.fill(
        spoken.language, "messages.code.voice_person",
        {{"office", std::string_view(office.name)}, {"office_phone", std::string_view(number)}});
  }

  // In hours somebody; else their number, and the question once more unless all slips are used.
  std::string to_person() {
    if (spoken.office == conversations::SpokenCode::Office::closed) {
      if (place.slips <= asked_again_max) return ask(nobody_free());
      out.say(spoken.language, nobody_free());
      return goodbye();
    }
    place.moment = CodePlace::Moment::rang;
    const std::string action = path_to(place);
    out.say(spoken.language, world.texts.text(spoken.language, "steps.transferring.voice"));
    out.dial(dial_office(world, spoken.here, action));
    return take();
  }

  std::string slipped(Meaning meaning) {
    const bool silent = meaning == Meaning::silence;
    // Whoever heard the code and says nothing more is done.
    if (silent && place.moment == CodePlace::Moment::told) return goodbye();
    place.slips += 1;
    if (place.slips <= asked_again_max) return ask(phone(silent ? "silence" : "wrong_key"));
    return silent ? goodbye() : to_person();
  }

  std::string after(std::string_view digits) {
    const Meaning meaning = understand(digits, AskedMenu{1}).meaning;
    switch (meaning) {
      case Meaning::choice:
        place.moment = CodePlace::Moment::told;
        return ask({});
      case Meaning::repeat:
        place.again += 1;
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

std::string code_call_document(const VoiceWorld& world, const conversations::SpokenCode& spoken,
                               const CodeCallEvent& event) {
  const auto place = code_place_of(event.path);
  ensure(place.has_value(), "only a code call's own paths lead here");
  CodeSpeaker speaker{world, spoken, *place, Response(world.dialect)};
  speaker.place.language = spoken.language;
  if (place->call == event.path) return speaker.ask({});
  if (place->moment != CodePlace::Moment::rang) return speaker.after(event.digits);
  if (!has_answered(event.dial_status)) return speaker.ask(speaker.nobody_free());
  return std::move(speaker.out.hangup()).take();
}

std::string code_call_over(const VoiceWorld& world, const CodeCallEvent& event) {
  const auto place = code_place_of(event.path);
  ensure(place.has_value(), "only a code call's own paths lead here");
  Response out(world.dialect);
  const bool talked = place->moment == CodePlace::Moment::rang && has_answered(event.dial_status);
  if (!place->language.empty() && !talked)
    out.say(place->language, world.texts.text(place->language, {"messages", "code", "voice_end"}));
  return std::move(out.hangup()).take();
}

std::string code_call_apology(const VoiceWorld& world, const std::string& language,
                              std::string_view path) {
  auto place = code_place_of(path);
  ensure(place.has_value(), "only a code call's own paths lead here");
  const std::string& spoken = place->language.empty() ? language : place->language;
  Response out(world.dialect);
  place->slips += 1;
  if (place->slips > asked_again_max + 1) {
    out.say(spoken, world.texts.text(spoken, "words.phone.goodbye")).hangup();
  } else {
    out.say(spoken, world.texts.text(spoken, "words.phone.trouble"));
    out.wait(2, path_to(*place));
  }
  return std::move(out).take();
}

}  // namespace latchkey::ivr
