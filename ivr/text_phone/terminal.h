// The text phone for a person at a terminal: lines are printed, keys are typed and sent by Enter.
//
// An empty line is silence, "h" hangs up, "?" explains. End of input hangs up.
#pragma once

#include <iosfwd>

#include "ivr/text_phone/aloud.h"
#include "ivr/text_phone/handset.h"

namespace latchkey::ivr {

class Terminal final : public Handset {
 public:
  // Both streams must outlive the terminal. `aloud`: says what is heard, too; may be empty.
  Terminal(std::istream& in, std::ostream& out, Aloud aloud = {})
      : in_(in), out_(out), aloud_(std::move(aloud)) {}

  void hear(const Line& line) override;
  std::optional<std::string> keys(const KeysAsked& asked) override;
  Recorded record(const RecordVerb& verb) override;
  FarEnd dialled(const DialVerb& verb) override;

 private:
  std::optional<std::string> typed(std::string_view prompt);

  std::istream& in_;
  std::ostream& out_;
  Aloud aloud_;
};

}  // namespace latchkey::ivr
