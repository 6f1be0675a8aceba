// The gate: one thread that holds every connection, so that only complete, checked requests cost
// a worker.
//
// A thread per connection is stopped by as many slow or idle clients as it has threads
// (limits.md 2.2, 2.3). Here a slow client costs a few hundred bytes and a place in a list: each
// kind of wait has one length, so a list per kind stays sorted by itself and the first late
// connection is always at its front. run() is the reactor thread's; stop() is anybody's.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <list>
#include <map>
#include <memory>
#include <vector>

#include "core/http/connection.h"
#include "core/http/exchange.h"

namespace latchkey::http {

// The server's counters while it runs; see Counters.
struct Tally {
  std::atomic<std::uint64_t> answered{0}, refused{0}, timed_out{0}, faults{0};
  std::atomic<std::size_t> connections{0};
};

// What a listener's threads share and never change.
struct Site {
  Word name;
  Limits limits;
  Rules rules;
  AddressSet trusted;
  Handler handler;
  Log& log;
};

class Gate {
 public:
  // All must outlive the gate.
  Gate(Descriptor listening, const Site& site, Exchange& exchange, Tally& tally);

  // Serves until stop() and then until no answer is left to send, 2 s at most.
  void run();
  void stop();
  // Answers say `Connection: close` from now on. Thread-safe.
  bool stopping() const { return stopping_; }

 private:
  using Moment = std::chrono::steady_clock::time_point;
  enum class Wait { request, idle, write, drain, worker };
  struct Line {
    std::list<Connection*> members;  // the one that has waited longest first
    std::chrono::milliseconds length;
  };

  void wait_for_events();
  void accept_some();
  void welcome(Descriptor socket, const std::optional<Address>& peer);
  void turn_away(const Descriptor& socket);
  void pause_accepting();
  void watch_listening(unsigned events, int operation);

  void go_on(Connection& connection);
  void read(Connection& connection);
  bool receive(Connection& connection);
  std::optional<int> judge_next(Connection& connection);
  void refuse(Connection& connection, int status);
  void hand_over();
  void came_back(Connection& connection);
  void flush(Connection& connection);
  void finish(Connection& connection);
  void linger(Connection& connection);
  void drain(Connection& connection);
  void drop(Connection& connection);

  Line& line(Wait wait) { return lines_[static_cast<std::size_t>(wait)]; }
  void move_to(Wait wait, Connection& connection);
  void end_large(Connection& connection);
  void expire();
  int milliseconds_to_wait() const;
  void leave();
  bool finished();

  Descriptor listening_, epoll_;
  const Site& site_;
  Exchange& exchange_;
  Tally& tally_;
  std::atomic<bool> stopping_{false};

  Moment now_;
  std::vector<std::unique_ptr<Connection>> by_fd_;
  std::map<Address, std::size_t> per_address_;
  int large_ = 0;  // long bodies that are held now
  std::array<Line, 5> lines_;
  std::vector<Connection*> ready_;  // complete in this round
  std::optional<Moment> accept_again_, leave_by_;
  std::array<char, std::size_t{16} * 1024> buffer_;
};

}  // namespace latchkey::http
