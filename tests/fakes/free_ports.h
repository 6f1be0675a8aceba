// Four free ports in a row, as a demo needs them: for tests and benchmarks.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>

#include "core/base/dice.h"
#include "core/base/fault.h"

namespace latchkey::fakes {

inline bool is_free(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool free = ::bind(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  ::close(fd);
  return free;
}

// The first of them. Below the range from which the kernel takes ports for outgoing connections,
// and by chance, so that runs side by side seldom ask for the same.
inline std::uint16_t four_free_ports() {
  SystemDice dice;
  for (int i = 0; i < 200; ++i) {
    const auto port = static_cast<std::uint16_t>(20000 + dice.below(3000) * 4);
    bool all = true;
    for (std::uint16_t n = 0; n < 4; ++n)
      all = all && is_free(static_cast<std::uint16_t>(port + n));
    if (all) return port;
  }
  throw Fault("there are no four free ports in a row between 20000 and 32000");
}

}  // namespace latchkey::fakes
