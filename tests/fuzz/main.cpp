// ./dev fuzz [SECONDS [SEED]]: all targets by turns until the time is over. Exit 0: nothing found;
// 1: a promise broken, with the input; a crash ends as the sanitizer ends it, after the input.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "tests/fuzz/fuzz.h"

using namespace latchkey;

namespace {

// The one place for state that a signal handler may read: what is being read just now. Views only:
// each input is read far oftener than one crashes.
struct Reading {
  std::string_view target, input;
};
Reading reading;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void say(std::string_view bytes) {
  [[maybe_unused]] const auto said = ::write(STDERR_FILENO, bytes.data(), bytes.size());
}

// A handler may not allocate: the input goes out in hexadecimal digits, a few at a time.
void tell(int signal) {
  constexpr std::string_view digits = "0123456789abcdef";
  say("\nread by \"");
  say(reading.target);
  say("\" when it crashed, in hexadecimal digits:\n");
  std::array<char, 1024> out{};
  for (std::string_view rest = reading.input; !rest.empty();) {
    const std::size_t now = std::min(rest.size(), out.size() / 2);
    for (std::size_t at = 0; at < now; ++at) {
      const auto byte = static_cast<unsigned char>(rest[at]);
      out[2 * at] = digits[byte >> 4U];
      out[2 * at + 1] = digits[byte & 15U];
    }
    say({out.data(), 2 * now});
    rest.remove_prefix(now);
  }
  say("\n");
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

int main(int count, char** words) {
  const long seconds = count > 1 ? std::strtol(words[1], nullptr, 10) : 60;
  auto seed = static_cast<std::uint64_t>(count > 2 ? std::strtol(words[2], nullptr, 10) : 1);
  if (seconds < 1) {
    fmt::print(stderr, "fuzz: how many seconds? e.g. ./dev fuzz 60\n");
    return 2;
  }
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS, SIGILL}) std::signal(signal, tell);
  constexpr std::size_t rounds = 2000;
  const auto targets = fuzz::all_targets();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  std::size_t read = 0;
  for (; std::chrono::steady_clock::now() < end; ++seed)
    for (const auto& target : targets) {
      const auto found = fuzz::search(target, seed, rounds, [&](std::string_view input) {
        reading = {target.name, input};
      });
      if (found) {
        fmt::print(stderr, "fuzz: \"{}\", seed {}: {}\n{}\n", target.name, seed, found->what,
                   fuzz::printable(found->input));
        return 1;
      }
      read += rounds;
    }
  fmt::print("fuzz: {} readers, {} inputs, nothing found; the next seed is {}\n", targets.size(),
             read, seed);
  return 0;
}
