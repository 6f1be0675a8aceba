// The pages of a registered kiosk in a lobby, from "/kiosk" on.
//
// A browser is a kiosk by its device's credential alone, in a cookie that a pairing code bought
// once; no query says so (standards.md T29). Such a browser meets no other page of ours: one person
// after the other goes through the same steps as at home, larger, in the kiosk's office and on its
// own budget. What keeps them apart:
//   - a visit is known by two secrets that must agree, the form's and a cookie's, and is the only
//     one of its kiosk (core/kiosks/kiosks.h); whoever goes back afterwards meets the first page;
//   - the first page ends the visit that was there, however it is reached: by the button, by time,
//     by going back. Nothing is kept by the browser, and it is told to drop what it has.
//
// Only what a person does counts as a sign of life, no page that loads itself. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "core/audit/audit.h"
#include "core/base/clinic_policy.h"
#include "core/base/i18n.h"
#include "core/conversations/conversations.h"
#include "core/http/message.h"
#include "core/kiosks/kiosks.h"
#include "kiosk/browser/browser_judge.h"
#include "kiosk/lobby/lobby_page.h"
#include "kiosk/web/answers.h"

namespace latchkey::kiosk {

// All outlive the pages.
struct LobbyParts {
  storage::Store& store;
  const kiosks::Kiosks& kiosks;
  conversations::Conversations& conversations;
  const audit::Audit& audit;
  PageWorld pages;
  const Sealer& sealer;
  const Clock& clock;
  Dice& dice;
  const BrowserJudge& browsers;
};

class LobbyPages {
 public:
  explicit LobbyPages(const LobbyParts& parts);

  // Answers a kiosk whatever it asks for, files apart, and everybody at "/kiosk" and "/kiosk/pair".
  std::optional<http::Response> answer(const http::Request& request);

 private:
  struct Visit;  // one person at one kiosk
  void note_presence(const http::Request& request, const std::optional<kiosks::Kiosk>& kiosk,
                     Time now);
  void end_visit(storage::Transaction& tx, const kiosks::Kiosk& kiosk);
  http::Response unpaired(const http::Request& request);
  http::Response pair(const http::Request& request);
  http::Response at_kiosk(const http::Request& request, const kiosks::Kiosk& kiosk);
  http::Response attract(const kiosks::Kiosk& kiosk);
  http::Response begin(const http::Request& request, const kiosks::Kiosk& kiosk);
  http::Response show(const http::Request& request, const kiosks::Kiosk& kiosk);
  http::Response take(const Visit& visit);
  http::Response more(const Visit& visit);
  void wait_if_away(const Visit& visit, const conversations::Prompt& prompt);
  http::Response after(const Visit& visit, const conversations::Reply& reply);
  std::optional<Visit> visit_of(const http::Request& request, const kiosks::Kiosk& kiosk);
  conversations::LegKey key_of(const Secret& secret) const;
  LobbyWorld world() const { return {parts_.pages, helps_}; }

  LobbyParts parts_;
  std::vector<LanguageHelp> helps_;
  Scheme scheme_;
};

}  // namespace latchkey::kiosk
