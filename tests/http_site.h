// A real server on a free port, for tests that attack it over sockets.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/http/server.h"
#include "tests/http_client.h"

namespace latchkey::test {

inline http::Listen local_listener() {
  http::Listen listen;
  listen.hosts = {"localhost"};
  listen.workers = 4;
  return listen;
}

// Looks every millisecond until `holds`, 10 s at most; what it said last.
inline bool eventually(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!holds() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return holds();
}

class Site {
 public:
  explicit Site(http::Handler handler, http::Listen listen = local_listener())
      : log(sink, clock), server("test", std::move(listen), std::move(handler), log) {
    server.start();
  }

  std::uint16_t port() const { return server.port(); }

  // Written under the log's lock; read it after stop().
  struct Lines final : LogSink {
    std::vector<std::string> all;
    void write(std::string_view line) override { all.emplace_back(line); }
  };

  SystemClock clock;
  Lines sink;
  Log log;
  http::Server server;
};

// Says back what it was asked, a header a line.
inline http::Response echo(const http::Request& request) {
  http::Response response;
  response.body = request.method + " " + request.target + " from " + request.peer + "\n";
  for (const auto& [name, value] : request.headers) response.body += name + "=" + value + "\n";
  response.body += "\n" + request.body;
  return response;
}

inline std::string get(std::string_view target, std::string_view lines = "") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(lines) +
         "\r\n";
}

inline std::string post(std::string_view target, std::string_view content,
                        std::string_view lines = "") {
  return "POST " + std::string(target) +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(content.size()) +
         "\r\n" + std::string(lines) + "\r\n" + std::string(content);
}

// A fresh client is answered, whatever else goes on.
inline bool still_answers(std::uint16_t port, const std::string& source = "127.0.0.1") {
  Client client(port, source);
  return client.send(get("/alive")) && status(client.answer()) == 200;
}

}  // namespace latchkey::test
