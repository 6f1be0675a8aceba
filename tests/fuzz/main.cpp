// ./dev fuzz [SECONDS [SEED]]: all targets by turns until the time is over. Exit 0: nothing found;
// 1: a promise broken, with the input; a crash ends as the sanitizer ends it, after the input.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "tests/fuzz/fuzz.h"

using namespace latchkey;

namespace {

// The one place for state that a signal handler may read: what is being read just now.
struct Reading {
  char text[4096];
  std::size_t size;
};
Reading reading;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void remember(std::string_view target, std::string_view input) {
  const std::string text =
      fmt::format("\nread by \"{}\" when it crashed:\n{}\n", target, fuzz::printable(input));
  reading.size = std::min(text.size(), sizeof reading.text);
  std::memcpy(reading.text, text.data(), reading.size);
}

void tell(int signal) {
  [[maybe_unused]] const auto told = ::write(STDERR_FILENO, reading.text, reading.size);
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
      const auto found = fuzz::search(
          target, seed, rounds, [&](std::string_view input) { remember(target.name, input); });
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
