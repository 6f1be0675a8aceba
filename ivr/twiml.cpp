#include "ivr/twiml.h"

#include <algorithm>
#include <utility>

#include "core/base/fault.h"
#include "ivr/spoken_text.h"

namespace latchkey::ivr {

namespace {

constexpr std::string_view opening = R"(<?xml version="1.0" encoding="UTF-8"?><Response>)";
constexpr std::string_view closing = "</Response>";

std::string_view entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&apos;";
    case '\t':
    case '\n':
    case '\r':
      return " ";
    default:
      return {};
  }
}

// Printable ASCII with nothing to escape: by far most of what is said.
bool is_plain(char c) {
  return c >= ' ' && c < 0x7F && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
}

// State travels in the path: providers re-sort query parameters but sign the original order, and
// some drop empty ones (telephony.md §1.2). A fragment carries connection overrides (§1.3).
bool is_our_url(std::string_view url) {
  if (url.empty() || url.size() > 2000) return false;
  return std::all_of(url.begin(), url.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~/:%#=,&[]").find(c) != std::string_view::npos;
  });
}

bool is_e164(std::string_view number) {
  return number.size() >= 4 && number.size() <= 16 && number[0] == '+' &&
         number.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  out.append(" ").append(name).append("=\"");
  append_escaped(out, value);
  out.push_back('"');
}

void append_number(std::string& out, std::string_view name, int value) {
  append_attribute(out, name, std::to_string(value));
}

// A slow pace is SSML.
void append_say(std::string& out, std::string_view tag, std::string_view text, Pace pace) {
  const std::size_t before = out.size();
  out.append(tag);
  if (pace == Pace::slow) out.append(R"(<prosody rate="slow">)");
  const std::size_t text_at = out.size();
  append_escaped(out, text);
  // An empty Say is a warning at best (13520).
  if (out.find_first_not_of(' ', text_at) == std::string::npos) return out.resize(before);
  if (pace == Pace::slow) out.append("</prosody>");
  out.append("</Say>");
}

void append_pause(std::string& out, int seconds) {
  ensure(seconds >= 1 && seconds <= 60, "a pause is 1 to 60 seconds");
  out.append("<Pause");
  append_number(out, "length", seconds);
  out.append("/>");
}

// Slowly, without SSML, means one sentence at a time with silence between, where the place allows
// silence (the enumerators of Pauses go from free to strict).
void append_sentences(std::string& out, const Dialect& dialect, std::string_view tag,
                      std::string_view text, Pauses allowed_up_to) {
  while (!text.empty()) {
    const std::string_view sentence =
        text.substr(0, std::min(sentence_length(text), say_length(text)));
    append_say(out, tag, sentence, Pace::normal);
    text.remove_prefix(sentence.size());
    if (!text.empty() && dialect.pauses() <= allowed_up_to) append_pause(out, 1);
  }
}

void append_speech(std::string& out, const Dialect& dialect, std::string_view language,
                   std::string_view text, Pace pace, Pauses allowed_up_to) {
  const std::string_view tag = dialect.say_tag(language);
  if (pace == Pace::slow && dialect.ssml() == Ssml::off) {
    return append_sentences(out, dialect, tag, text, allowed_up_to);
  }
  while (!text.empty()) {
    const std::size_t length = say_length(text);
    append_say(out, tag, text.substr(0, length), pace);
    text.remove_prefix(length);
  }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  std::size_t plain_from = 0, at = 0;
  while (at < text.size()) {
    if (is_plain(text[at])) {
      ++at;
      continue;
    }
    out.append(text, plain_from, at - plain_from);
    const std::size_t length = character_length(text, at);
    if (const std::string_view replaced = entity(text[at]); !replaced.empty()) {
      out.append(replaced);
    } else if (length > 0 && is_speakable(text, at, length)) {
      out.append(text, at, length);
    }
    at += length > 0 ? length : 1;
    plain_from = at;
  }
  out.append(text, plain_from, at - plain_from);
}

Dialect::Dialect(const std::vector<Voice>& voices, Ssml ssml, Pauses pauses, courier::PathSeal seal)
    : ssml_(ssml), pauses_(pauses), seal_(seal) {
  if (voices.empty()) throw ConfigFault("phone.voices: at least one language needs a voice");
  for (const Voice& voice : voices) {
    const auto same = [&](const Tag& tag) { return tag.language == voice.language; };
    if (std::any_of(tags_.begin(), tags_.end(), same)) {
      throw ConfigFault("phone.voices: the language '" + voice.language + "' stands twice");
    }
    std::string tag = "<Say";
    append_attribute(tag, "language", voice.locale);
    if (!voice.name.empty()) append_attribute(tag, "voice", voice.name);
    tags_.push_back({voice.language, tag + ">"});
  }
}

std::string_view Dialect::say_tag(std::string_view language) const {
  for (const Tag& tag : tags_) {
    if (tag.language == language) return tag.opening;
  }
  return tags_.front().opening;
}

Prompt& Prompt::say(std::string_view language, std::string_view text, Pace pace) {
  append_speech(out_, dialect_, language, text, pace, Pauses::everywhere);
  return *this;
}

