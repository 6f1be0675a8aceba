// The page of colleagues: who may come to the desk, as what, and for which offices.
//
// For those who may administer staff. Each change asks for fresh digits first (step_up.h), is one
// transaction with its audit row, and works from the colleague's next request on. Nobody changes
// themselves, and the last administrator stays. A lost phone or password is mended only in person:
// a new setup code, handed over to the colleague who stands there (ASVS 6.4.4); it is shown once.
// Thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

class Colleagues : public PageGroup {
 public:
  // Both outlive it.
  Colleagues(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/staff" and "/staff/ID"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  struct Asked;  // a form, as it was typed
  struct Done;   // what an act came to
  http::Response list(const Visit& visit, int status, const Done& done) const;
  http::Response one(const Visit& visit, StaffId id, int status, const Done& done) const;
  http::Response add(const Visit& visit) const;
  http::Response act(const Visit& visit, StaffId id) const;
  Done place(const Visit& visit, StaffId id) const;
  Done invite_again(const Visit& visit, StaffId id) const;
  Done disable(const Visit& visit, StaffId id) const;
  Asked read(const Visit& visit) const;
  void show_offer(View& form, const Asked& chosen) const;
  void show_refusals(View& page, const Visit& visit) const;
  void show_setup(View& page, std::string_view name, const Secret& code) const;
  std::string offices(const staff::Member& member) const;
  staff::Staff::Along audited(const Visit& visit, Word action) const;
  Done refused(const Visit& visit, StaffId id, Word action, std::string_view problem) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
