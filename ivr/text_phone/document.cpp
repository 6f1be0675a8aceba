#include "ivr/text_phone/document.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "ivr/text_phone/xml.h"

namespace latchkey::ivr {

namespace {

constexpr std::size_t provider_bytes_max = 65536;
constexpr std::size_t say_bytes_max = 16384;  // 4096 characters of up to 4 bytes

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

// Text as it is heard: line breaks and runs of spaces are one space.
std::string spoken(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text)) {
    const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!space) {
      out.push_back(c);
    } else if (!out.ends_with(' ')) {
      out.push_back(' ');
    }
  }
  return out;
}

std::string all_text(const XmlElement& element) {
  std::string out;
  for (const XmlNode& child : element.children) {
    if (const auto* text = std::get_if<std::string>(&child)) {
      out += *text;
    } else {
      out += all_text(std::get<XmlElement>(child));
    }
  }
  return out;
}

// Reads the verbs of one document and collects what a provider would warn about.
class DocumentReader {
 public:
  explicit DocumentReader(const Habits& habits) : habits_(habits) {}

  std::variant<Document, Finding> read(const XmlElement& root) {
    if (!root.attributes.empty()) warn(12200, "attributes on <Response>");
    if (!trimmed(root.text()).empty()) warn(12200, "text outside a verb");
    for (const XmlElement* element : root.elements()) {
      std::optional<Verb> verb = read_verb(*element);
      if (verb) {
        out_.verbs.push_back(std::move(*verb));
      } else if (unknown_ && habits_.unknown_verb == UnknownVerb::ends_document) {
        return Finding{12200, "this provider does not know <" + element->name + ">"};
      }
    }
    return std::move(out_);
  }

 private:
  void warn(int code, std::string what) { out_.warnings.push_back({code, std::move(what)}); }

  std::optional<Verb> read_verb(const XmlElement& element) {
    unknown_ = false;
    if (std::optional<Audible> audible = read_audible(element, Within::document)) {
      return std::visit([](auto& verb) -> Verb { return std::move(verb); }, *audible);
    }
    if (!unknown_) return std::nullopt;
    unknown_ = false;
    if (element.name == "Gather") return read_gather(element);
    if (element.name == "Record") return read_record(element);
    if (element.name == "Dial") return read_dial(element);
    if (element.name == "Redirect") return read_redirect(element);
    if (element.name == "Hangup") {
      known(element, {});
      return HangupVerb{};
    }
    if (element.name == "Reject") {
      known(element, {"reason"});
      const std::string* reason = element.attribute("reason");
      return RejectVerb{reason != nullptr && *reason == "busy"};
    }
    unknown_ = true;
    warn(12200, "the verb <" + element.name + "> is not known here and is skipped");
    return std::nullopt;
  }

  enum class Within { document, gather };

  bool knows_pause(Within within) const {
    return habits_.pauses == Pauses::everywhere ||
           (within == Within::document && habits_.pauses == Pauses::outside_gather);
  }

  // Nothing, with unknown_ set, if it is another verb; nothing without it if it is ignored.
  std::optional<Audible> read_audible(const XmlElement& element, Within within) {
    if (element.name == "Say") return read_say(element);
    if (element.name == "Play") {
      known(element, {"loop", "digits"});
      return PlayVerb{std::string(trimmed(element.text()))};
    }
    if (element.name == "Pause" && knows_pause(within)) {
      known(element, {"length"});
      return PauseVerb{number(element, "length", 1, 1, 3600, 13710)};
    }
    unknown_ = true;
    return std::nullopt;
  }

  std::optional<Audible> read_say(const XmlElement& element) {
    known(element, {"voice", "language", "loop"});
    SayVerb say{text_of(element, "language"), text_of(element, "voice"), spoken(all_text(element))};
    if (say.text.empty()) {
      warn(13520, "an empty <Say>");
      return std::nullopt;
    }
    if (say.text.size() > say_bytes_max) {
      warn(13521, "a <Say> that is too long is skipped");
      return std::nullopt;
    }
    return say;
  }

  Verb read_gather(const XmlElement& element) {
    known(element,
          {"action", "method", "input", "timeout", "numDigits", "finishOnKey",
           "actionOnEmptyResult", "speechTimeout", "speechModel", "language", "hints",
           "profanityFilter", "partialResultCallback", "bargeIn", "maxSpeechTime", "enhanced"});
    GatherVerb gather;
    gather.action = maybe(element, "action");
    gather.method = method(element);
    gather.timeout_seconds = number(element, "timeout", 5, 0, 600, 13313);
    if (element.attribute("numDigits") != nullptr) {
      gather.digits = number(element, "numDigits", 1, 1, 1000, 13314);
    }
    gather.finish_on_key = finish_key(element, gather.finish_on_key, 1);
    gather.action_on_empty = flag(element, "actionOnEmptyResult", 13338);
    for (const XmlElement* child : element.elements()) {
      unknown_ = false;
      std::optional<Audible> prompt = read_audible(*child, Within::gather);
      if (prompt) gather.prompts.push_back(std::move(*prompt));
      if (unknown_) warn(13320, "<" + child->name + "> may not stand inside <Gather> here");
    }
    unknown_ = false;
    return gather;
  }