Prompt& Prompt::pause(int seconds) {
  if (dialect_.pauses() == Pauses::everywhere) append_pause(out_, seconds);
  return *this;
}

Response::Response(const Dialect& dialect) : dialect_(dialect) {
  out_.reserve(2048);
  out_.append(opening);
}

void Response::open_verb() { ensure(!ended_, "no verb follows one that ends the document"); }

Response& Response::ended() {
  ended_ = true;
  return *this;
}

Response& Response::say(std::string_view language, std::string_view text, Pace pace) {
  open_verb();
  append_speech(out_, dialect_, language, text, pace, Pauses::outside_gather);
  return *this;
}

Response& Response::pause(int seconds) {
  open_verb();
  if (dialect_.pauses() != Pauses::nowhere) append_pause(out_, seconds);
  return *this;
}

void Response::append_url(std::string_view name, std::string_view url) {
  ensure(is_our_url(url), "a URL given to the provider is one of ours, with its state in the path");
  append_attribute(out_, name, dialect_.seal().sealed(url));
}

void Response::open_gather(const Gather& how) {
  open_verb();
  ensure(how.timeout_seconds >= 1 && how.timeout_seconds <= 60, "keys are awaited 1 to 60 seconds");
  ensure(!how.digits || (*how.digits >= 1 && *how.digits <= 64), "an entry is 1 to 64 keys");
  out_.append("<Gather");
  append_url("action", how.action);
  out_.append(R"( method="POST" input="dtmf")");
  append_number(out_, "timeout", how.timeout_seconds);
  if (how.digits) append_number(out_, "numDigits", *how.digits);
  append_attribute(out_, "finishOnKey", how.finish == FinishKey::pound ? "#" : "");
  append_attribute(out_, "actionOnEmptyResult",
                   how.on_empty == OnEmpty::post_to_action ? "true" : "false");
  out_.push_back('>');
}

Response& Response::close_gather(const Gather& how) {
  out_.append("</Gather>");
  return how.on_empty == OnEmpty::post_to_action ? ended() : *this;
}

Response& Response::play(std::string_view url) {
  open_verb();
  ensure(is_our_url(url), "only our own audio is played");
  out_.append("<Play>");
  append_escaped(out_, url);
  out_.append("</Play>");
  return *this;
}

Response& Response::redirect(std::string_view url) {
  open_verb();
  ensure(is_our_url(url), "a call is sent to our own URLs only");
  out_.append(R"(<Redirect method="POST">)");
  append_escaped(out_, dialect_.seal().sealed(url));
  out_.append("</Redirect>");
  return ended();
}

Response& Response::wait(int seconds, std::string_view url) {
  if (dialect_.pauses() != Pauses::nowhere) return pause(seconds).redirect(url);
  // Without <Pause>, silence is a Gather that nobody is asked to answer.
  Gather silence;
  silence.action = url;
  silence.timeout_seconds = seconds;
  silence.digits = 1;
  return gather(silence, [](Prompt&) {});
}

Response& Response::record(const Record& how) {
  open_verb();
  ensure(how.longest_seconds >= 2 && how.longest_seconds <= 14400, "a message is 2 s to 4 h long");
  out_.append("<Record");
  append_url("action", how.action);
  out_.append(R"( method="POST")");
  append_number(out_, "timeout", how.silence_seconds);
  append_attribute(out_, "finishOnKey", "#");
  append_number(out_, "maxLength", how.longest_seconds);
  out_.append(R"( playBeep="true" trim="trim-silence")");
  if (!how.status_url.empty()) append_url("recordingStatusCallback", how.status_url);
  out_.append("/>");
  return *this;
}

Response& Response::dial(const Dial& how) {
  open_verb();
  ensure(is_e164(how.number), "only E.164 numbers are dialled");
  ensure(how.caller_id.empty() || is_e164(how.caller_id), "our own number is E.164");
  out_.append("<Dial");
  append_url("action", how.action);
  out_.append(R"( method="POST")");
  append_number(out_, "timeout", how.ring_seconds);
  append_number(out_, "timeLimit", how.longest_seconds);
  if (!how.caller_id.empty()) append_attribute(out_, "callerId", how.caller_id);
  out_.append(R"( record="do-not-record"><Number)");
  if (!how.whisper_url.empty()) append_url("url", how.whisper_url);
  out_.push_back('>');
  append_escaped(out_, how.number);
  out_.append("</Number></Dial>");
  return ended();
}

Response& Response::hangup() {
  open_verb();
  out_.append("<Hangup/>");
  return ended();
}

Response& Response::reject(Refusal why) {
  ensure(out_.size() == opening.size(), "a call is refused before anything else is done");
  out_.append("<Reject");
  append_attribute(out_, "reason", why == Refusal::busy ? "busy" : "rejected");
  out_.append("/>");
  return ended();
}

std::string Response::take() && {
  out_.append(closing);
  ensure(out_.size() <= document_bytes_max, "a document is at most 64 kB");
  return std::move(out_);
}

}  // namespace latchkey::ivr
