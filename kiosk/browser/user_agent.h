// What a User-Agent header says about browser and system, by uap-core's patterns.
//
// The header is a stranger's text: it is cut at text_max bytes, matched in linear time and bounded
// memory, and what comes out is still theirs (a family may be any text that they chose). Nothing
// here is shown or logged; identify() in browser.h turns it into our own vocabulary.
// The patterns are loaded by the first who asks, so that they cost a start nothing. Thread-safe.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "kiosk/browser/pattern_file.h"

namespace latchkey::kiosk {

// Empty is unknown. "Windows" may have the major version "XP", so versions are texts.
struct UserAgentPart {
  std::string family = "Other", major, minor, patch;
};
struct UserAgent {
  UserAgentPart browser, system;
};

class UserAgentReader {
 public:
  // Longer headers are cut here; real ones of in-app browsers reach some 500 bytes.
  static constexpr std::size_t text_max = 1000;

  explicit UserAgentReader(std::filesystem::path patterns = user_agent_patterns_path);
  ~UserAgentReader();

  // Fault if the patterns can't be loaded: at every call, but the disk is asked once only.
  UserAgent read(std::string_view header) const;

  // Loads the patterns now: for a start or a doctor that wants to know. Fault as above.
  void load() const;

 private:
  struct Parsers;

  std::filesystem::path patterns_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<const Parsers> parsers_;
  mutable std::string broken_;  // why there are no parsers
};

}  // namespace latchkey::kiosk
