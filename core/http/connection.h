// One client's connection, and who may touch which part of it.
//
// The reactor owns every connection. While one is `busy`, a worker reads `in` and the request's
// bounds and writes the Answer part; everything else stays the reactor's. It goes over and comes
// back through locked queues (exchange.h) only, which is what makes the plain members safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>
#include <string>

#include "core/base/address.h"
#include "core/http/head.h"
#include "core/http/socket.h"

namespace latchkey::http {

enum class State {
  reading,   // waiting for a request or in the middle of one
  busy,      // a complete request is queued or being answered
  writing,   // an answer did not fit into the socket yet
  draining,  // refused; what the client still sends is thrown away, so that it sees the answer
};

enum class Sent { all, part, broken };

struct Connection {
  Descriptor socket;
  std::optional<Address> peer;  // empty: a Unix socket

  // The request: begins at in[0]; `head` is set once its head was accepted.
  std::string in;
  std::size_t searched = 0;
  std::optional<Head> head;

  // The answer: what is left of `out` begins at `sent`.
  std::string out;
  std::size_t sent = 0;
  After after = After::keep_open;
  bool broken = false;  // the client is gone

  // The reactor's own.
  State state = State::reading;
  bool counted = false;   // against its address's cap
  bool large = false;     // counted among the few long bodies at a time
  bool readable = false;  // bytes may wait in the socket; cleared by a short read alone
  bool hung_up = false;   // the end was announced, so a short read is not the last
  std::size_t drained = 0;
  std::size_t line = 0;                    // which of the gate's lines it waits in
  std::list<Connection*>::iterator place;  // and where
  std::chrono::steady_clock::time_point deadline;

  std::size_t request_bytes() const { return head->bytes + head->body_bytes; }
  bool complete() const { return head && in.size() >= request_bytes(); }
  // Forgets the answered request; bytes of a pipelined one move to the front.
  void next_request() {
    in.erase(0, request_bytes());
    if (in.empty() && in.capacity() > 4096) in.shrink_to_fit();
    head.reset();
    searched = 0;
    out.clear();
    sent = 0;
  }
};

// Sends what is left of the answer without waiting.
Sent send_answer(Connection& connection);

}  // namespace latchkey::http
