#include "tests/fakes/phone_server.h"
#include "tests/fakes/webhooks.h"

#include <doctest/doctest.h>

#include <utility>

namespace latchkey::tests {

namespace {

struct OneSecond final : Clock {
  Time now() const override { return from_millis(1000); }
};

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      out.push_back(static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)));
      i += 2;
    } else {
      out.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

http::Fields fields_of(std::string_view body) {
  http::Fields out;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('&'), body.size());
    const std::string_view pair = body.substr(0, end);
    const std::size_t equals = pair.find('=');
    out.emplace_back(decoded(pair.substr(0, equals)), decoded(pair.substr(equals + 1)));
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  return out;
}

std::string value_in(const http::Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

std::string PhoneRequest::path() const { return target.substr(0, target.find('?')); }

bool PhoneRequest::has(std::string_view name) const {
  for (const auto& one : fields) {
    if (one.first == name) return true;
  }
  return false;
}

std::string PhoneRequest::field(std::string_view name) const { return value_in(fields, name); }
std::string PhoneRequest::header(std::string_view name) const { return value_in(headers, name); }

ivr::PhoneHttpAnswer twiml(const std::string& verbs) {
  return {ivr::Trouble::none,
          200,
          {{"Content-Type", "text/xml; charset=utf-8"}},
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs + "</Response>",
          Millis{5}};
}

PhoneServer::PhoneServer() {
  plan.url = "https://line.example.org/voice";
  plan.account_sid = "AC00";
  plan.signing_key = Secret(fakes::provider_seed);
  plan.from = "+14015550123";
  plan.to = "+14015550100";
}

void PhoneServer::answer(const std::string& path, ivr::PhoneHttpAnswer answer) {
  answer_with(path, [answer = std::move(answer)](const PhoneRequest&) { return answer; });
}

void PhoneServer::answer_with(const std::string& path,
                              std::function<ivr::PhoneHttpAnswer(const PhoneRequest&)> answer) {
  answers_[path] = std::move(answer);
}

CallResult PhoneServer::call(const std::string& script) {
  const auto parsed = ivr::parse_script(script);
  REQUIRE(std::holds_alternative<ivr::Script>(parsed));
  SystemDice dice;
  const OneSecond clock;
  const auto http = [this](const ivr::PhoneHttpCall& one) { return serve(one); };
  return ivr::run_script(std::get<ivr::Script>(parsed), plan, http, dice, clock, {}, {}, linger);
}

const PhoneRequest* PhoneServer::last(const std::string& path) const {
  for (auto request = requests.rbegin(); request != requests.rend(); ++request) {
    if (request->path() == path) return &*request;
  }
  return nullptr;
}

ivr::PhoneHttpAnswer PhoneServer::serve(const ivr::PhoneHttpCall& call) {
  const std::size_t path_at = call.url.find('/', call.url.find("://") + 3);
  requests.push_back({call.method, call.url.substr(path_at), call.headers, fields_of(call.body)});
  const PhoneRequest& request = requests.back();
  const auto found = answers_.find(request.path());
  if (found == answers_.end()) return {ivr::Trouble::none, 404, {}, "", Millis{1}};
  return found->second(request);
}

}  // namespace latchkey::tests
