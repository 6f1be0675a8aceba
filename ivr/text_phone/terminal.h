// The text phone for a person at a terminal: lines are printed, keys are typed and sent by Enter.
//
// An empty line is silence, "h" hangs up, "?" explains. End of input hangs up.
#pragma once

#include <iosfwd>

#include "ivr/text_phone/handset.h"

namespace latchkey::ivr {

class Terminal final : public Handset {
 public:
  // Both must outlive the terminal.
  Terminal(std::istream& in, std::ostream& out) : in_(in), out_(out) {}

  void hear(const Line& line) override;
  std::optional<std::string> keys(const KeysAsked& asked) override;
  Recorded record(const RecordVerb& verb) override;
  FarEnd dialled(const DialVerb& verb) override;

 private:
  std::optional<std::string> typed(std::string_view prompt);

  std::istream& in_;
  std::ostream& out_;
};

}  // namespace latchkey::ivr
