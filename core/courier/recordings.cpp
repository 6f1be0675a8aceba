#include "core/courier/recordings.h"

#include <algorithm>

#include "core/base/fault.h"
#include "core/base/json.h"

namespace latchkey::courier {

namespace {

constexpr std::size_t name_max = 128;

Outcome of(Result result, int code) {
  Outcome outcome;
  outcome.result = result;
  outcome.code = code;
  return outcome;
}

// Other answers than a good one, as for what we send; but what is not there may be there later.
Outcome not_good(const HttpAnswer& answer) {
  const auto* answered = std::get_if<Answered>(&answer);
  if (answered && (answered->status == 404 || answered->status == 409))
    return of(Result::not_sent, answered->status);
  return outcome_of_answer(answer);
}

// Asking again changes nothing there: what may have been answered is asked for as if it was not.
Fetched not_fetched(const HttpAnswer& answer) {
  Outcome outcome = not_good(answer);
  if (outcome.result == Result::unknown) outcome.result = Result::not_sent;
  return {std::move(outcome), std::nullopt};
}

// Browsers play what they are told it is; anything else is no sound.
std::optional<std::string> sound_type(const Headers& headers) {
  std::string type(header_of(headers, "Content-Type"));
  type = type.substr(0, type.find(';'));
  std::ranges::transform(type, type.begin(), [](unsigned char c) { return std::tolower(c); });
  if (type == "audio/mpeg" || type == "audio/mp3") return "audio/mpeg";
  if (type == "audio/wav" || type == "audio/x-wav" || type == "audio/wave") return "audio/wav";
  return std::nullopt;
}

}  // namespace

namespace {

bool is_good(std::string_view name) {
  const auto good = [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == ':';
  };
  return !name.empty() && name.size() <= name_max && std::ranges::all_of(name, good);
}

}  // namespace

std::string name_of(const Recording& recording) {
  const bool good = is_good(recording.account) && is_good(recording.sid);
  return good ? recording.account + '/' + recording.sid : std::string();
}

std::optional<Recording> recording_of(std::string_view name) {
  const auto slash = name.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  Recording recording{std::string(name.substr(0, slash)), std::string(name.substr(slash + 1))};
  return name_of(recording).empty() ? std::nullopt : std::optional(std::move(recording));
}

Recordings::Recordings(Transport& transport, ProviderSettings settings)
    : transport_(transport), settings_(std::move(settings)) {}

std::string Recordings::address(const Recording& recording, std::string_view suffix) const {
  ensure(!name_of(recording).empty(), "a recording's names were looked at before");
  return settings_.rest_base_url + "/Accounts/" + recording.account + "/Recordings/" +
         recording.sid + std::string(suffix);
}

Fetched Recordings::fetch_from(std::string url, Auth auth) const {
  HttpCall call;
  call.method = "GET";
  call.url = std::move(url);
  call.headers = {{"Accept", "audio/mpeg, audio/wav"}};
  call.auth = std::move(auth);
  const HttpAnswer answer = transport_.http(call);
  const auto* answered = std::get_if<Answered>(&answer);
  if (!answered || answered->status != 200) return not_fetched(answer);
  auto type = sound_type(answered->headers);
  // Somebody between us and the provider, or one whose sounds we can't play: an operator's matter.
  if (!type || answered->body.empty()) return {of(Result::configuration, 200), std::nullopt};
  return {{}, Sound{Secret(answered->body), *std::move(type)}};
}

Fetched Recordings::fetch(const Recording& recording) const {
  if (settings_.media == Media::beside)
    return fetch_from(address(recording, ".mp3"), settings_.auth);
  HttpCall call;
  call.method = "GET";
  call.url = address(recording, ".json");
  call.headers = {{"Accept", "application/json"}};
  call.auth = settings_.auth;
  const HttpAnswer answer = transport_.http(call);
  const auto* answered = std::get_if<Answered>(&answer);
  if (!answered || answered->status != 200) return not_fetched(answer);
  const auto json = Json::parse(answered->body);
  const auto url = json ? json->text_of("media_url") : std::nullopt;
  if (!url || url->empty()) return {of(Result::not_sent, 200), std::nullopt};
  // The address is signed by itself; our secret is none of that host's business.
  return fetch_from(*url, NoAuth{});
}

Outcome Recordings::remove(const Recording& recording) const {
  HttpCall call;
  call.method = "DELETE";
  call.url = address(recording, settings_.media == Media::named ? ".json" : settings_.path_suffix);
  call.headers = {{"Accept", "application/json"}};
  call.auth = settings_.auth;
  const HttpAnswer answer = transport_.http(call);
  const auto* answered = std::get_if<Answered>(&answer);
  if (answered && (answered->status / 100 == 2 || answered->status == 404)) return {};
  return not_good(answer);
}

}  // namespace latchkey::courier
