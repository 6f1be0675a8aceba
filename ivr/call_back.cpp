#include "ivr/call_back.h"

#include <array>

#include "ivr/keys.h"
#include "ivr/path_parts.h"

namespace latchkey::ivr {

namespace {

constexpr std::string_view verb = "/ivr/back/";
constexpr int seconds_for_keys = 10;
constexpr int slips_max = 3;            // asked again (product.md rule 14)
constexpr std::size_t digits_told = 4;  // rulings.md R18
constexpr std::int64_t counted_max = 10'000;
constexpr std::array<std::string_view, 3> moments{"rings", "key", "digits"};

using Moment = BackPlace::Moment;

}  // namespace

std::optional<BackPlace> back_place_of(std::string_view path) {
  if (!path.starts_with(verb)) return std::nullopt;
  path.remove_prefix(verb.size());
  const auto conversation = id_of(next_part(path));
  const auto ring = number_of(next_part(path), 1, counted_max);
  if (!conversation || !ring) return std::nullopt;
  BackPlace place{ConversationId{*conversation}, static_cast<int>(*ring), {}, 0, 0, {}};
  if (path.empty()) return place;
  const std::string_view moment = next_part(path);
  const auto slips = number_of(next_part(path), 0, counted_max);
  const auto wrong = number_of(next_part(path), 0, counted_max);
  if (!slips || !wrong || path.empty()) return std::nullopt;
  place.slips = static_cast<int>(*slips);
  place.wrong = static_cast<int>(*wrong);
  place.language = std::string(path);
  if (moment == moments[1]) place.moment = Moment::asks_key;
  if (moment == moments[2]) place.moment = Moment::asks_digits;
  return place.moment == Moment::rings ? std::nullopt : std::optional(place);
}

std::string path_of(const BackPlace& place) {
  std::string path(verb);
  path.append(std::to_string(place.conversation.value)).append("/");
  path.append(std::to_string(place.ring));
  if (place.moment == Moment::rings) return path;
  path.append("/").append(moments[static_cast<std::size_t>(place.moment)]);
  for (const int part : {place.slips, place.wrong}) path.append("/").append(std::to_string(part));
  return path.append("/").append(place.language);
}

std::string back_over(const VoiceWorld& world, const BackPlace& place) {
  Response out(world.dialect);
  if (!place.language.empty())
    out.say(place.language,
            world.texts.text(place.language, {"messages", "call_back", "voice_end"}));
  return std::move(out.hangup()).take();
}

std::string back_apology(const VoiceWorld& world, const BackPlace& place) {
  BackPlace again = place;
  again.slips += 1;
  if (again.slips > slips_max + 1) return back_over(world, place);
  const std::string& language =
      place.language.empty() ? world.config.clinic.default_language : place.language;
  Response out(world.dialect);
  out.say(language, world.texts.text(language, {"words", "phone", "trouble"}));
  out.wait(2, path_of(again));
  return std::move(out).take();
}

CallsBack::Told CallsBack::answer(const conversations::LegKey& key, BackPlace place,
                                  const BackAnswer& said) {
  const bool machine = said.answered_by.starts_with("machine");
  const auto waits = conversations_.rung_back(place.conversation, place.ring);
  if (!waits) {
    // Delivered again after the right digits, it is the conversation's own call.
    if (auto now = conversations_.current(key)) return *std::move(now);
    if (!machine) place.language = world_.config.clinic.default_language;
    return back_over(world_, place);
  }
  if (machine) {
    place.language.clear();
    return missed(place);
  }
  if (place.moment == Moment::rings) {
    place.language = waits->language;
    place.wrong = waits->wrong;
    place.moment = Moment::asks_key;
    return ask(place, {});
  }
  const bool digits_wanted = place.moment == Moment::asks_digits;
  const Asked wanted = digits_wanted ? Asked(AskedDigits{digits_told, digits_told}) : AskedMenu{1};
  const Keyed keyed = understand(said.digits, wanted);
  if (keyed.meaning == Meaning::repeat) return ask(place, {});
  if (keyed.meaning == Meaning::silence) return slipped(place, "silence");
  if (keyed.meaning == Meaning::digits) return digits(key, place, keyed.digits);
  if (keyed.meaning != Meaning::choice)
    return slipped(place, digits_wanted ? "wrong_length" : "wrong_key");
  place.moment = Moment::asks_digits;
  return ask(place, {});
}

CallsBack::Told CallsBack::digits(const conversations::LegKey& key, BackPlace place,
                                  std::string_view typed) {
  conversations::Reply reply = conversations_.answer_back(
      key, place.conversation, flow::CalledBack{place.ring, std::string(typed), place.wrong});
  if (reply.prompt) return *std::move(reply.prompt);
  const auto waits = conversations_.rung_back(place.conversation, place.ring);
  if (!waits) return back_over(world_, place);
  place.wrong = waits->wrong;
  return ask(place, "voice_wrong");
}

std::string CallsBack::slipped(BackPlace place, std::string_view why) {
  place.slips += 1;
  return place.slips > slips_max ? missed(place) : ask(place, why);
}

// A machine, or somebody who presses nothing, did not answer.
std::string CallsBack::missed(const BackPlace& place) {
  conversations_.missed_back(place.conversation, place.ring);
  return back_over(world_, place);
}

// `first`: a word on the last answer, a key of "messages.call_back" or of "words.phone"; or empty.
std::string CallsBack::ask(const BackPlace& place, std::string_view first) const {
  const auto text = [&](std::string_view key) {
    return world_.texts.text(place.language, {"messages", "call_back", key});
  };
  const bool digits = place.moment == Moment::asks_digits;
  const std::string action = path_of(place);
  Gather how;
  how.action = action;
  how.digits = digits ? static_cast<int>(digits_told) : 1;
  how.finish = digits ? FinishKey::pound : FinishKey::none;
  how.timeout_seconds = seconds_for_keys;
  Response out(world_.dialect);
  out.gather(how, [&](Prompt& to) {
    if (first == "voice_wrong")
      to.say(place.language, text(first));
    else if (!first.empty())
      to.say(place.language, world_.texts.text(place.language, {"words", "phone", first}));
    to.say(place.language, text(digits ? "voice_code" : "voice"));
  });
  return std::move(out).take();
}

}  // namespace latchkey::ivr
