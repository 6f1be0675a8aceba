#include "ivr/call_back.h"

#include <array>

#include "ivr/keys.h"
#include "ivr/path_parts.h"

namespace latchkey::ivr {

namespace {

constexpr std::string_view verb = "/ivr/back/";
constexpr std::size_t digits_told = 4;  // rulings.md R18
constexpr std::array<std::string_view, 3> moments{"key", "digits", "rang"};

Asked asked_at(const BackPlace& place) {
  if (place.at->moment == BackPlace::asks_digits) return AskedDigits{digits_told, digits_told};
  return AskedMenu{1};
}

}  // namespace

std::optional<BackPlace> back_place_of(std::string_view path) {
  if (!path.starts_with(verb)) return std::nullopt;
  path.remove_prefix(verb.size());
  constexpr std::int64_t rings_max = 10'000;
  const auto conversation = id_of(next_part(path));
  const auto ring = number_of(next_part(path), 1, rings_max);
  if (!conversation || !ring) return std::nullopt;
  BackPlace place{ConversationId{*conversation}, static_cast<int>(*ring), {}};
  if (path.empty()) return place;
  place.at = placed_moment_of(path, moments);
  if (!place.at || place.at->language.empty()) return std::nullopt;
  return place;
}

std::string path_of(const BackPlace& place) {
  std::string path(verb);
  path.append(std::to_string(place.conversation.value)).append("/");
  path.append(std::to_string(place.ring));
  return place.at ? path_of(std::move(path), *place.at, moments) : path;
}

std::string back_over(const VoiceWorld& world, const BackPlace& place) {
  if (!place.at) return goodbye(world, {}, {});
  const std::string& language = place.at->language;
  return goodbye(world, language,
                 world.texts.text(language, {"messages", "call_back", "voice_end"}));
}

std::string back_apology(const VoiceWorld& world, const BackPlace& place) {
  BackPlace again = place;
  if (!again.at)
    again.at = PlacedMoment{BackPlace::asks_key, 0, 0, world.config.clinic.default_language};
  again.at->slips += 1;
  if (again.at->slips > asked_again_max + 1) return back_over(world, again);
  return placed_apology(world, again.at->language, path_of(again));
}

CallsBack::Told CallsBack::answer(const conversations::LegKey& key, BackPlace place,
                                  const BackAnswer& said) {
  const bool machine = said.answered_by.starts_with("machine");
  if (place.at && place.at->moment == BackPlace::rang)
    return after_office(*place.at, said.dial_status);
  const auto waits = conversations_.rung_back(place.conversation, place.ring);
  if (!waits) {
    // Delivered again after the right digits, it is the conversation's own call.
    if (auto now = conversations_.current(key)) return *std::move(now);
    if (machine) return goodbye(world_, {}, {});
    if (!place.at) place.at = PlacedMoment{0, 0, 0, world_.config.clinic.default_language};
    return back_over(world_, place);
  }
  if (waits->is == Waits::Is::put_through)
    return put_through_again(std::move(place), *waits, said.digits);
  if (machine) {
    place.at.reset();
    return missed(place);
  }
  if (!place.at) {
    place.at = PlacedMoment{BackPlace::asks_key, 0, waits->wrong, waits->language};
    return ask(place, {});
  }
  return pressed(key, std::move(place), *waits, said.digits);
}

// The key that led to the office, delivered again, leads there again.
std::string CallsBack::put_through_again(BackPlace place, const Waits& waits,
                                         std::string_view keys) {
  if (!place.at) return back_over(world_, place);
  const Meaning meaning = understand(keys, asked_at(place)).meaning;
  const bool wrong = meaning == Meaning::not_understood || meaning == Meaning::more;
  const bool used_up = wrong && place.at->slips >= asked_again_max;
  if (meaning != Meaning::person && !used_up) return back_over(world_, place);
  return to_person(std::move(place), waits);
}

CallsBack::Told CallsBack::pressed(const conversations::LegKey& key, BackPlace place,
                                   const Waits& waits, std::string_view keys) {
  const bool digits_wanted = place.at->moment == BackPlace::asks_digits;
  const Keyed keyed = understand(keys, asked_at(place));
  switch (keyed.meaning) {
    case Meaning::repeat:
      return ask(place, {});
    case Meaning::person:
      return to_person(std::move(place), waits);
    case Meaning::silence:
      return slipped(std::move(place), waits, "silence");
    case Meaning::digits:
      return digits(key, std::move(place), keyed.digits);
    case Meaning::choice:
      place.at->moment = BackPlace::asks_digits;
      place.at->counted = waits.wrong;
      return ask(place, {});
    default:
      return slipped(std::move(place), waits, digits_wanted ? "wrong_length" : "wrong_key");
  }
}

CallsBack::Told CallsBack::digits(const conversations::LegKey& key, BackPlace place,
                                  std::string_view typed) {
  conversations::Reply reply = conversations_.answer_back(
      key, place.conversation,
      flow::CalledBack{place.ring, std::string(typed), static_cast<int>(place.at->counted)});
  if (reply.prompt) return *std::move(reply.prompt);
  const auto waits = conversations_.rung_back(place.conversation, place.ring);
  if (!waits) return back_over(world_, place);
  place.at->counted = waits->wrong;
  return ask(place,
             world_.texts.text(place.at->language, {"messages", "call_back", "voice_wrong"}));
}

// Whoever pressed something gets a person; whoever was silent did not answer.
std::string CallsBack::slipped(BackPlace place, const Waits& waits, std::string_view why) {
  place.at->slips += 1;
  if (place.at->slips <= asked_again_max) return ask(place, phone(place, why));
  return why == "silence" ? missed(place) : to_person(std::move(place), waits);
}

std::string CallsBack::to_person(BackPlace place, const Waits& waits) {
  const std::string language = place.at->language;
  if (waits.office == conversations::OfficeHours::open) {
    place.at->moment = BackPlace::rang;
    place.at->counted = waits.here.value;
    conversations_.person_back(place.conversation, place.ring);
    return put_through(world_, language, waits.here, path_of(place));
  }
  const std::string words = nobody_free(world_, language, waits.here, Pace::normal);
  if (place.at->slips <= asked_again_max) return ask(place, words);
  conversations_.missed_back(place.conversation, place.ring);
  return goodbye(world_, language, words);
}

// The ticket stands since they were put through, and the conversation is over: this reads nothing
// that could be broken.
std::string CallsBack::after_office(const PlacedMoment& at, std::string_view dial_status) const {
  if (has_answered(dial_status)) return goodbye(world_, {}, {});
  return goodbye(world_, at.language,
                 nobody_free(world_, at.language, LocationId{at.counted}, Pace::normal));
}

// A machine, or somebody who presses nothing, did not answer.
std::string CallsBack::missed(const BackPlace& place) {
  conversations_.missed_back(place.conversation, place.ring);
  return back_over(world_, place);
}

std::string CallsBack::phone(const BackPlace& place, std::string_view key) const {
  return std::string(world_.texts.text(place.at->language, {"words", "phone", key}));
}

// `first`: what is said of the last answer; may be empty.
std::string CallsBack::ask(const BackPlace& place, std::string_view first) const {
  const std::string& language = place.at->language;
  const bool digits = place.at->moment == BackPlace::asks_digits;
  const std::string action = path_of(place);
  Gather how;
  how.action = action;
  how.digits = digits ? static_cast<int>(digits_told) : 1;
  how.finish = digits ? FinishKey::pound : FinishKey::none;
  how.timeout_seconds = seconds_for_keys;
  Response out(world_.dialect);
  out.gather(how, [&](Prompt& to) {
    to.say(language, first);
    to.say(language,
           world_.texts.text(language, {"messages", "call_back", digits ? "voice_code" : "voice"}));
    if (!digits) say_keys_in(to, world_, language, Pace::normal);
  });
  return std::move(out).take();
}

}  // namespace latchkey::ivr
