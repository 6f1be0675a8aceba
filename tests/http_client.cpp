#include "tests/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace latchkey::test {

namespace {

sockaddr_in loopback(const std::string& address, std::uint16_t port) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  inet_pton(AF_INET, address.c_str(), &to.sin_addr);
  return to;
}

std::size_t number_after(std::string_view text, std::string_view name) {
  const auto at = text.find(name);
  std::size_t number = 0;
  if (at != text.npos)
    std::from_chars(text.data() + at + name.size(), text.data() + text.size(), number);
  return number;
}

}  // namespace

Client::Client(std::uint16_t port, const std::string& source)
    : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{10, 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const sockaddr_in from = loopback(source, 0), to = loopback("127.0.0.1", port);
  if (::bind(fd_, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0 ||
      ::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    ::close(fd_);
    throw std::runtime_error("cannot connect");
  }
}

Client::~Client() {
  if (fd_ >= 0) ::close(fd_);
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Client::receive() {
  std::array<char, 65536> bytes;
  const ssize_t count = ::recv(fd_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  in_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::string Client::answer() {
  auto end = in_.find("\r\n\r\n");
  while (end == in_.npos) {
    if (!receive()) return std::exchange(in_, {});
    end = in_.find("\r\n\r\n");
  }
  const std::size_t size = end + 4 + number_after(in_.substr(0, end), "\r\nContent-Length: ");
  while (in_.size() < size && receive()) continue;
  std::string whole = in_.substr(0, size);
  in_.erase(0, std::min(size, in_.size()));
  return whole;
}

std::string Client::rest() {
  while (receive()) continue;
  return std::exchange(in_, {});
}

void Client::finish_sending() { ::shutdown(fd_, SHUT_WR); }

int status(std::string_view answer) { return static_cast<int>(number_after(answer, "HTTP/1.1 ")); }

std::string_view body(std::string_view answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == answer.npos ? "" : answer.substr(end + 4);
}

std::string exchange(std::uint16_t port, std::string_view bytes) {
  Client client(port);
  client.send(bytes);
  return client.rest();
}

}  // namespace latchkey::test
