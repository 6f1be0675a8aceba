// The real program at a terminal: what it says on each output, how it ends, and a clinic to serve.
#pragma once

#include <string>
#include <vector>

#include "tests/fakes/child.h"
#include "tests/fakes/free_ports.h"
#include "tests/fakes/installation.h"
#include "tests/fakes/shell.h"
#include "tests/http_client.h"

namespace latchkey::fakes {

// In a folder where nothing is, so that nothing is found by chance. Its standard input is `typed`.
inline Ended latchkey_program(const std::string& arguments, const std::string& typed = {}) {
  const TemporaryDirectory empty;
  put_bytes(empty.file("in"), typed);
  return shell("cd " + shell_word(empty.path()) + " && LATCHKEY_CONTENT=" +
               shell_word(LATCHKEY_SOURCE_DIR "/content") + " timeout 30 " +
               shell_word(LATCHKEY_BINARY_DIR "/latchkey") + " " + arguments + " <in");
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
