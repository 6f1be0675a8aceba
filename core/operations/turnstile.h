// Where requests wait while what answers them is being changed.
//
// A service is built anew when settings are published. The listeners stay open meanwhile: close()
// lets those inside finish and holds whoever comes next, open() lets them go on to the new service.
// Nobody is refused for it. Thread-safe; close(), open() and end() belong to one thread.
#pragma once

#include <condition_variable>
#include <mutex>

#include "core/http/message.h"
#include "core/http/server.h"

namespace latchkey::operations {

class Turnstile {
 public:
  // `inner` is asked only while the turnstile is open. Closed for good: 503.
  http::Response pass(const http::Handler& inner, const http::Request& request);

  // Returns when nobody is inside.
  void close();
  void open();
  // Whoever waits or comes is sent away: there will be no other service.
  void end();

 private:
  enum class State { open, closed, ended };
  class Inside;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  State state_ = State::closed;
  int inside_ = 0;
};

}  // namespace latchkey::operations
