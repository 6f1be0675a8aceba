// What a monitor asks: is it well (/healthz), and how much of what (/metrics, Prometheus text).
//
// Counts and ages only, nothing about persons. On a listener of its own, which no patient reaches.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/http/message.h"
#include "core/http/server.h"
#include "core/operations/service.h"

namespace latchkey::operations {

// A listener's name and its counters, read when asked.
struct Watched {
  std::string name;
  std::function<http::Counters()> counters;
};

class Health {
 public:
  // `service` outlives it.
  Health(Service& service, std::vector<Watched> listeners)
      : service_(service), listeners_(std::move(listeners)) {}

  // Answers GET /healthz (200, or 503 when the store fails or the courier is behind) and GET
  // /metrics.
  http::Response answer(const http::Request& request);

 private:
  http::Response health();
  http::Response metrics();
  Service& service_;
  std::vector<Watched> listeners_;
};

}  // namespace latchkey::operations
