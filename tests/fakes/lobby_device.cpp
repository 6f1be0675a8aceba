#include "tests/fakes/lobby_device.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>

#include "tests/fakes/visitors.h"

namespace latchkey::fakes {

LobbyDevice::LobbyDevice(Clinic& clinic, LocationId office) : clinic_(clinic) {
  const kiosks::Draws draws = kiosks::draw(clinic.dice);
  id_ = clinic.service().store().write([&](storage::Transaction& tx) {
    return clinic.service().kiosks().add(tx, draws, "Lobby", office, clinic.clock.now()).id;
  });
  get("/kiosk");
  REQUIRE(says("name=\"code\""));
  post("/kiosk/pair", {{"code", std::string(kiosks::spaced(draws.pairing_code).reveal())}});
  REQUIRE(says("/kiosk/start"));
}

http::Response LobbyDevice::send(http::Request request) {
  request.peer = "192.0.2.77";
  request.path = request.target.substr(0, request.target.find('?'));
  std::string jar;
  for (const auto& [name, value] : cookies) jar += (jar.empty() ? "" : "; ") + name + "=" + value;
  if (!jar.empty()) request.headers.emplace_back("Cookie", jar);
  auto answer = clinic_.lobby().answer(request);
  if (!answer) answer = clinic_.checks().answer(request);
  if (!answer) answer = clinic_.pages().answer(request);
  REQUIRE_MESSAGE(answer, "somebody answers " << request.path);
  for (const auto& [name, value] : answer->headers) {
    if (name != "Set-Cookie") continue;
    const std::string cookie = value.substr(0, value.find('='));
    const std::string held = between(value, "=", ";");
    clinic_.sink.forbid(held);
    if (value.find("Max-Age=0") != std::string::npos)
      cookies.erase(cookie);
    else
      cookies[cookie] = held;
  }
  path_ = request.path;
  page_ = answer->body;
  return *std::move(answer);
}

http::Response LobbyDevice::get(const std::string& target) {
  http::Request request;
  request.method = "GET";
  request.target = target;
  http::Response first = send(request);
  for (http::Response at = first; at.status == 303;) {
    const auto to =
        std::ranges::find(at.headers, "Location", &std::pair<std::string, std::string>::first);
    request.target = to->second;
    at = send(request);
  }
  return first;
}

http::Response LobbyDevice::post(const std::string& target, const http::Fields& fields,
                                 Follow follow) {
  http::Request request;
  request.method = "POST";
  request.target = target;
  request.headers.emplace_back("Origin", clinic_.config().urls.patient);
  for (const auto& [name, value] : fields)
    request.body += (request.body.empty() ? "" : "&") + name + "=" + http::percent_encode(value);
  http::Response answer = send(std::move(request));
  if (answer.status == 303 && follow == Follow::redirects)
    get(std::ranges::find(answer.headers, "Location", &std::pair<std::string, std::string>::first)
            ->second);
  return answer;
}

void LobbyDevice::start(const std::string& language) {
  get("/kiosk");
  post("/kiosk/start", {{"lang", language}});
}

http::Response LobbyDevice::answer(http::Fields fields) {
  fields.emplace_back("s", secret());
  fields.emplace_back("q", question());
  return post("/kiosk/now", fields);
}

std::string LobbyDevice::page_of_anybody() const {
  static const std::regex own(
      "(name=\"[sq]\"|data-secret) value=\"[^\"]*\"|data-[a-z-]+=\"[0-9]+\"");
  return without_numbers(std::regex_replace(page_, own, ""));
}

void LobbyDevice::identify(const tests::FixturePerson& who, const std::string& topic) {
  choose(topic);
  answer({{"first", std::string(who.first)}, {"last", std::string(who.last)}});
  const std::string born(who.birth_date);  // MMDDYYYY
  answer({{"month", born.substr(0, 2)}, {"day", born.substr(2, 2)}, {"year", born.substr(4)}});
  choose("zip");
  answer({{"text", std::string(who.zip)}});
}

}  // namespace latchkey::fakes
