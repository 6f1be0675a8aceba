// "Check my browser": what a stranger's browser can't do here, and the guide that mends it.
//
// GET /check sets a cookie that says nothing and leads to /check/2, which sees whether it came back
// (domain.md C01). That page is whole without scripts; what <noscript> shows is the finding that
// they are off (C03). With them, a script posts to /check what it tried, and shows that answer
// instead: what is wrong is decided here alone (kiosk/browser/findings.h). Nothing is stored and
// nothing is sent; the guides begin a conversation by the same door as any first answer.
// Thread-safe.
#pragma once

#include <optional>

#include "core/base/clock.h"
#include "core/http/message.h"
#include "kiosk/browser/browser_judge.h"
#include "kiosk/patient/check_page.h"
#include "kiosk/web/answers.h"

namespace latchkey::kiosk {

class CheckPages {
 public:
  // Reads content/policy/check.toml: ConfigFault if it is wrong. What `world` refers to, and all
  // else, outlives it.
  CheckPages(const PageWorld& world, const BrowserJudge& browsers, const Guidance& guidance,
             const Clock& clock);

  // Answers "/check", "/check/2" and two pictures that blockers tell apart; empty for every other
  // path.
  std::optional<http::Response> answer(const http::Request& request) const;

 private:
  http::Response begin(const http::Request& request) const;
  http::Response look(const http::Request& request) const;
  http::Response told(const http::Request& request) const;
  http::Response page(const http::Request& request, const http::Fields& told) const;
  bool just_began(const http::Request& request) const;

  PageWorld world_;
  const BrowserJudge& browsers_;
  const Clock& clock_;
  FindingGuides guides_;
  std::string otherwise_;  // where the guide to pages that do not work begins
  Scheme scheme_;
};

}  // namespace latchkey::kiosk
