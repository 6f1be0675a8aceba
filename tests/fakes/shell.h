// A command of the shell, and what it said on each output.
#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "tests/fakes/installation.h"
#include "tests/fakes/says.h"

namespace latchkey::fakes {

// Both outputs apart, as a shell script reads them.
struct Ended {
  int code = -1;
  std::string out, err;

  bool says(std::string_view part) const { return fakes::says(out, part); }
  bool complains(std::string_view part) const { return fakes::says(err, part); }
  std::ptrdiff_t lines() const { return std::count(err.begin(), err.end(), '\n'); }

  // What a program gets: one line, one JSON object, and nothing beside it.
  std::optional<Json> json() const {
    if (std::count(out.begin(), out.end(), '\n') != 1) return std::nullopt;
    return Json::parse(out);
  }
};

// One word of a command line, whatever is in it: a checkout's path may hold blanks.
inline std::string shell_word(std::string_view word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// Runs `command` with /bin/sh and awaits its end.
inline Ended shell(const std::string& command) {
  const TemporaryDirectory own;
  FILE* out = popen(("{ " + command + "\n} 2>" + shell_word(own.file("err"))).c_str(), "r");
  REQUIRE(out != nullptr);
  Ended ended;
  char bytes[4096];
  for (std::size_t got = 0; (got = fread(bytes, 1, sizeof bytes, out)) > 0;)
    ended.out.append(bytes, got);
  ended.code = WEXITSTATUS(pclose(out));
  ended.err = bytes_of(own.file("err"));
  return ended;
}

}  // namespace latchkey::fakes
