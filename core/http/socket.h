// Owning a file descriptor, and opening the listening socket.
//
// cpp-httplib listens with a backlog of 5 and SO_REUSEPORT (a second instance would silently share
// the port); this is our own socket instead (limits.md 1.1). Not shared between threads.
#pragma once

#include <cstdint>
#include <utility>

#include "core/http/server.h"

namespace latchkey::http {

// Closes its descriptor when it goes.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;

  int get() const { return fd_; }
  void close();

 private:
  int fd_;
};

// A non-blocking listening socket as `listen` says: inherited (it becomes ours) or newly bound. A
// taken port or a bad address is a Fault that names it.
Descriptor open_listening_socket(const Listen& listen);

// The port it is bound to; 0 for a Unix socket.
std::uint16_t bound_port(const Descriptor& listening);

}  // namespace latchkey::http
