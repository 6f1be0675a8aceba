// One person's browser on the patients' pages: one connection, one cookie, one page after the
// other, each with the time that it took.
//
// Every visit comes from a loopback address of its own if it is told so, as people do. What can't
// be got is an answer of status 0. Not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/config.h"
#include "tests/bench/wire.h"

namespace latchkey::bench {

struct Exchange {
  std::string head, body;
  int status = 0;
  std::chrono::nanoseconds took{0};
};

class Visit {
 public:
  // `config`, the clinic's, outlives it. Connects at once, from the address `source`.
  Visit(const Config& config, const std::string& source);
  ~Visit();
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  // Fetches a page; `headers` are sent with it, each ended by \r\n.
  const Exchange& look(std::string_view path, std::string_view headers = {});
  // Answers the page that was met last with `fields`, and goes where the answer leads.
  const Exchange& answer(const http::Fields& fields);

  // Everything that came back, redirects too.
  const std::vector<Exchange>& met() const { return met_; }
  const Exchange& page() const { return met_.back(); }
  // Whether the page that was met last asks for a field of this name.
  bool asks(std::string_view field) const;
  // The number of the question on it; empty: it asks none.
  std::string question() const;
  // The header by which the clinic knows this browser, ended by \r\n; empty before it has one.
  std::string cookie_header() const;

 private:
  const Exchange& ask(const std::string& request);

  const Config& config_;
  int fd_;
  std::string cookie_;
  std::vector<Exchange> met_;
};

// The loopback address of visitor `number`: 127.1.0.1, 127.1.0.2 …
std::string address_of(std::size_t number);

}  // namespace latchkey::bench
