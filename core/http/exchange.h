// Where connections change hands: complete requests to the workers, answered ones to the reactor.
//
// Both ways are a list under a mutex, so every hand-over orders memory (ThreadSanitizer agrees);
// the way back rings an eventfd that the reactor's epoll watches. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

#include "core/http/connection.h"

namespace latchkey::http {

class Exchange {
 public:
  // `queue_max`: complete requests that may wait for a worker.
  explicit Exchange(std::size_t queue_max);

  // Reactor: queues as many of `ready` as fit, in order; gives back the rest.
  std::vector<Connection*> offer(std::vector<Connection*> ready);
  // Reactor: what the workers gave back since the last call.
  std::vector<Connection*> collect();
  // Readable (edge-triggered) when collect() has something or somebody rang.
  int bell() const { return bell_.get(); }
  void ring();

  // Worker: waits for a request; null when the exchange is closed.
  Connection* take();
  // Worker: the answer is written to the connection, sent as far as it went.
  void give_back(Connection* connection);

  // Wakes all workers for good; requests still queued are not handed out any more.
  void close();

 private:
  const std::size_t queue_max_;
  std::mutex queue_mutex_;
  std::condition_variable queue_filled_;
  std::deque<Connection*> queue_;
  std::size_t waiting_ = 0;  // workers asleep
  bool closed_ = false;
  std::mutex back_mutex_;
  std::vector<Connection*> back_;
  Descriptor bell_;
};

}  // namespace latchkey::http
