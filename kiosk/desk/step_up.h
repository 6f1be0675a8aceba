// Showing once more who one is, before something delicate (standards.md section 3, ASVS 7.5.3).
//
// A session counts as stepped up for five minutes ([desk] step_up_minutes) from signing in or from
// the last time that fresh digits or a passkey were given. A group of pages asks before an act:
//
//     if (auto asked = StepUp(parts_, words_).needed(visit)) return *asked;
//
// and must ask before it changes or shows anything, inside or outside a transaction: an answer
// means that nothing may be done. What was typed is carried through (draft.h); once the digits are
// right, the member presses one button, which sends the same form to the same address with a token
// of the session as it is now. A GET that needs it (an export) is fetched after it. Refused digits
// are audited, and throttled as signing in is. The status is 422 while it is needed. Thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

class StepUp : public PageGroup {
 public:
  // Both outlive it.
  StepUp(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Empty: the session is stepped up, go on. Else what to answer instead.
  std::optional<http::Response> needed(const Visit& visit) const;

  // Answers "/step-up" and "/step-up/passkey"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  http::Response page(const Visit& visit, int status, std::string_view draft,
                      std::string_view problem) const;
  http::Response by_digits(const Visit& visit) const;
  http::Response by_passkey(const Visit& visit) const;
  http::Response go_on(const Visit& visit) const;
  void record_refusal(storage::Transaction& tx, const Visit& visit,
                      const staff::PasskeyRefused* passkey) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
