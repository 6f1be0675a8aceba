#include "kiosk/browser/pattern_file.h"

#include <yaml-cpp/yaml.h>

#include "core/base/fault.h"
#include "core/base/toml.h"

namespace latchkey::kiosk {

namespace {

using Keys = std::array<const char*, 4>;
constexpr Keys browser_keys = {"family_replacement", "v1_replacement", "v2_replacement",
                               "v3_replacement"};
constexpr Keys system_keys = {"os_replacement", "os_v1_replacement", "os_v2_replacement",
                              "os_v3_replacement"};

// The file without its patterns of devices: two thirds of it, which would be parsed for nothing.
std::string without_devices(std::string text) {
  const std::string_view title = "\ndevice_parsers:";
  const std::size_t begin = text.find(title);
  if (begin == std::string::npos) return text;
  std::size_t end = text.find('\n', begin + title.size());
  while (end != std::string::npos && end + 1 < text.size() &&
         std::string_view(" #\n-").find(text[end + 1]) != std::string_view::npos)
    end = text.find('\n', end + 1);
  return text.erase(begin, end == std::string::npos ? end : end - begin);
}

std::vector<UserAgentPattern> patterns_of(const YAML::Node& list, const Keys& keys) {
  std::vector<UserAgentPattern> out;
  if (!list.IsSequence() || list.size() == 0) throw Fault("it has no list of patterns");
  out.reserve(list.size());
  for (const YAML::Node& entry : list) {
    UserAgentPattern& pattern = out.emplace_back();
    pattern.regex = entry["regex"].as<std::string>();
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (const YAML::Node given = entry[keys[i]])
        pattern.replacements[i] = given.as<std::string>();
  }
  return out;
}

}  // namespace

UserAgentPatterns load_user_agent_patterns(const std::filesystem::path& file) {
  try {
    const YAML::Node root = YAML::Load(without_devices(read_text_file(file)));
    return {patterns_of(root["user_agent_parsers"], browser_keys),
            patterns_of(root["os_parsers"], system_keys)};
  } catch (const std::exception& problem) {
    throw Fault("browsers can't be recognised because " + file.string() +
                " can't be used; install Debian's package uap-core again (" + problem.what() + ")");
  }
}

}  // namespace latchkey::kiosk
