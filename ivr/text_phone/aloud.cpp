#include "ivr/text_phone/aloud.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "core/base/fault.h"

namespace latchkey::ivr {

namespace {

// A slow and clear voice, as phone lines have.
constexpr const char* words_a_minute = "150";

// The program's exit code, or -1 if it could not be run.
int run(const std::string& language, const std::string& text) {
  std::array<std::string, 7> words{"espeak-ng", "-s", words_a_minute, "-v", language, "--", text};
  std::array<char*, words.size() + 1> arguments{};
  for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();
  pid_t child = 0;
  if (::posix_spawnp(&child, "espeak-ng", nullptr, nullptr, arguments.data(), environ) != 0)
    return -1;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

Aloud espeak() {
  if (run("en", "") != 0)
    throw ConfigFault("--say needs espeak-ng: install it with `apt-get install espeak-ng`");
  return [](const std::string& language, const std::string& text) {
    // What it has no voice for is said in its English one rather than not at all.
    if (run(language, text) != 0) run("en", text);
  };
}

}  // namespace latchkey::ivr
