// One listener of Latchkey: patients, staff, webhooks or metrics, each on its own port.
//
// Complete, strictly checked requests reach the handler on one of a few worker threads; slow, idle
// and malformed clients never do (the gate), and requests that would reach a known hole of the HTTP
// library are refused before it sees them (the guard). limits.md 1.2 and 2 say what each cap is
// for. An exception from the handler becomes a plain 500 and one log line; its text never leaves.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/log.h"
#include "core/http/message.h"

namespace latchkey::http {

struct Limits {
  std::size_t header_bytes = std::size_t{16} * 1024;
  std::size_t body_bytes = std::size_t{64} * 1024;
  // Bodies of this one path may be longer, a few at a time; empty: none.
  std::string large_path{};
  std::size_t large_bytes = 0;
  std::size_t connections = 20000;
  std::size_t connections_per_address = 50;  // standards.md T35
  std::size_t queue = 1024;                  // complete requests waiting; more get 503
  std::chrono::milliseconds request{10000};  // from the first byte to the last
  std::chrono::milliseconds idle{15000};     // between requests
  std::chrono::milliseconds write{20000};    // for the answer
};

struct Listen {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;          // 0: any free port; see Server::port()
  int inherited_socket = -1;       // systemd socket activation: an already listening socket
  std::vector<std::string> hosts;  // accepted Host values, lower case, without port; others: 421
  // Peers whose X-Forwarded-For is believed and whose connections are not capped: addresses,
  // networks ("10.0.0.0/8") or "unix".
  std::vector<std::string> trusted_proxies;
  int workers = 16;
  Limits limits;
};

// Counters since start, for metrics and tests.
struct Counters {
  std::uint64_t answered = 0, refused = 0, timed_out = 0, faults = 0;
  std::size_t connections = 0;  // open now
};

// Runs on many threads at once. Must not keep references to the request.
using Handler = std::function<Response(const Request&)>;

class Server {
 public:
  // Binds at once; a taken port, a bad address or proxy, or no host at all is a Fault naming it.
  // `log` must outlive the server. `name` appears in log lines.
  Server(Word name, const Listen& listen, Handler handler, Log& log);
  ~Server();  // stop()s
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  Counters counters() const;

  // Serves on threads of its own until stop().
  void start();
  // Stops accepting, lets running handlers finish and their answers leave, then returns; under
  // 3 s. May be called twice, from any thread but a handler's.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace latchkey::http
