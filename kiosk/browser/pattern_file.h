// The patterns that tell browsers apart, as Debian's package uap-core installs them.
//
// uap-core's regexes.yaml is what many sites share and keep true; its own rules
// (specification.md of that package) say how it is read: the first pattern that matches wins, and
// its replacements say what to make of what was caught. Devices are left out: nobody here needs
// them. Pure but for the file; thread-safe.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace latchkey::kiosk {

// Where the package puts it.
inline constexpr const char* user_agent_patterns_path = "/usr/share/uap-core/regexes.yaml";

struct UserAgentPattern {
  std::string regex;
  // Family, major, minor and patch, with $1 … $9 for what the regex caught. One that is absent is
  // the regex's own group: the first for the family, the second for major, and so on.
  std::array<std::optional<std::string>, 4> replacements;
};

// Both in the file's order, which decides.
struct UserAgentPatterns {
  std::vector<UserAgentPattern> browsers, systems;
};

// Fault, in one sentence that says what to do, if the file can't be read or is no such file.
UserAgentPatterns load_user_agent_patterns(const std::filesystem::path& file);

}  // namespace latchkey::kiosk
