#include "ivr/text_phone/terminal.h"

#include <charconv>
#include <istream>
#include <ostream>

namespace latchkey::ivr {

namespace {

constexpr std::string_view help =
    "  Type the keys you press, then Enter: 1 or 02031950# or *.\n"
    "  Enter alone is silence. h hangs up. ? shows this again.\n";

std::string without_spaces(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\r') out.push_back(c);
  }
  return out;
}

int number_in(const std::string& text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

void Terminal::hear(const Line& line) {
  // What was typed is on the screen already.
  if (line.kind != LineKind::keys) out_ << line.shown() << "\n" << std::flush;
  if (aloud_ && line.kind == LineKind::says) aloud_(line.language, line.text);
}

// Nothing at the end of input or when the person hangs up.
std::optional<std::string> Terminal::typed(std::string_view prompt) {
  std::string line;
  out_ << prompt << std::flush;
  if (!std::getline(in_, line)) return std::nullopt;
  line = without_spaces(line);
  if (line == "h") return std::nullopt;
  return line;
}

std::optional<std::string> Terminal::keys(const KeysAsked&) {
  for (;;) {
    std::optional<std::string> line = typed("keys> ");
    if (!line || line->find_first_not_of("0123456789*#") == std::string::npos) return line;
    out_ << help;
  }
}

Recorded Terminal::record(const RecordVerb&) {
  const auto line = typed("seconds you speak> ");
  if (!line) return {Recorded::How::hung_up, 0};
  const int seconds = number_in(*line);
  return seconds > 0 ? Recorded{Recorded::How::spoke, seconds} : Recorded{};
}

FarEnd Terminal::dialled(const DialVerb& verb) {
  const auto line = typed("does " + verb.number + " answer? keys it presses, b busy, Enter no> ");
  FarEnd far;
  if (!line || line->empty()) return far;
  far.how = *line == "b" ? FarEnd::How::busy : FarEnd::How::answered;
  if (line->find_first_not_of("0123456789*#") == std::string::npos) far.keys = *line;
  return far;
}

}  // namespace latchkey::ivr
