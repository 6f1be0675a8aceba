// The patients' web pages: one question a page, rendered here, working without JavaScript.
//
// GET / shows the first question and stores nothing; the first post begins a conversation. Its
// secret lives in a session cookie and in a hidden field of every form, never in a URL (rulings.md
// R25): with cookies a post is answered by a redirect, so that reload and back are safe; without
// them the next page is the answer itself. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "core/base/clinic_policy.h"
#include "core/base/guidance.h"
#include "core/base/i18n.h"
#include "core/conversations/conversations.h"
#include "core/http/message.h"
#include "kiosk/browser/browser_judge.h"
#include "kiosk/patient/step_page.h"
#include "kiosk/web/answers.h"
#include "kiosk/web/template.h"

namespace latchkey::kiosk {

class PatientPages {
 public:
  // All outlive it.
  PatientPages(conversations::Conversations& conversations, const PageWorld& world,
               const Sealer& sealer, Dice& dice, const BrowserJudge& browsers,
               const Guidance& guidance);

  // Answers "/", "/recover", "/recover/shown", "/languages", "/continue", "/steps/" and "/help"
  // with what is below, and the stylesheet; empty for every other path.
  std::optional<http::Response> answer(const http::Request& request);
  // For a path that nobody answers: a browser is shown a page that says where to begin.
  http::Response missing(const http::Request& request) const;

 private:
  struct Visit;  // one post, read and checked
  struct Aside;  // what a page's script asks
  std::optional<Aside> aside(const http::Request& request) const;
  http::Response start(const http::Request& request) const;
  http::Response languages(const http::Request& request) const;
  std::optional<http::Response> steps(const http::Request& request) const;
  std::optional<http::Response> article(const http::Request& request) const;
  http::Response show(const http::Request& request);
  http::Response shown(const http::Request& request) const;
  http::Response stay(const http::Request& request);
  http::Response take(const http::Request& request);
  http::Response begin(const http::Request& request, const Visit& visit);
  http::Response go_on(const Visit& visit);
  http::Response after(const Visit& visit, const conversations::Reply& reply);
  http::Response gone(const std::string& language) const;
  Secret secret_of(const http::Request& request) const;
  conversations::LegKey key_of(const Secret& secret) const;
  std::optional<conversations::Prompt> begun(const Secret& secret) const;

  conversations::Conversations& conversations_;
  PageWorld world_;
  const Sealer& sealer_;
  Dice& dice_;
  const BrowserJudge& browsers_;
  const Guidance& guidance_;
  Scheme scheme_;
};

}  // namespace latchkey::kiosk
