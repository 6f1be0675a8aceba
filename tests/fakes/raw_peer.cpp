#include "tests/fakes/raw_peer.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <optional>

#include "core/base/fault.h"

namespace latchkey::fakes {

namespace {

// Reads until `buffer` holds what `enough` wants; false when the other end is gone.
template <class Enough>
bool read_until(int from, std::string& buffer, Enough enough) {
  while (!enough(buffer)) {
    char bytes[4096];
    const ssize_t count = recv(from, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer.append(bytes, static_cast<std::size_t>(count));
  }
  return true;
}

PeerRequest parse_head(std::string_view head) {
  PeerRequest request;
  std::size_t at = head.find("\r\n");
  const std::string_view first = head.substr(0, at);
  const std::size_t space = first.find(' ');
  const std::size_t second = first.find(' ', space + 1);
  request.method = first.substr(0, space);
  request.target = first.substr(space + 1, second - space - 1);
  while (at != std::string_view::npos && at + 2 < head.size()) {
    const std::size_t next = head.find("\r\n", at + 2);
    const std::string_view line = head.substr(at + 2, next - at - 2);
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos)
      request.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    at = next;
  }
  return request;
}

std::size_t body_size(const PeerRequest& request) {
  const std::string_view text = courier::header_of(request.headers, "content-length");
  std::size_t size = 0;
  std::from_chars(text.data(), text.data() + text.size(), size);
  return size;
}

}  // namespace

PeerReply reply(int status, std::string_view body, std::string_view content_type,
                std::string_view more_headers) {
  return {fmt::format("HTTP/1.1 {} Said\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}\r\n{}",
                      status, content_type, body.size(), more_headers, body),
          PeerReply::Then::keep};
}

RawPeer::RawPeer(Handler handler) : handler_(std::move(handler)) {
  acceptor_ = std::thread([this] { accept_all(); });
}

RawPeer::~RawPeer() {
  ending_ = true;
  listener_.stop();
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int one : sockets_) shutdown(one, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
  for (const int one : sockets_) close(one);
}

void RawPeer::accept_all() {
  for (;;) {
    const int connection = listener_.accept();
    if (connection < 0) {
      if (ending_) return;
      continue;
    }
    ++connections_;
    const std::lock_guard lock(mutex_);
    sockets_.push_back(connection);
    threads_.emplace_back([this, connection] { serve(connection); });
  }
}

void RawPeer::serve(int socket) {
  std::string buffer;
  for (;;) {
    const auto has_head = [](const std::string& b) { return b.find("\r\n\r\n") != b.npos; };
    if (!read_until(socket, buffer, has_head)) return;
    const std::size_t head_end = buffer.find("\r\n\r\n");
    PeerRequest request = parse_head(std::string_view(buffer).substr(0, head_end));
    const std::size_t whole = head_end + 4 + body_size(request);
    if (!read_until(socket, buffer, [&](const std::string& b) { return b.size() >= whole; }))
      return;
    request.body = buffer.substr(head_end + 4, whole - head_end - 4);
    buffer.erase(0, whole);
    if (!answer(socket, request)) return;
  }
}

bool RawPeer::answer(int socket, const PeerRequest& request) {
  PeerReply say;
  {
    const std::lock_guard lock(mutex_);
    say = handler_(request);
  }
  if (!say.bytes.empty()) send(socket, say.bytes.data(), say.bytes.size(), MSG_NOSIGNAL);
  if (say.then == PeerReply::Then::hang_up) shutdown(socket, SHUT_RDWR);
  return say.then != PeerReply::Then::hang_up;
}

std::uint16_t dead_port() { return Loopback().port(); }

}  // namespace latchkey::fakes