  Verb read_record(const XmlElement& element) {
    known(element, {"action", "method", "timeout", "finishOnKey", "maxLength", "playBeep", "trim",
                    "recordingStatusCallback", "recordingStatusCallbackMethod",
                    "recordingStatusCallbackEvent", "transcribe", "transcribeCallback"});
    RecordVerb record;
    record.action = maybe(element, "action");
    record.method = method(element);
    record.silence_seconds = number(element, "timeout", 5, 0, 3600, 13611);
    record.longest_seconds = number(element, "maxLength", 3600, 1, 14400, 13612);
    record.finish_on_key = finish_key(element, record.finish_on_key, 12);
    record.report_url = maybe(element, "recordingStatusCallback");
    return record;
  }

  Verb read_dial(const XmlElement& element) {
    known(element, {"action", "method", "timeout", "timeLimit", "callerId", "record",
                    "answerOnBridge", "hangupOnStar", "ringTone", "callReason", "sequential"});
    DialVerb dial;
    dial.action = maybe(element, "action");
    dial.method = method(element);
    dial.ring_seconds = number(element, "timeout", 30, 1, 600, 13212);
    dial.caller_id = text_of(element, "callerId");
    dial.number = trimmed(element.text());
    for (const XmlElement* child : element.elements()) {
      if (child->name != "Number") {
        warn(12200, "<" + child->name + "> inside <Dial> is not known here");
        continue;
      }
      known(*child, {"url", "method", "sendDigits", "statusCallback", "statusCallbackEvent",
                     "statusCallbackMethod", "machineDetection"});
      dial.number = trimmed(child->text());
      dial.whisper_url = maybe(*child, "url");
    }
    return dial;
  }

  Verb read_redirect(const XmlElement& element) {
    known(element, {"method"});
    return RedirectVerb{std::string(trimmed(element.text())), method(element)};
  }

  void known(const XmlElement& element, std::initializer_list<std::string_view> names) {
    for (const auto& attribute : element.attributes) {
      if (std::find(names.begin(), names.end(), attribute.first) == names.end()) {
        warn(12200, "<" + element.name + "> has no attribute " + attribute.first);
      }
    }
  }

  static std::optional<std::string> maybe(const XmlElement& element, std::string_view name) {
    const std::string* value = element.attribute(name);
    if (value == nullptr) return std::nullopt;
    return *value;
  }

  static std::string text_of(const XmlElement& element, std::string_view name) {
    return maybe(element, name).value_or("");
  }

  Method method(const XmlElement& element) {
    const std::string given = text_of(element, "method");
    if (!given.empty() && given != "GET" && given != "POST") {
      warn(12200, "method '" + given + "' is neither GET nor POST");
    }
    return given == "GET" ? Method::get : Method::post;
  }

  int number(const XmlElement& element, std::string_view name, int otherwise, int lowest,
             int highest, int code) {
    const std::string* text = element.attribute(name);
    if (text == nullptr) return otherwise;
    int value = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), value);
    const bool whole = read.ec == std::errc() && read.ptr == text->data() + text->size();
    if (whole && value >= lowest && value <= highest) return value;
    warn(code, "<" + element.name + "> " + std::string(name) + "='" + *text + "'");
    return otherwise;
  }

  bool flag(const XmlElement& element, std::string_view name, int code) {
    const std::string given = text_of(element, name);
    if (!given.empty() && given != "true" && given != "false") {
      warn(code, std::string(name) + "='" + given + "'");
    }
    return given == "true";
  }

  std::string finish_key(const XmlElement& element, const std::string& otherwise,
                         std::size_t keys_max) {
    const std::string* given = element.attribute("finishOnKey");
    if (given == nullptr) return otherwise;
    const bool keys = given->find_first_not_of("0123456789*#") == std::string::npos;
    if (keys && given->size() <= keys_max) return *given;
    warn(13310, "finishOnKey='" + *given + "'");
    return otherwise;
  }

  const Habits& habits_;
  Document out_;
  bool unknown_ = false;
};

std::string media_type(std::string_view content_type) {
  std::string out(trimmed(content_type.substr(0, content_type.find(';'))));
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace

std::variant<Document, Finding> read_document(std::string_view content_type, std::string_view body,
                                              const Habits& habits) {
  const std::string type = media_type(content_type);
  if (body.size() > provider_bytes_max) return Finding{11750, "the document exceeds 64 kB"};
  if (type.starts_with("audio/")) return Document{{PlayVerb{"(the answer itself)"}}, {}};
  const bool plain = type == "text/plain";
  if (!plain && type != "text/xml" && type != "application/xml" && type != "text/html") {
    return Finding{12300, "the Content-Type '" + type + "' is no TwiML"};
  }
  const auto read = read_xml(body);
  const auto* root = std::get_if<XmlElement>(&read);
  if (root != nullptr && root->name == "Response") return DocumentReader(habits).read(*root);
  if (plain) {
    // A plain error page would be read out to the caller.
    return Document{{SayVerb{"", "", spoken(body)}}, {{12300, "plain text was read out"}}};
  }
  if (root != nullptr) return Finding{12100, "the root is <" + root->name + ">, not <Response>"};
  const XmlError& error = std::get<XmlError>(read);
  return Finding{12100, error.what + " at byte " + std::to_string(error.at)};
}

}  // namespace latchkey::ivr
