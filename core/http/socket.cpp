#include "core/http/socket.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

#include "core/base/fault.h"

namespace latchkey::http {

namespace {

constexpr int backlog = 4096;  // the kernel lowers it to net.core.somaxconn

std::string last_error() { return std::generic_category().message(errno); }

using Resolved = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Resolved resolve(const Listen& listen) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(listen.port);
  if (getaddrinfo(listen.address.c_str(), port.c_str(), &hints, &found) != 0)
    throw ConfigFault("cannot listen on \"" + listen.address + "\": not an IP address");
  return {found, &freeaddrinfo};
}

Descriptor inherited(int fd) {
  int listening = 0;
  socklen_t size = sizeof listening;
  if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || listening == 0)
    throw Fault("inherited descriptor " + std::to_string(fd) + " is not a listening socket");
  Descriptor socket(fd);
  const int flags = fcntl(fd, F_GETFL);
  if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0 ||
      fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
    throw Fault("inherited descriptor " + std::to_string(fd) + ": " + last_error());
  return socket;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void Descriptor::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Descriptor open_listening_socket(const Listen& listen) {
  if (listen.inherited_socket >= 0) return inherited(listen.inherited_socket);
  const Resolved resolved = resolve(listen);
  Descriptor socket(::socket(resolved->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int yes = 1;  // a restart need not wait for old connections' TIME_WAIT
  if (socket.get() < 0 ||
      setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
      bind(socket.get(), resolved->ai_addr, resolved->ai_addrlen) != 0 ||
      ::listen(socket.get(), backlog) != 0)
    throw Fault("cannot listen on " + listen.address + " port " + std::to_string(listen.port) +
                ": " + last_error() + "; stop what listens there, or choose another port");
  return socket;
}

std::uint16_t bound_port(const Descriptor& listening) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (getsockname(listening.get(), reinterpret_cast<sockaddr*>(&bound), &size) != 0)
    throw Fault("cannot read the listening socket's address: " + last_error());
  if (bound.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &bound, sizeof v4);
    return ntohs(v4.sin_port);
  }
  if (bound.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &bound, sizeof v6);
    return ntohs(v6.sin6_port);
  }
  return 0;
}

}  // namespace latchkey::http
