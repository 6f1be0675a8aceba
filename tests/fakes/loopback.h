// A port of this machine on which somebody listens: the kernel takes the connections by itself, and
// nobody says a word unless a test does.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>

#include "core/base/fault.h"

namespace latchkey::fakes {

class Loopback {
 public:
  Loopback() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&here);
    socklen_t size = sizeof here;
    ensure(::bind(socket_, generic, size) == 0, "a loopback port can be had");
    ensure(::listen(socket_, 64) == 0, "a test can listen");
    ensure(::getsockname(socket_, generic, &size) == 0, "a socket knows its port");
    port_ = ntohs(here.sin_port);
  }
  ~Loopback() { ::close(socket_); }
  Loopback(const Loopback&) = delete;
  Loopback& operator=(const Loopback&) = delete;

  std::uint16_t port() const { return port_; }
  // The next connection, for the caller to close; negative after stop().
  int accept() const { return ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC); }
  // Whoever waits in accept() is let go. From any thread.
  void stop() const { ::shutdown(socket_, SHUT_RDWR); }

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

}  // namespace latchkey::fakes
