// Running as a process: listeners, stop signals, the network, where content lies.
//
// What `serve` and `demo` share around a Service. hold_stop_signals() comes first in main, before
// any thread, so that wait_for_stop() alone receives them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/config.h"
#include "core/courier/transport.h"
#include "core/http/server.h"
#include "core/operations/health.h"

namespace latchkey::operations {

enum class DoorFor { patients, staff, webhooks, metrics };

// One listener, as the configuration wants it.
struct DoorPlan {
  DoorFor whom = DoorFor::patients;
  Word name;          // in logs, metrics and [listen]
  std::string title;  // for the operator
  std::string url;    // by which it is known outside; empty for metrics
  ListenSettings settings;
};
// Those that `serve` opens, in this order: without those that have port 0, which are off. The
// metrics come last, when all that they tell of is open.
std::vector<DoorPlan> doors_of(const Config& config);

// The listeners of one service, opened one by one and closed together.
class Doors {
 public:
  explicit Doors(Log& log) : log_(log) {}
  ~Doors() { close(); }
  Doors(const Doors&) = delete;
  Doors& operator=(const Doors&) = delete;

  // Serves at once. A port that is taken is a Fault that names it.
  void open(const DoorPlan& plan, http::Handler handler);
  // Those that are open now, for the metrics.
  std::vector<Watched> watched() const;
  // Where each open one is reached, for the person who has just started the service.
  std::string addresses(const Config& config) const;
  // Lets running answers leave; under 3 s.
  void close();

 private:
  struct Door {
    DoorPlan plan;
    std::unique_ptr<http::Server> server;
  };
  Log& log_;
  std::vector<Door> doors_;
};

// What a listener is told.
http::Listen listen_of(const ListenSettings& settings);

// SIGINT and SIGTERM wait for wait_for_stop(); SIGPIPE is ignored.
void hold_stop_signals();
// Blocks until SIGINT or SIGTERM, or until `is_due` says that something is to be done; it is asked
// once a second.
enum class Woken { to_stop, as_due };
Woken wait_for_stop(const std::function<bool()>& is_due);

// The network, as far as the configured provider and mail server and no further. Made before any
// thread.
std::unique_ptr<courier::Transport> network_of(const Config& config);
// Only this base address: what `latchkey call` speaks to.
std::unique_ptr<courier::Transport> network_to(const std::string& server);

// content/ where the program runs: $LATCHKEY_CONTENT, else beside the working directory, the
// program, or in /usr/share/latchkey. ConfigFault if it is nowhere.
std::filesystem::path content_folder();

}  // namespace latchkey::operations
