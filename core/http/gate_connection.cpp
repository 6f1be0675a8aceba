// The gate's half that follows one connection from state to state; gate.cpp has the loop.

#include <sys/socket.h>

#include <cerrno>

#include "core/http/gate.h"

namespace latchkey::http {

namespace {

constexpr std::size_t drained_bytes_max = std::size_t{256} * 1024;
constexpr int large_at_once = 4;

}  // namespace

Sent send_answer(Connection& connection) {
  while (connection.sent < connection.out.size()) {
    const ssize_t count = ::send(connection.socket.get(), connection.out.data() + connection.sent,
                                 connection.out.size() - connection.sent, MSG_NOSIGNAL);
    if (count >= 0)
      connection.sent += static_cast<std::size_t>(count);
    else if (errno == EAGAIN)
      return Sent::part;
    else if (errno != EINTR)
      return Sent::broken;
  }
  return Sent::all;
}

void Gate::go_on(Connection& connection) {
  switch (connection.state) {
    case State::reading:
      return read(connection);
    case State::busy:
      return;  // it is looked at again when it comes back
    case State::writing:
      return flush(connection);
    case State::draining:
      return drain(connection);
  }
}

// Reads no further than one complete request, so that a client can't make us buffer more.
void Gate::read(Connection& connection) {
  for (;;) {
    if (const auto refused = judge_next(connection)) return refuse(connection, *refused);
    if (connection.complete()) {
      connection.state = State::busy;
      move_to(Wait::worker, connection);
      ready_.push_back(&connection);
      return;
    }
    if (!connection.readable) return;
    if (!receive(connection)) return drop(connection);
  }
}

// False: the client is gone.
bool Gate::receive(Connection& connection) {
  const ssize_t count = ::recv(connection.socket.get(), buffer_.data(), buffer_.size(), 0);
  if (count == 0) return false;
  if (count < 0) {
    if (errno == EAGAIN) connection.readable = false;
    return errno == EAGAIN || errno == EINTR;
  }
  // The deadline runs from a request's first byte; more bytes don't extend it.
  if (connection.line == static_cast<std::size_t>(Wait::idle)) move_to(Wait::request, connection);
  const auto size = static_cast<std::size_t>(count);
  if (size < buffer_.size()) connection.readable = connection.hung_up;
  connection.in.append(buffer_.data(), size);
  return true;
}

// Judges the next head once it is there; a status if it is refused.
std::optional<int> Gate::judge_next(Connection& connection) {
  if (connection.head) return std::nullopt;
  const std::string_view in = connection.in;
  const auto length = head_length(in, connection.searched);
  connection.searched = in.size();
  if (!length) {
    if (in.size() > site_.rules.header_bytes_max) return 431;
    return std::nullopt;
  }
  const Verdict verdict = judge(in.substr(0, *length), site_.rules);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) return refusal->status;
  const Head& head = std::get<Head>(verdict);
  if (head.body_bytes > site_.rules.body_bytes_max) {
    if (large_ >= large_at_once) return 503;
    ++large_;
    connection.large = true;
  }
  connection.head = head;
  return std::nullopt;
}

void Gate::end_large(Connection& connection) {
  if (connection.large) --large_;
  connection.large = false;
}

void Gate::refuse(Connection& connection, int status) {
  ++tally_.refused;
  connection.out = refusal_answer(status);
  connection.sent = 0;
  connection.after = After::close;
  connection.state = State::writing;
  move_to(Wait::write, connection);
  flush(connection);
}

void Gate::hand_over() {
  if (ready_.empty()) return;
  for (Connection* const connection : exchange_.offer(std::exchange(ready_, {})))
    refuse(*connection, 503);
}

void Gate::came_back(Connection& connection) {
  if (connection.broken) return drop(connection);
  connection.state = State::writing;
  move_to(Wait::write, connection);
  flush(connection);
}

void Gate::flush(Connection& connection) {
  switch (send_answer(connection)) {
    case Sent::all:
      return finish(connection);
    case Sent::part:
      return;  // an edge comes when there is room
    case Sent::broken:
      return drop(connection);
  }
}

void Gate::finish(Connection& connection) {
  const bool all_read = connection.complete() &&
                        connection.in.size() == connection.request_bytes() && !connection.readable;
  if (connection.after == After::close || leave_by_)
    return all_read || leave_by_ ? drop(connection) : linger(connection);
  end_large(connection);
  connection.next_request();
  connection.state = State::reading;
  move_to(connection.in.empty() ? Wait::idle : Wait::request, connection);
  read(connection);
}

// Closing with unread bytes would reset the connection and lose the answer on its way.
void Gate::linger(Connection& connection) {
  ::shutdown(connection.socket.get(), SHUT_WR);
  end_large(connection);
  connection.in = {};
  connection.state = State::draining;
  move_to(Wait::drain, connection);
  drain(connection);
}

void Gate::drain(Connection& connection) {
  while (connection.readable) {
    const ssize_t count = ::recv(connection.socket.get(), buffer_.data(), buffer_.size(), 0);
    if (count < 0 && errno == EAGAIN) {
      connection.readable = false;
      return;
    }
    if (count <= 0) return drop(connection);
    connection.drained += static_cast<std::size_t>(count);
    if (connection.drained > drained_bytes_max) return drop(connection);
  }
}

}  // namespace latchkey::http
