// How many requests the HTTP shell carries, and whether slow clients can be felt.
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/http/server.h"
#include "tests/bench/benches.h"

namespace latchkey::bench {

namespace {

constexpr std::string_view request = "GET /step HTTP/1.1\r\nHost: localhost\r\n\r\n";

http::Listen listener() {
  http::Listen listen;
  listen.hosts = {"localhost"};
  return listen;
}

Load get_repeatedly(std::uint16_t port, std::size_t connections, std::size_t requests) {
  return drive(
      {port, connections, requests, std::chrono::seconds(5)},
      [](std::size_t) { return std::string(request); }, [](std::size_t, const Answer&) {});
}

// Clients that have said `first` and then nothing, 40 to a source address.
class Crowd {
 public:
  Crowd(std::uint16_t port, std::size_t size, std::string_view first, int network) {
    for (std::size_t i = 0; i < size; ++i) {
      const int fd = connect_from(fmt::format("127.{}.0.{}", network, 1 + i / 40), port);
      if (fd < 0) continue;
      ::send(fd, first.data(), first.size(), MSG_NOSIGNAL);
      clients_.push_back(fd);
    }
  }
  ~Crowd() {
    for (const int fd : clients_) ::close(fd);
  }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  void drip() {
    for (const int fd : clients_) ::send(fd, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  std::size_t size() const { return clients_.size(); }

 private:
  std::vector<int> clients_;
};

void allow_descriptors(rlim_t count) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min(count, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Fresh connections while 2,000 clients drip a byte at a time and 2,000 say nothing at all.
void bench_crowd(Report& report, std::uint16_t port) {
  Crowd slow(port, 2000, "GET /slow HTTP/1.1\r\nHost: localhost\r\nX-Drip: ", 1);
  Crowd idle(port, 2000, "", 2);
  const std::string closing = "GET /step HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  std::size_t asked = 0;
  const Load load = drive(
      {port, 1, 2000, std::chrono::seconds(8)},
      [&](std::size_t) {
        if (asked++ % 50 == 0) slow.drip();
        return closing;
      },
      [](std::size_t, const Answer&) {});
  report.load(fmt::format("fresh, beside {} slow and {} idle", slow.size(), idle.size()), load);
}

}  // namespace

void bench_http(Report& report) {
  allow_descriptors(16384);
  SystemClock clock;
  StderrSink sink;
  Log log(sink, clock);
  http::Server server(
      "bench", listener(), [](const http::Request&) { return http::Response{}; }, log);
  server.start();
  report.title("HTTP: an empty handler, client and server on the same cores");
  for (const std::size_t connections : {1, 16, 64})
    report.load(fmt::format("keep-alive, {} connections", connections),
                get_repeatedly(server.port(), connections, connections == 1 ? 20000 : 300000));
  bench_crowd(report, server.port());
}

}  // namespace latchkey::bench
