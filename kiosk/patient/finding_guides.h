// Which screen of a guide mends what the check page finds: data, in content/policy/check.toml.
//
// Immutable after loading; thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/base/guidance.h"
#include "kiosk/browser/findings.h"

namespace latchkey::kiosk {

class FindingGuides {
 public:
  // Reads `content`/policy/check.toml. ConfigFault names the line of each finding that has no
  // screen, and of each screen that `guidance` does not have.
  static FindingGuides load(const std::filesystem::path& content, const Guidance& guidance);
  // The same from a text; `file` is the name in complaints.
  static FindingGuides parse(std::string_view text, std::string_view file,
                             const Guidance& guidance);

  // The name of a node of that guidance.
  const std::string& node(Finding finding, Platform platform) const;

 private:
  using Nodes = std::map<Finding, std::string>;

  Nodes every_;
  std::map<Platform, Nodes> on_;  // where a platform has a screen of its own
};

}  // namespace latchkey::kiosk
