// A webhook's answer as a provider understands it: verbs, or the error it would report.
//
// Errors end the document (the fallback URL is asked); warnings are reported and the verb or
// attribute is ignored (telephony.md §1.4). Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ivr/text_phone/habits.h"

namespace latchkey::ivr {

// The provider's number for what is wrong, and what it is, for whoever looks after the server.
struct Finding {
  int code = 0;
  std::string what;
};

enum class Method { post, get };

struct SayVerb {
  std::string language, voice, text;
};
struct PauseVerb {
  int seconds = 1;
};
struct PlayVerb {
  std::string url;
};
using Audible = std::variant<SayVerb, PauseVerb, PlayVerb>;

struct GatherVerb {
  std::optional<std::string> action;  // none: the current document again
  Method method = Method::post;
  int timeout_seconds = 5;
  std::optional<int> digits;
  std::string finish_on_key = "#";  // empty: none
  bool action_on_empty = false;
  std::vector<Audible> prompts;
};
struct RecordVerb {
  std::optional<std::string> action;
  Method method = Method::post;
  int silence_seconds = 5;
  int longest_seconds = 3600;
  std::string finish_on_key = "1234567890*#";
  std::optional<std::string> report_url;  // told when the recording is there
};
struct DialVerb {
  std::optional<std::string> action;  // none: the document goes on
  Method method = Method::post;
  std::string number, caller_id;
  std::optional<std::string> whisper_url;
  int ring_seconds = 30;
};
struct RedirectVerb {
  std::string url;
  Method method = Method::post;
};
struct HangupVerb {};
struct RejectVerb {
  bool busy = false;
};

using Verb = std::variant<SayVerb, PauseVerb, PlayVerb, GatherVerb, RecordVerb, DialVerb,
                          RedirectVerb, HangupVerb, RejectVerb>;

struct Document {
  std::vector<Verb> verbs;
  std::vector<Finding> warnings;
};

std::variant<Document, Finding> read_document(std::string_view content_type, std::string_view body,
                                              const Habits& habits);

}  // namespace latchkey::ivr
