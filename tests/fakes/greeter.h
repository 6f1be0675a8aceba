// A mail server as far as the doctor looks at one: it says "220" to everybody who connects.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

#include "tests/fakes/loopback.h"

namespace latchkey::fakes {

class Greeter {
 public:
  Greeter() : thread_([this] { greet(); }) {}
  ~Greeter() {
    listener_.stop();
    thread_.join();
  }
  Greeter(const Greeter&) = delete;
  Greeter& operator=(const Greeter&) = delete;
  std::uint16_t port() const { return listener_.port(); }

  // [mail] of a clinic that uses it, in place of the example's "#server" line.
  std::string settings() const {
    return "server = \"127.0.0.1:" + std::to_string(port()) +
           "\"\nfrom = \"portal@example.org\"\ntls = \"plain_loopback_only\"";
  }

 private:
  void greet() const {
    constexpr std::string_view words = "220 mail.example.org ready\r\n";
    for (int caller = 0; (caller = listener_.accept()) >= 0; ::close(caller)) {
      // Who is gone already needs no greeting.
      [[maybe_unused]] const auto sent = ::send(caller, words.data(), words.size(), MSG_NOSIGNAL);
    }
  }

  Loopback listener_;
  std::thread thread_;
};

}  // namespace latchkey::fakes
