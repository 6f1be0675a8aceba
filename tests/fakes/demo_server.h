// The real program as a process of its own: `latchkey demo`, killed and started again at will.
//
// One folder, four free ports in a row, the same for every life. Its log goes to a file in the
// folder. start() and kill() belong to one thread; ask() may be called by others meanwhile.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "core/http/message.h"
#include "tests/fakes/child.h"
#include "tests/fakes/temporary_directory.h"

namespace latchkey::fakes {

class DemoServer {
 public:
  DemoServer();

  // Returns when it serves. `crash_at`: "name:count" (core/base/crash_point.h), or empty. False if
  // it ended before it served.
  bool start(const std::string& crash_at = "");
  // Dead at once; harmless if it is dead already.
  void kill();
  bool ended() { return !child_ || child_->ended(); }

  std::uint16_t port() const { return port_; }
  const std::string& folder() const { return folder_.path(); }
  // The line of JSON that it described itself with.
  const std::string& description() const { return description_; }
  std::string log() const;

 private:
  fakes::TemporaryDirectory folder_;
  std::uint16_t port_;
  std::string description_;
  std::unique_ptr<Child> child_;
};

// One exchange on a connection of its own from `source`; empty if no whole answer came.
struct Asked {
  std::string method = "GET", path = "/", body;
  http::Fields headers;
  std::string source = "127.0.0.1";
};
std::optional<http::Response> ask(std::uint16_t port, const Asked& asked);

// Between two rounds of asking: some milliseconds in which the server has the machine.
void breathe(std::chrono::milliseconds pause = std::chrono::milliseconds(5));

}  // namespace latchkey::fakes
