// The desk's page of letters: whom an office must tell by post, and the letter itself to print.
//
// A letter is a task and no ticket (rulings.md R23): it is read, printed, put into an envelope, and
// said to be in the post, or told in person. An address that is marked unsafe is never shown. Each
// look and act is one transaction with its audit row; a letter beyond a member's reach is answered
// like one that does not exist. Thread-safe.
#pragma once

#include <optional>

#include "core/tickets/letters.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"

namespace latchkey::kiosk {

class LetterDesk : public PageGroup {
 public:
  // Both outlive it.
  LetterDesk(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers "/letters"; empty for every other path.
  std::optional<http::Response> answer(const Visit& visit) const override;

 private:
  struct Whole;  // a letter and whom it goes to
  http::Response list(const Visit& visit) const;
  http::Response show(const Visit& visit, tickets::LetterId id) const;
  http::Response end(const Visit& visit) const;
  std::optional<Whole> read(storage::Transaction& tx, const Visit& visit,
                            tickets::LetterId id) const;
  void write_letter(View& page, const Whole& whole) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
