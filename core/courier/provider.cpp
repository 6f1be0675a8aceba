#include "core/courier/provider.h"

#include <algorithm>

#include "core/base/fault.h"
#include "core/base/json.h"
#include "core/courier/provider_codes.h"

namespace latchkey::courier {

namespace {

Outcome made(Result result, int code) {
  Outcome outcome;
  outcome.result = result;
  outcome.code = code;
  return outcome;
}

// Judged by the HTTP status alone, when the body's code says nothing.
Result result_of_status(int status) {
  if (status == 429) return Result::throttled;
  if (status >= 500 || status == 408) return Result::unknown;
  if (status == 401 || status == 403 || status == 404 || status == 407)
    return Result::configuration;
  if (status >= 400) return Result::refused_permanent;
  // Redirects are not followed: a wrong base URL, or somebody between us and the provider.
  if (status >= 300) return Result::configuration;
  return Result::unknown;
}

// Of what was made: {"sid": …}, or Telnyx's {"data": {"id": …}}. Its calls have their own name.
std::optional<std::string> sid_of(const Json& json) {
  for (const char* name : {"sid", "call_sid"})
    if (auto sid = json.text_of(name)) return sid;
  const Json* data = json.find("data");
  return data ? data->text_of("id") : std::nullopt;
}

// {"code": …}, or Telnyx's {"errors": [{"code": …}]}.
std::optional<std::int64_t> code_of(const Json& json) {
  const Json* errors = json.find("errors");
  if (errors && !errors->items().empty()) return errors->items().front().integer_of("code");
  return json.integer_of("code");
}

Outcome judge(const Answered& answered) {
  const auto json = Json::parse(answered.body);
  if (answered.status == 200 || answered.status == 201) {
    const auto sid = json ? sid_of(*json) : std::nullopt;
    // A page that is no message resource proves nothing about the message.
    if (!sid || sid->empty() || sid->size() > 128) return made(Result::unknown, answered.status);
    Outcome outcome;
    outcome.provider_sid = *sid;
    return outcome;
  }
  const auto code = json ? code_of(*json) : std::nullopt;
  const int known_code = code && *code > 0 && *code < 1'000'000 ? static_cast<int>(*code) : 0;
  Outcome outcome =
      made(result_of_status(answered.status), known_code != 0 ? known_code : answered.status);
  if (const auto by_code = outcome_of_code(known_code)) outcome = *by_code;
  if (outcome.result == Result::throttled) outcome.retry_after = retry_after(answered.headers);
  return outcome;
}

std::string without_last_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

}  // namespace

Outcome outcome_of_answer(const HttpAnswer& answer) {
  if (std::holds_alternative<NotSent>(answer)) return made(Result::not_sent, 0);
  if (std::holds_alternative<NobodyKnows>(answer)) return made(Result::unknown, 0);
  return judge(std::get<Answered>(answer));
}

Provider::Provider(Transport& transport, ProviderSettings settings)
    : transport_(transport), settings_(std::move(settings)) {
  settings_.rest_base_url = without_last_slash(settings_.rest_base_url);
  settings_.public_base_url = without_last_slash(settings_.public_base_url);
  if (settings_.rest_base_url.empty() || settings_.account_id.empty())
    throw ConfigFault("the phone provider needs a REST address and an account id");
  if (settings_.text_from.empty() == settings_.messaging_service_id.empty())
    throw ConfigFault("texts come from a number or from a messaging service: set exactly one");
  if (settings_.public_base_url.empty())
    throw ConfigFault("the phone provider must be told our public phone address");
  if (settings_.text_api == TextApi::telnyx && settings_.text_url.empty())
    throw ConfigFault("the phone provider needs an address for texts");
}

FormFields Provider::form_of(const Text& text) const {
  const std::int64_t seconds = std::clamp<std::int64_t>(text.good_for.count() / 1000, 1, 36'000);
  FormFields form = {{"To", text.to}};
  if (settings_.text_from.empty())
    form.emplace_back("MessagingServiceSid", settings_.messaging_service_id);
  else
    form.emplace_back("From", settings_.text_from);
  form.emplace_back("Body", text.body.reveal());
  form.emplace_back("ValidityPeriod", std::to_string(seconds));
  form.emplace_back("SmartEncoded", "true");  // a curly quote must not double the price
  form.emplace_back("StatusCallback", report_to(text_status_path, text.errand));
  return form;
}

std::string Provider::report_to(std::string_view path, ErrandId errand) const {
  const std::string own = std::string(path) + std::to_string(errand.value);
  return settings_.public_base_url + settings_.seal.sealed(own) + settings_.callback_fragment;
}

Outcome Provider::send_text(const Text& text) const {
  return settings_.text_api == TextApi::form ? post("/Messages", form_of(text)) : post_json(text);
}

// It has no words for how long a text is good for; the messenger looks at the clock before.
Outcome Provider::post_json(const Text& text) const {
  JsonWriter json;
  json.begin_object().name("to").text(text.to);
  if (settings_.text_from.empty())
    json.name("messaging_profile_id").text(settings_.messaging_service_id);
  else
    json.name("from").text(settings_.text_from);
  json.name("text").text(text.body.reveal());
  json.name("webhook_url").text(report_to(text_status_path, text.errand));
  json.name("use_profile_webhooks").truth(false).end_object();
  HttpCall request;
  request.url = settings_.text_url;
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = Secret(json.take());
  request.auth = settings_.auth;
  return outcome_of_answer(transport_.http(request));
}

Outcome Provider::start_call(const Call& call) const {
  ensure(!call.voice_path.empty() && call.voice_path[0] == '/', "a call's path begins with '/'");
  const std::string& base = settings_.public_base_url;
  FormFields form = {
      {"To", call.to},
      {"From", settings_.voice_from},
      {"Url", base + settings_.seal.sealed(call.voice_path) + settings_.callback_fragment},
      {"FallbackUrl", base + std::string(call_fallback_path) + settings_.callback_fragment},
      {"FallbackMethod", "POST"},
      {"Method", "POST"},  // GET parameters stay in providers' logs (telephony.md §2.10)
      {"StatusCallback", report_to(call_status_path, call.errand)},
      {"StatusCallbackMethod", "POST"}};
  for (const char* event : {"initiated", "ringing", "answered", "completed"})
    form.emplace_back("StatusCallbackEvent", event);
  form.emplace_back("Timeout", std::to_string(settings_.ring_seconds));
  form.emplace_back("TimeLimit", std::to_string(settings_.call_seconds_max));
  if (!settings_.machine_detection.empty())
    form.emplace_back("MachineDetection", settings_.machine_detection);
  return post("/Calls", form);
}

Outcome Provider::post(std::string_view resource, const FormFields& form) const {
  HttpCall request;
  request.url = settings_.rest_base_url + "/Accounts/" + settings_.account_id +
                std::string(resource) + settings_.path_suffix;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  request.body = form_encode(form);
  request.auth = settings_.auth;
  return outcome_of_answer(transport_.http(request));
}

}  // namespace latchkey::courier
