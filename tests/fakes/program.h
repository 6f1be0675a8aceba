// The real program at a terminal: what it says on each output, how it ends, and a clinic to serve.
#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "tests/fakes/child.h"
#include "tests/fakes/free_ports.h"
#include "tests/fakes/installation.h"
#include "tests/http_client.h"

namespace latchkey::fakes {

// Both outputs apart, as a shell script reads them.
struct Ended {
  int code = -1;
  std::string out, err;

  static bool is_in(const std::string& text, std::string_view part) {
    const bool found = text.find(part) != std::string::npos;
    if (!found) MESSAGE(text);
    return found;
  }
  bool says(std::string_view part) const { return is_in(out, part); }
  bool complains(std::string_view part) const { return is_in(err, part); }
  std::ptrdiff_t lines() const { return std::count(err.begin(), err.end(), '\n'); }

  // What a program gets: one line, one JSON object, and nothing beside it.
  std::optional<Json> json() const {
    if (std::count(out.begin(), out.end(), '\n') != 1) return std::nullopt;
    return Json::parse(out);
  }
};

// In a folder where nothing is, so that nothing is found by chance. Its standard input is `typed`.
inline Ended latchkey_program(const std::string& arguments, const std::string& typed = {}) {
  const TemporaryDirectory empty;
  const std::string errors = empty.file("err");
  put_bytes(empty.file("in"), typed);
  const std::string command = "cd " + empty.path() +
                              " && LATCHKEY_CONTENT=" LATCHKEY_SOURCE_DIR
                              "/content timeout 30 " LATCHKEY_BINARY_DIR "/latchkey " +
                              arguments + " <in 2>" + errors;
  FILE* out = popen(command.c_str(), "r");
  REQUIRE(out != nullptr);
  Ended ended;
  char bytes[4096];
  for (std::size_t got = 0; (got = fread(bytes, 1, sizeof bytes, out)) > 0;)
    ended.out.append(bytes, got);
  ended.code = WEXITSTATUS(pclose(out));
  ended.err = bytes_of(errors);
  return ended;
}

// A clinic that can be served: an administrator could be added, ports are its own.
struct Served : Installation {
  std::uint16_t port = four_free_ports();
  Served() {
    change("#port = 8080", "port = " + std::to_string(port));
    change("#port = 8081", "port = " + std::to_string(port + 1));
    change("#port = 8082", "port = " + std::to_string(port + 2));
  }
  std::uint16_t metrics() const { return static_cast<std::uint16_t>(port + 3); }
  std::string config_option() const { return " --config " + path("latchkey.toml").string(); }
  std::vector<std::string> serve() const {
    return {LATCHKEY_BINARY_DIR "/latchkey", "serve", "--config", path("latchkey.toml").string()};
  }
};

// What the program says until `last`, that line with it.
inline std::string lines_until(Child& child, std::string_view last) {
  std::string said;
  for (std::string line = child.line(); !line.empty(); line = child.line()) {
    said += line + "\n";
    if (line.find(last) != std::string::npos) break;
  }
  return said;
}

// One GET on a connection of its own.
inline std::string get(std::uint16_t port, const std::string& path, const std::string& host) {
  return test::exchange(
      port, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
}

}  // namespace latchkey::fakes
