#include "ivr/phone_line.h"

#include <algorithm>
#include <charconv>

#include "core/base/names.h"
#include "core/base/normal.h"
#include "core/courier/provider.h"
#include "ivr/code_call.h"
#include "ivr/dialect_of.h"
#include "ivr/path_parts.h"
#include "ivr/spoken_message.h"
#include "ivr/step_answer.h"
#include "ivr/telnyx_event.h"

namespace latchkey::ivr {

using conversations::Fumble;
using conversations::Reply;
using conversations::Taken;

namespace {

constexpr std::size_t call_sid_max = 128;  // opaque: providers differ (telephony.md §1.1)
constexpr int slips_max = 3;

http::Response document(std::string twiml) {
  http::Response answer;
  answer.content_type = std::string(twiml_content_type);
  answer.body = std::move(twiml);
  answer.with("Cache-Control", "no-store");
  return answer;
}

http::Response refused(int status) {
  http::Response answer;
  answer.status = status;
  answer.body = "refused\n";
  return answer;
}

// The numbers of "/…/4/0/1/0/2" after `verb`, as many as there are.
std::optional<Place> place_of(std::string_view path, std::string_view verb) {
  const std::string prefix = "/ivr/" + std::string(verb) + "/";
  if (!path.starts_with(prefix)) return std::nullopt;
  path.remove_prefix(prefix.size());
  std::int64_t parts[5] = {};
  for (std::int64_t& part : parts) {
    const auto [stop, error] = std::from_chars(path.data(), path.data() + path.size(), part);
    if (error != std::errc() || part < 0 || part > 1'000'000) return std::nullopt;
    path.remove_prefix(static_cast<std::size_t>(stop - path.data()));
    if (path.empty()) break;
    if (path.front() != '/') return std::nullopt;
    path.remove_prefix(1);
  }
  return Place{parts[0], static_cast<int>(parts[1]), static_cast<int>(parts[2]),
               static_cast<int>(parts[3]), static_cast<int>(parts[4])};
}

constexpr latchkey::Names<flow::TransferEnded::Result, 3> transfer_verbs{
    {"answered", "picked_up", "unanswered"}};

// What was counted at this question so far: the number that the next silence carries back.
int fumbles(const conversations::Prompt& prompt) {
  return static_cast<int>(prompt.leg.silences + prompt.leg.wrong_keys);
}

bool turns_page(Meaning meaning, const conversations::Prompt& prompt) {
  return meaning == Meaning::more && has_more_pages(prompt.step);
}

// What keys that answer nothing count as; whoever asks twice hears it slower from then on.
conversations::Heard no_answer(Meaning meaning, const conversations::Prompt& now,
                               const Place& place) {
  if (meaning == Meaning::nothing_asked || turns_page(meaning, now)) return {};
  if (meaning == Meaning::silence) return Fumble::silence;
  if (meaning != Meaning::repeat) return Fumble::wrong_key;
  if (place.repeats == 0 || now.leg.slower > 0) return {};
  return Fumble::slower;
}

}  // namespace

struct PhoneLine::Webhook {
  std::string_view path;  // as we made it
  http::Fields fields;
  std::string_view value(std::string_view name) const {
    return http::only(fields, name).value_or("");
  }
};

// How a transfer ended: as the provider says it, or as our own retry repeats it.
struct PhoneLine::Transferred {
  Place place;
  flow::TransferEnded::Result result;
};

std::optional<PhoneLine::Transferred> PhoneLine::transfer_of(const Webhook& hook,
                                                             std::string_view path) const {
  using enum flow::TransferEnded::Result;
  for (const auto result : {answered, picked_up, unanswered})
    if (const auto place = place_of(path, transfer_verbs[result])) return {{*place, result}};
  const auto place = place_of(path, "transferred");
  if (!place) return std::nullopt;
  if (!has_answered(hook.value("DialCallStatus"))) return {{*place, unanswered}};
  const bool asked = config_.provider.whisper == ProviderSettings::Whisper::on;
  return {{*place, asked ? picked_up : answered}};
}

PhoneLine::PhoneLine(conversations::Conversations& conversations, storage::Store& store,
                     const accounts::Roster& roster, const Config& config, const Texts& texts,
                     const LocalWords& words, const Calendar& calendar, const Sealer& sealer,
                     const Clock& clock, Log& log)
    : conversations_(conversations),
      config_(config),
      texts_(texts),
      sealer_(sealer),
      log_(log),
      reports_(conversations, store, roster),
      seal_(config.provider.signature == SignatureMode::ed25519 ? courier::PathSeal(sealer)
                                                                : courier::PathSeal()),
      dialect_(dialect_of(config, texts, seal_)),
      world_{config, texts, words, calendar, dialect_, spelling_},
      calls_back_(conversations, world_),
      proof_(config, clock) {
  for (const std::string& code : config.clinic.languages)
    spelling_.emplace(code, spelling_words(texts, code));
}

http::Response PhoneLine::answer(const http::Request& request) {
  if (!request.path.starts_with("/ivr/")) return refused(404);
  if (request.method != "POST") return refused(405).with("Allow", "POST");
  const bool event = is_telnyx_event(request);
  auto fields = event ? http::Fields{} : http::parse_form(request.body);
  if (!fields || !proof_.is_genuine(request, *fields)) {
    log_.warn("ivr.refused");
    return refused(403);
  }
  if (event) fields = fields_of_telnyx_event(request.body);
  const auto path = seal_.opened(request.path);
  if (!path || (event && !reports_.takes(*path))) {
    log_.warn("ivr.refused");
    return refused(403);
  }
  const Webhook hook{*path, *std::move(fields)};
  try {
    return route(hook);
  } catch (const std::exception& e) {
    log_.fault("ivr.fault", e.what());
    // Nobody listens: the provider is to tell it again.
    return reports_.takes(*path) ? refused(500) : apology(hook, *path);
  }
}

http::Response PhoneLine::route(const Webhook& hook) {
  const std::string_view path = hook.path;
  constexpr std::string_view speaks = "/ivr/speak/";
  // Twilio takes this as it takes 204; Telnyx takes nothing but 200 (telephony.md §1.5, §3).
  if (reports_.takes(path)) {
    reports_.take(path, hook.fields);
    return document(std::move(Response(dialect_)).take());
  }
  const std::string_view sid = hook.value("CallSid");
  if (sid.empty() || sid.size() > call_sid_max) return refused(400);
  if (path == "/ivr/call") return call(hook);
  if (path == courier::call_fallback_path) return fallback(hook);
  if (path.starts_with(speaks)) return speak(hook, path.substr(speaks.size()));
  if (const auto place = whisper_place_of(path)) return whisper(hook, *place);
  if (const auto place = back_place_of(path)) return back(hook, *place);
  if (const auto place = bridge_place_of(path)) return bridge(hook, *place);
  if (const auto place = place_of(path, "spoken")) return spoken(hook, *place);
  if (const auto place = place_of(path, "turn")) return turn(hook, *place);
  if (const auto place = place_of(path, "prompt")) return prompt(hook, *place);
  if (const auto ended = transfer_of(hook, path))
    return transferred(hook, ended->place, ended->result);
  return refused(404);
}

conversations::LegKey PhoneLine::key_of(const Webhook& hook) const {
  return conversations::leg_key(sealer_, flow::Channel::phone, hook.value("CallSid"));
}

conversations::Opening PhoneLine::opening_of(const Webhook& hook) const {
  conversations::Opening opening;
  opening.language = config_.clinic.default_language;
  opening.caller = std::string(hook.value("From"));
  if (opening.caller.empty()) opening.caller = "anonymous";
  opening.here = office_dialled(hook.value("To"));
  // An office that forwards its own number to ours is the one that was dialled.
  if (!opening.here) opening.here = office_dialled(hook.value("ForwardedFrom"));
  return opening;
}

// By one of its lines, or by a phone number that no other office has too.
std::optional<LocationId> PhoneLine::office_dialled(std::string_view number) const {
  const std::string dialled = normal_phone(number).value_or(std::string(number));
  if (dialled.empty()) return std::nullopt;
  std::vector<LocationId> by_phone;
  for (const Location& location : config_.locations) {
    if (std::find(location.lines.begin(), location.lines.end(), dialled) != location.lines.end())
      return location.id;
    if (location.phone == dialled) by_phone.push_back(location.id);
  }
  return by_phone.size() == 1 ? std::optional(by_phone.front()) : std::nullopt;
}

http::Response PhoneLine::say(const conversations::Prompt& prompt, Place place, Slip slip) const {
  place.question = prompt.question;
  place.fumbles = fumbles(prompt);
  return document(step_document(world_, prompt, place, slip));
}

http::Response PhoneLine::call(const Webhook& hook) {
  // Whom we rang did not call: when their conversation is over, so is this.
  if (hook.value("Direction").starts_with("outbound"))
    return document(
        back_over(world_, {{}, 1, PlacedMoment{0, 0, 0, config_.clinic.default_language}}));
  return say(conversations_.open(key_of(hook), opening_of(hook)), {}, Slip::none);
}

http::Response PhoneLine::prompt(const Webhook& hook, const Place& place) {
  const auto now = conversations_.current(key_of(hook));
  if (!now) return call(hook);
  const auto waits = [](const conversations::Prompt& at) {
    return std::holds_alternative<flow::Wait>(at.step.field);
  };
  // What was waited for has come: a new question starts with a clean place.
  if (!waits(*now)) return say(*now, {}, Slip::none);
  if (place.waits < waits_max) return say(*now, place, Slip::none);
  const Reply over = conversations_.reply(key_of(hook), now->question, flow::GaveUp{});
  if (!over.prompt) return call(hook);
  return say(*over.prompt, waits(*over.prompt) ? place : Place{}, Slip::none);
}

http::Response PhoneLine::turn(const Webhook& hook, Place place) {
  Keyed keys;
  const Reply reply =
      conversations_.hear(key_of(hook), place.question, place.fumbles,
                          [&](const conversations::Prompt& now) -> conversations::Heard {
                            keys = understand(hook.value("Digits"), asked(now.step, place.page));
                            if (auto input = input_of(keys, now, place.page))
                              return of_caller(*std::move(input), hook.value("From"));
                            return no_answer(keys.meaning, now, place);
                          });
  if (!reply.prompt) return call(hook);
  // A retry of an answered question hears the present one.
  if (reply.taken == Taken::accepted || reply.prompt->question != place.question)
    return say(*reply.prompt, {}, Slip::none);
  if (reply.taken == Taken::not_understood) return not_understood(hook, *reply.prompt);
  return asked_again(hook, *reply.prompt, place, keys.meaning);
}

http::Response PhoneLine::asked_again(const Webhook& hook, const conversations::Prompt& prompt,
                                      Place place, Meaning meaning) {
  if (meaning == Meaning::nothing_asked) return say(prompt, {}, Slip::none);
  if (turns_page(meaning, prompt)) {
    place.page += 1;
    return say(prompt, place, Slip::none);
  }
  if (meaning != Meaning::repeat) return fumbled(hook, prompt, place, meaning);
  place.repeats += 1;
  return say(prompt, place, Slip::none);
}

// Asked again up to three times, then handed to a person (product.md rule 14). A delivery that was
// counted before is answered as it was then.
http::Response PhoneLine::fumbled(const Webhook& hook, const conversations::Prompt& prompt,
                                  Place place, Meaning meaning) {
  if (prompt.leg.silences >= slips_max || prompt.leg.wrong_keys >= slips_max) {
    const flow::Input wish = prompt.leg.silences >= slips_max ? flow::Input(flow::GaveUp{})
                                                              : flow::Input(flow::AskPerson{});
    const Reply over = conversations_.reply(key_of(hook), prompt.question, wish);
    return over.prompt ? say(*over.prompt, {}, Slip::none) : call(hook);
  }
  place.repeats = 0;
  const bool entry = hook.value("Digits").size() > 1;
  return say(prompt, place,
             meaning == Meaning::silence ? Slip::silence
             : entry                     ? Slip::wrong_length
                                         : Slip::wrong_key);
}

// The notice says what was wrong; three in a row lead to a person as wrong keys do. A stage that
// takes no such wish is said again as it is.
http::Response PhoneLine::not_understood(const Webhook& hook, const conversations::Prompt& prompt) {
  if (prompt.leg.wrong_keys < slips_max) return say(prompt, {}, Slip::none);
  Reply over = conversations_.reply(key_of(hook), prompt.question, flow::AskPerson{});
  if (!over.prompt) return call(hook);
  if (over.prompt->question == prompt.question) {
    over.prompt->notice = prompt.notice;
    over.prompt->notice_detail = prompt.notice_detail;
  }
  return say(*over.prompt, {}, Slip::none);
}

// A second delivery finds the question answered and hears what the first one did.
http::Response PhoneLine::transferred(const Webhook& hook, const Place& place,
                                      flow::TransferEnded::Result result) {
  const Reply reply =
      conversations_.reply(key_of(hook), place.question, flow::TransferEnded{result});
  if (!reply.prompt) return document(std::move(Response(dialect_).hangup()).take());
  return say(*reply.prompt, {}, Slip::none);
}

// As it is with a transfer. Whoever has hung up is told no more.
http::Response PhoneLine::spoken(const Webhook& hook, const Place& place) {
  const Reply reply = conversations_.reply(key_of(hook), place.question, message_in(hook.fields));
  if (!reply.prompt) return document(std::move(Response(dialect_).hangup()).take());
  return say(*reply.prompt, {}, Slip::none);
}

// At the office's end. A caller who has gone meanwhile is nobody to be put through to.
http::Response PhoneLine::whisper(const Webhook& hook, const WhisperPlace& place) {
  const auto hung_up = [&] { return document(std::move(Response(dialect_).hangup()).take()); };
  if (hook.value("AnsweredBy").starts_with("machine")) return hung_up();
  if (place.moment == WhisperPlace::Moment::asks) {
    const auto about = conversations_.rings_about(place.conversation, place.question);
    return about ? document(whisper_document(world_, place, *about)) : hung_up();
  }
  const bool takes = hook.value("Digits") == "1" &&
                     conversations_.transfer_taken(place.conversation, place.question);
  return takes ? document(connecting_document(world_)) : hung_up();
}

http::Response PhoneLine::back(const Webhook& hook, const BackPlace& place) {
  const BackAnswer answer{hook.value("Digits"), hook.value("AnsweredBy"),
                          hook.value("DialCallStatus")};
  const auto told = calls_back_.answer(key_of(hook), place, answer);
  if (const auto* prompt = std::get_if<conversations::Prompt>(&told))
    return say(*prompt, {}, Slip::none);
  return document(std::get<std::string>(told));
}

// A call that a clerk asked for.
http::Response PhoneLine::bridge(const Webhook& hook, const BridgePlace& place) const {
  return document(bridge_document(world_, conversations_.bridges(), place,
                                  {hook.value("Digits"), hook.value("AnsweredBy"),
                                   hook.value("DialCallStatus"), hook.value("DialCallDuration")}));
}

// A call that we placed to say a code. A machine that picks up hears nothing at all.
http::Response PhoneLine::speak(const Webhook& hook, std::string_view rest) {
  const auto id = id_of(rest.substr(0, rest.find('/')));
  if (!id || !is_code_call(hook.path)) return refused(404);
  if (hook.value("AnsweredBy").starts_with("machine"))
    return document(std::move(Response(dialect_).hangup()).take());
  const CodeCallEvent event{hook.path, hook.value("Digits"), hook.value("DialCallStatus")};
  if (has_talked(event)) return document(std::move(Response(dialect_).hangup()).take());
  const auto spoken = conversations_.spoken_code(ConversationId{*id});
  return document(spoken ? code_call_document(world_, *spoken, event)
                         : code_call_over(world_, event));
}

// The provider could not use, or did not get, what we answered at ErrorUrl: it is asked for anew.
// The number of tries goes on from there, so that nobody is held on the line for ever.
http::Response PhoneLine::fallback(const Webhook& hook) const {
  std::int64_t code = 0;
  const std::string_view error = hook.value("ErrorCode");
  std::from_chars(error.data(), error.data() + error.size(), code);
  log_.warn("ivr.fallback", {{"code", code}});
  std::string_view url = hook.value("ErrorUrl");
  url = url.substr(0, url.find_first_of("?#"));
  if (url.starts_with(config_.urls.webhook)) url.remove_prefix(config_.urls.webhook.size());
  return apology(hook, seal_.opened(url).value_or(""));
}

// As far as anybody knows nothing was stored, so asking again is the retry; after three the caller
// is let go with words. The end of a transfer is told again instead: to ask anew would ring the
// office once more.
http::Response PhoneLine::apology(const Webhook& hook, std::string_view path) const {
  const std::string& language = config_.clinic.default_language;
  // An office that was rung is no caller: theirs goes on as one whom nobody answered.
  if (whisper_place_of(path) || bridge_place_of(path))
    return document(std::move(Response(dialect_).hangup()).take());
  if (is_code_call(path)) return document(code_call_apology(world_, language, path));
  if (const auto place = back_place_of(path)) return document(back_apology(world_, *place));
  const auto ended = transfer_of(hook, path);
  const auto again = ended ? ended->place : place_of(path, "prompt");
  Place next{ended ? again->question : 0, 0, (again ? again->repeats : 0) + 1, 0};
  if (ended) next.fumbles = again->fumbles;
  Response out(dialect_);
  if (next.repeats > slips_max) {
    out.say(language, texts_.text(language, "words.phone.busy")).hangup();
  } else {
    out.say(language, texts_.text(language, "words.phone.trouble"));
    out.wait(2, path_of(ended ? transfer_verbs[ended->result] : "prompt", next));
  }
  return document(std::move(out).take());
}

}  // namespace latchkey::ivr
