// The codes that a served clinic sends, in the hands of whoever walks it from outside.
//
// The clinic is a fork of the benchmark: its texts leave it through a pipe that was there before.
// Codes by text only. Lives from before the fork until both are done.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/courier/transport.h"

namespace latchkey::bench {

class Postbox {
 public:
  Postbox();
  ~Postbox();
  Postbox(const Postbox&) = delete;
  Postbox& operator=(const Postbox&) = delete;

  // For the clinic, in the fork: everything is accepted at once, as the demo's transport does.
  courier::Transport& transport() { return *transport_; }

  // For the walkers. Begins to read; from then on no other process is forked.
  void open();
  // The code that was sent to `number` (E.164) and not yet taken, as soon as it is there. Any
  // number of threads may wait.
  std::optional<std::string> take(const std::string& number, std::chrono::milliseconds within);

 private:
  void read();

  std::array<int, 2> ends_{-1, -1};
  std::unique_ptr<courier::Transport> transport_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable arrived_;
  std::map<std::string, std::string> codes_;
  std::thread reader_;
};

}  // namespace latchkey::bench
