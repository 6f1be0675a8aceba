// A mail server as far as the doctor looks at one: it says "220" to everybody who connects.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/fault.h"

namespace latchkey::fakes {

class Greeter {
 public:
  Greeter() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&here), size) != 0 ||
        ::listen(listener_, 8) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&here), &size) != 0)
      throw Fault("no port is free for a mail server");
    port_ = ntohs(here.sin_port);
    thread_ = std::thread([this] { greet(); });
  }
  ~Greeter() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  Greeter(const Greeter&) = delete;
  Greeter& operator=(const Greeter&) = delete;
  std::uint16_t port() const { return port_; }

  // [mail] of a clinic that uses it, in place of the example's "#server" line.
  std::string settings() const {
    return "server = \"127.0.0.1:" + std::to_string(port_) +
           "\"\nfrom = \"portal@example.org\"\ntls = \"plain_loopback_only\"";
  }

 private:
  void greet() const {
    constexpr std::string_view words = "220 mail.example.org ready\r\n";
    for (int caller = 0; (caller = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(caller)) {
      // Who is gone already needs no greeting.
      [[maybe_unused]] const auto sent = ::send(caller, words.data(), words.size(), MSG_NOSIGNAL);
    }
  }

  int listener_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace latchkey::fakes
