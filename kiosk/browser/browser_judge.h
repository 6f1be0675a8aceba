// What is known of a visitor's browser from its headers alone, and whether it is supported.
//
// One object for all pages: it holds the rule of support and borrows the reader of User-Agents.
// Nobody is turned away because the patterns are missing: the browser is unknown then, and the log
// says so once. Thread-safe.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "kiosk/browser/findings.h"
#include "kiosk/browser/user_agent.h"

namespace latchkey::kiosk {

class BrowserJudge {
 public:
  // Reads `content`/policy/browsers.toml now: ConfigFault if it is wrong. All but `content` outlive
  // it.
  BrowserJudge(const std::filesystem::path& content, const UserAgentReader& reader,
               const Clock& clock, Log& log);
  ~BrowserJudge();

  // Begins to load the patterns on a thread of its own, so that no visitor waits for them. Once.
  void warm_up();

  // Empty, or what is to be done: the table of releases is so old that new browsers are judged by
  // guess.
  std::string flaw() const;

  // Browser and verdict; what only a page can try is unknown. `touch_points`: how many fingers the
  // page's script says that the screen takes, 0 if unknown. An iPad says that it is a Macintosh,
  // and no Macintosh has such a screen.
  BrowserFacts facts_of(const BrowserHeaders& headers, int touch_points = 0) const;

 private:
  Browser identified(const BrowserHeaders& headers) const;

  SupportRule rule_;
  const UserAgentReader& reader_;
  const Clock& clock_;
  Log& log_;
  mutable std::once_flag complained_;
  std::jthread loading_;
};

}  // namespace latchkey::kiosk
