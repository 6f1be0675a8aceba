// The desk's page for somebody who stands at a kiosk with an ID in their hand (rulings.md R20).
//
// One form: what the ID says, which ID it is, and the four digits on the kiosk's screen. The record
// that the ID names must be one, of the clerk's own offices, and neither the clerk's own nor a
// colleague's (standards.md T30); what is wrong is said, for the clerk may see the record anyway.
// Where another name was typed at the kiosk with that code, the clerk reads it there and says so.
// Thread-safe.
#pragma once

#include <optional>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

class VouchDesk : public PageGroup {
 public:
  // Both outlive it.
  VouchDesk(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/vouch"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  struct Seen;                       // what the ID came to
  enum class Look { first, again };  // again: the code is to be read off the screen
  http::Response page(const Visit& visit, int status, std::string_view problem,
                      Look look = Look::first) const;
  http::Response act(const Visit& visit) const;
  Seen find(storage::Transaction& tx, const Visit& visit) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
