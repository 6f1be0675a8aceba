#include "tests/bench/visit.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "tests/bench/load.h"

namespace latchkey::bench {

Visit::Visit(const Config& config, const std::string& source)
    : config_(config), fd_(connect_from(source, config.patients.port)) {}

Visit::~Visit() {
  if (fd_ >= 0) ::close(fd_);
}

const Exchange& Visit::ask(const std::string& request) {
  Exchange& out = met_.emplace_back();
  std::string in;
  std::array<char, 65536> bytes;
  const auto asked = std::chrono::steady_clock::now();
  if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size()))
    return out;
  for (;;) {
    const ssize_t count = ::recv(fd_, bytes.data(), bytes.size(), 0);
    if (count <= 0) return out;
    in.append(bytes.data(), static_cast<std::size_t>(count));
    const auto whole = whole_answer(in);
    if (!whole) continue;
    out.took = std::chrono::steady_clock::now() - asked;
    out.status = whole->answer.status;
    out.head = whole->answer.head;
    out.body = whole->answer.body;
    if (const auto cookie = between(out.head, "Set-Cookie: ", ";"); !cookie.empty())
      cookie_ = cookie;
    return out;
  }
}

const Exchange& Visit::look(std::string_view path, std::string_view headers) {
  return ask(get(path, cookie_header().append(headers)));
}

const Exchange& Visit::answer(const http::Fields& fields) {
  const std::string secret(between(page().body, "name=\"s\" value=\"", "\""));
  http::Fields all{{"s", secret}, {"q", question()}};
  all.insert(all.end(), fields.begin(), fields.end());
  const Exchange& answer =
      ask(post("/recover", fmt::format("Origin: {}\r\n{}", config_.urls.patient, cookie_header()),
               form(all)));
  return answer.status == 303 ? look(std::string(between(answer.head, "Location: ", "\r\n")))
                              : answer;
}

bool Visit::asks(std::string_view field) const {
  return page().body.find(fmt::format("name=\"{}\" ", field)) != std::string::npos;
}

std::string Visit::question() const {
  return std::string(between(page().body, "name=\"q\" value=\"", "\""));
}

std::string Visit::cookie_header() const {
  return cookie_.empty() ? "" : fmt::format("Cookie: {}\r\n", cookie_);
}

std::string address_of(std::size_t number) {
  return fmt::format("127.{}.{}.{}", 1 + number / (250 * 250), number / 250 % 250,
                     1 + number % 250);
}

}  // namespace latchkey::bench
