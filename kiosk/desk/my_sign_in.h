// The page "My sign-in": a member's own passkeys and sessions.
//
// Here a passkey is added and taken away, both only while the session is stepped up (NIST 800-63B-4
// section 4.1.2), and every other session is ended. What ended stays listed (section 4.1). A member
// sees and changes nobody's but their own: no form names a member. Thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

class MySignIn : public PageGroup {
 public:
  // Both outlive it.
  MySignIn(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/me" and "/me/passkey"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  http::Response show(const Visit& visit, int status, std::string_view problem) const;
  void show_passkeys(const Visit& visit, View& page, View& me) const;
  http::Response options(const Visit& visit) const;
  http::Response add(const Visit& visit) const;
  http::Response act(const Visit& visit) const;
  http::Response end_others(const Visit& visit) const;
  http::Response remove(const Visit& visit) const;
  staff::Staff::Along audited(const Visit& visit, Word action) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
