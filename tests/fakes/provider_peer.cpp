#include "tests/fakes/provider_peer.h"

#include <thread>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "tests/fakes/provider_parameters.h"

namespace latchkey::fakes {

namespace {

constexpr std::string_view account = "AC0123456789abcdef0123456789abcdef";
constexpr std::string_view account_and_secret_base64 =  // AC…:provider-secret
    "Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjpwcm92aWRlci1zZWNyZXQ=";

bool is_e164(std::string_view text) {
  return text.size() >= 8 && text.size() <= 16 && text[0] == '+' &&
         text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool is_public_url(std::string_view text) {
  if (text.substr(0, 8) != "https://") return false;
  const std::string_view host = text.substr(8, text.find('/', 8) - 8);
  return !host.empty() && host.find('_') == std::string_view::npos;
}

std::optional<long> whole(std::string_view text) {
  long value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

bool is_in_range(std::string_view name, long value) {
  if (name == "ValidityPeriod") return value >= 1 && value <= 36000;
  if (name == "Timeout") return value >= 0 && value <= 600;
  if (name == "TimeLimit") return value >= 1 && value <= 14400;
  return value >= 0;
}

bool fits(const Parameter& parameter, std::string_view value) {
  switch (parameter.type) {
    case ParameterType::phone:
      return is_e164(value);
    case ParameterType::address:
      return is_e164(value);
    case ParameterType::url:
      return is_public_url(value);
    case ParameterType::integer:
    case ParameterType::number:
      return whole(value).has_value() && is_in_range(parameter.name, *whole(value));
    case ParameterType::truth:
      return value == "true" || value == "false";
    default:
      return !value.empty();
  }
}

std::size_t letters_of(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// What is wrong with a form; empty if nothing.
std::string fault_of(const http::Fields& form, std::span<const Parameter> published) {
  for (const auto& [name, value] : form) {
    const auto found =
        std::find_if(published.begin(), published.end(),
                     [&, &wanted = name](const Parameter& one) { return one.name == wanted; });
    if (found == published.end()) return "unknown parameter " + name;
    if (found->type != ParameterType::list && !http::only(form, name)) return "repeated " + name;
    if (!fits(*found, value)) return "bad value of " + name;
  }
  return {};
}

std::string fault_of_message(const http::Fields& form) {
  const auto body = http::only(form, "Body");
  if (!body || body->empty()) return "no Body";
  if (letters_of(*body) > 1600) return "Body too long";
  if (!http::only(form, "From") && !http::only(form, "MessagingServiceSid")) return "no sender";
  return {};
}

std::string fault_of_call(const http::Fields& form) {
  if (!http::only(form, "From")) return "no From";
  const int sources = (http::only(form, "Url") ? 1 : 0) + (http::only(form, "Twiml") ? 1 : 0) +
                      (http::only(form, "ApplicationSid") ? 1 : 0);
  if (sources != 1) return "not exactly one of Url, Twiml, ApplicationSid";
  for (const auto& [name, value] : form) {
    static constexpr std::string_view known[] = {"initiated", "ringing", "answered", "completed"};
    if (name == "StatusCallbackEvent" &&
        std::find(std::begin(known), std::end(known), value) == std::end(known))
      return "unknown event " + value;
    if (name == "MachineDetection" && value != "Enable" && value != "DetectMessageEnd")
      return "bad MachineDetection";
  }
  return {};
}

PeerReply refusal(int status, int code, std::string_view message) {
  return reply(status,
               fmt::format(R"({{"code":{},"message":"{}","more_info":"","status":{}}})", code,
                           message, status),
               "application/json");
}

}  // namespace

std::string Created::value(std::string_view name) const {
  return std::string(http::only(form, name).value_or(""));
}

ProviderPeer::ProviderPeer()
    : peer_([this](const PeerRequest& request) { return answer(request); }) {}

courier::ProviderSettings ProviderPeer::settings() const {
  courier::ProviderSettings settings;
  settings.rest_base_url = peer_.base() + "/2010-04-01";
  settings.account_id = account;
  settings.auth = courier::BasicAuth{std::string(account), Secret("provider-secret")};
  settings.text_from = "+14015550100";
  settings.voice_from = "+14015550100";
  settings.public_base_url = "https://phone.clinic.example.org";
  settings.callback_fragment = "#rc=2&rp=ct,5xx";
  return settings;
}

void ProviderPeer::next(Fate fate) {
  const std::lock_guard lock(mutex_);
  fates_.push_back(static_cast<int>(fate));
}

void ProviderPeer::refuse_next(int code) {
  const std::lock_guard lock(mutex_);
  fates_.push_back(code);
}

std::vector<Created> ProviderPeer::created() const {
  const std::lock_guard lock(mutex_);
  return created_;
}

std::vector<std::string> ProviderPeer::complaints() const {
  const std::lock_guard lock(mutex_);
  return complaints_;
}

int ProviderPeer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

PeerReply ProviderPeer::answer(const PeerRequest& request) {
  const std::lock_guard lock(mutex_);
  ++requests_;
  int fate = static_cast<int>(Fate::good);
  if (!fates_.empty()) {
    fate = fates_.front();
    fates_.pop_front();
  }
  if (fate >= 1000) return refusal(400, fate, "refused by script");
  switch (static_cast<Fate>(fate)) {
    case Fate::throttled:
      return reply(429, R"({"code":20429,"message":"Too Many Requests","status":429})",
                   "application/json", "Retry-After: 7\r\n");
    case Fate::unavailable:
      return refusal(503, 20503, "Service unavailable");
    case Fate::hangs_up_first:
      return {"", PeerReply::Then::hang_up};
    case Fate::hangs_up_after:
      create(request);
      return {"", PeerReply::Then::hang_up};
    case Fate::silent:
      return {"", PeerReply::Then::stay_silent};
    case Fate::slow:
      // A socket's own time passes: no clock of ours is between.
      std::this_thread::sleep_for(std::chrono::milliseconds(800));
      break;
    case Fate::page:
      return reply(200, "<html>Please sign in to the hotel</html>", "text/html");
    case Fate::redirect:
      return reply(302, "", "text/plain", "Location: http://169.254.169.254/latest/\r\n");
    case Fate::good:
      break;
  }
  return create(request);
}

PeerReply ProviderPeer::complain(int status, int code, const std::string& about) {
  complaints_.push_back(about);
  return refusal(status, code, about);
}

void ProviderPeer::record(const std::string& sid, std::string sound) {
  const std::lock_guard lock(mutex_);
  recordings_[sid] = std::move(sound);
}

std::vector<std::string> ProviderPeer::recordings() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> out;
  for (const auto& [sid, sound] : recordings_) out.push_back(sid);
  return out;
}

// GET …/RE….mp3 and DELETE …/RE….json (telephony.md 2.3).
PeerReply ProviderPeer::recording(const PeerRequest& request, std::string_view name) {
  if (courier::header_of(request.headers, "Authorization") != account_and_secret_base64)
    return complain(401, 20003, "credentials");
  const bool gets = request.method == "GET";
  const std::string_view ending = gets ? ".mp3" : ".json";
  if (!gets && request.method != "DELETE") return complain(405, 20004, "method");
  if (!name.ends_with(ending) || !request.body.empty()) return complain(404, 20404, "path");
  const auto found = recordings_.find(name.substr(0, name.size() - ending.size()));
  if (found == recordings_.end()) return refusal(404, 20404, "not found");
  if (gets) return reply(200, found->second, "audio/mpeg");
  recordings_.erase(found);
  return reply(204, "");
}

void ProviderPeer::know_line(const std::string& e164, std::string type) {
  const std::lock_guard lock(mutex_);
  lines_[e164] = std::move(type);
}

// GET /v2/PhoneNumbers/{E164}?Fields=line_type_intelligence (telephony.md 2.7).
PeerReply ProviderPeer::line(const PeerRequest& request, std::string_view number) {
  constexpr std::string_view fields = "?Fields=line_type_intelligence";
  if (request.method != "GET" || !request.body.empty()) return complain(405, 20004, "method");
  if (courier::header_of(request.headers, "Authorization") != account_and_secret_base64)
    return complain(401, 20003, "credentials");
  if (!number.starts_with("%2B") || !number.ends_with(fields))
    return complain(404, 20404, "lookup");
  const std::string e164 = "+" + std::string(number.substr(3, number.size() - 3 - fields.size()));
  if (!is_e164(e164)) return complain(400, 20001, "number");
  const auto found = lines_.find(e164);
  if (found == lines_.end())
    return reply(200,
                 R"({"valid":false,"validation_errors":["NOT_A_NUMBER"],)"
                 R"("line_type_intelligence":null})",
                 "application/json");
  return reply(200,
               fmt::format(R"({{"phone_number":"{}","valid":true,"validation_errors":[],)"
                           R"("line_type_intelligence":{{"type":"{}","error_code":null}}}})",
                           e164, found->second),
               "application/json");
}

PeerReply ProviderPeer::create(const PeerRequest& request) {
  constexpr std::string_view lookups = "/v2/PhoneNumbers/";
  if (request.target.starts_with(lookups))
    return line(request, std::string_view(request.target).substr(lookups.size()));
  const std::string prefix = "/2010-04-01/Accounts/" + std::string(account) + "/";
  const std::string media = prefix + "Recordings/";
  if (request.target.starts_with(media))
    return recording(request, std::string_view(request.target).substr(media.size()));
  const bool message = request.target == prefix + "Messages.json";
  if (!message && request.target != prefix + "Calls.json") return complain(404, 20404, "path");
  if (request.method != "POST") return complain(405, 20004, "method");
  if (courier::header_of(request.headers, "Authorization") != account_and_secret_base64)
    return complain(401, 20003, "credentials");
  if (courier::header_of(request.headers, "Content-Type") != "application/x-www-form-urlencoded")
    return complain(400, 20001, "content type");
  const auto form = http::parse_form(request.body);
  if (!form) return complain(400, 20001, "form");
  if (!http::only(*form, "To") || !is_e164(*http::only(*form, "To")))
    return complain(400, 21211, "To");
  std::string fault =
      message ? fault_of(*form, message_parameters) : fault_of(*form, call_parameters);
  if (fault.empty()) fault = message ? fault_of_message(*form) : fault_of_call(*form);
  if (!fault.empty()) return complain(400, 20001, fault);

  Created made;
  made.resource = message ? "Messages" : "Calls";
  made.sid = fmt::format("{}{:032x}", message ? "SM" : "CA", created_.size() + 1);
  made.form = *form;
  created_.push_back(made);
  return reply(201, fmt::format(R"({{"sid":"{}","status":"queued","error_code":null}})", made.sid),
               "application/json");
}

}  // namespace latchkey::fakes
