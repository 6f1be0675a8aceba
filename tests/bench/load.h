// A small HTTP client that loads a server from one thread, for measuring.
//
// Each connection asks, waits for the whole answer and asks again: at once (closed loop), or when
// its time has come, whether the server keeps up or not (open loop). All of them in one epoll. What
// to ask next is the caller's: a conversation can be walked by remembering, per connection, what
// the last answer said. Talks to 127.0.0.0/8 only. Not thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/wire.h"

namespace latchkey::bench {

struct Plan {
  std::uint16_t port = 0;
  std::size_t connections = 1;
  std::size_t requests_max = 100000;         // in all
  std::chrono::milliseconds time_max{5000};  // whichever comes first
  // How long after one request a connection is to make its next; 0: as soon as it is answered. What
  // is asked too late for that counts from when it should have been: a server that stalls can't
  // make its own figures better.
  std::chrono::milliseconds period{0};
};

// The next request's bytes for a connection (0 … connections - 1); an empty text ends it.
using Ask = std::function<std::string(std::size_t connection)>;
// What came back; its bytes are valid during the call only.
using Hear = std::function<void(std::size_t connection, const Answer&)>;

struct Load {
  std::size_t answers = 0;   // of any status
  std::size_t failures = 0;  // connections refused, reset or closed without a whole answer
  double seconds = 0;
  std::vector<std::chrono::nanoseconds> latencies;  // sorted

  double per_second() const { return seconds > 0 ? static_cast<double>(answers) / seconds : 0; }
  // The latency that `part` (0 … 1) of the answers stayed under, in milliseconds.
  double milliseconds_at(double part) const;
};

// Runs the plan. A connection that the server closes after an answer is opened again.
Load drive(const Plan& plan, const Ask& ask, const Hear& hear);

// Connects to 127.0.0.1:`port` from the loopback address `source` and returns the socket, or -1.
// The caller closes it.
int connect_from(const std::string& source, std::uint16_t port);

}  // namespace latchkey::bench
