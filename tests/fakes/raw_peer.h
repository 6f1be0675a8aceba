// A web server of our own hand for tests: it can do what no decent server does.
//
// It reads whole HTTP/1.1 requests on loopback and answers with exactly the bytes a test gives it,
// hangs up before or in the middle of an answer, or never answers. One thread a connection; the
// handler runs under a lock, one request at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/courier/transport.h"
#include "tests/fakes/loopback.h"

namespace latchkey::fakes {

struct PeerRequest {
  std::string method, target, body;
  courier::Headers headers;
};

struct PeerReply {
  std::string bytes;  // sent as they are
  enum class Then { keep, hang_up, stay_silent } then = Then::keep;
};

// A complete answer with its Content-Length.
PeerReply reply(int status, std::string_view body, std::string_view content_type = "text/plain",
                std::string_view more_headers = "");

class RawPeer {
 public:
  using Handler = std::function<PeerReply(const PeerRequest&)>;
  explicit RawPeer(Handler handler);
  ~RawPeer();  // ends every connection and thread
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;

  std::uint16_t port() const { return listener_.port(); }
  std::string base() const { return "http://127.0.0.1:" + std::to_string(port()); }
  int connections() const { return connections_; }

 private:
  void accept_all();
  void serve(int socket);
  bool answer(int socket, const PeerRequest& request);

  Handler handler_;
  Loopback listener_;
  std::atomic<int> connections_{0};
  std::atomic<bool> ending_{false};
  std::mutex mutex_;  // guards sockets_, threads_ and the handler's turns
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

// A port of this machine on which nobody listens.
std::uint16_t dead_port();

}  // namespace latchkey::fakes
