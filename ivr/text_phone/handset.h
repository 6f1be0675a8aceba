// The person at the text phone: hears lines, presses keys. A script, a terminal, or a test.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ivr/text_phone/document.h"

namespace latchkey::ivr {

enum class LineKind { says, plays, keys, note };

struct Line {
  LineKind kind = LineKind::note;
  std::string text;
  std::string language;  // of what is said

  // "says: …", "plays: …", "keys: …" or "(…)".
  std::string shown() const;
};

struct KeysAsked {
  std::optional<int> digits;
  std::string finish_on_key;
  int timeout_seconds = 5;
};

struct Recorded {
  enum class How { spoke, silent, hung_up } how = How::silent;
  int seconds = 0;
};

// What happens at the other end of a Dial.
struct FarEnd {
  enum class How { answered, busy, no_answer, failed } how = How::no_answer;
  std::string keys;  // pressed while the whisper is heard
  int seconds = 60;  // of conversation
};

class Handset {
 public:
  virtual ~Handset() = default;

  // Everything that happens in the call, in order.
  virtual void hear(const Line& line) = 0;

  // The keys pressed now (digits, '*', '#'); empty: none until the time-out; nothing: hangs up.
  virtual std::optional<std::string> keys(const KeysAsked& asked) = 0;

  // Keys pressed into a prompt that has not ended: the rest of it is not heard.
  virtual std::optional<std::string> barge_in() { return std::nullopt; }

  virtual Recorded record(const RecordVerb&) { return {}; }
  virtual FarEnd dialled(const DialVerb&) { return {}; }
};

}  // namespace latchkey::ivr
