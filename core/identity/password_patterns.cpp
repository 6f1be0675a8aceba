#include "core/identity/password_patterns.h"

#include <algorithm>

#include "core/base/unicode.h"

namespace latchkey::identity {

namespace {

bool counts_on(char32_t a, char32_t b) {
  if (a == b) return true;
  if (!unicode::is_letter_or_digit(a) || !unicode::is_letter_or_digit(b)) return false;
  const char32_t low = std::min(a, b);
  const char32_t high = std::max(a, b);
  return high - low == 1 || (low == U'0' && high == U'9') || (low == U'a' && high == U'z');
}

bool beside(char32_t a, char32_t b, std::u32string_view row) {
  for (std::size_t i = 0; i + 1 < row.size(); ++i)
    if ((row[i] == a && row[i + 1] == b) || (row[i] == b && row[i + 1] == a)) return true;
  return false;
}

}  // namespace

std::u32string_view repeated_unit(std::u32string_view text) {
  for (std::size_t period = 1; period * 2 <= text.size(); ++period)
    if (text.substr(period) == text.substr(0, text.size() - period)) return text.substr(0, period);
  return text;
}

bool is_repetition(std::u32string_view text) {
  constexpr std::size_t unit_max = 4;
  constexpr std::size_t runs_max = 4;
  if (text.empty()) return false;
  if (repeated_unit(text).size() <= unit_max && text.size() > unit_max) return true;
  std::size_t runs = 1;
  for (std::size_t i = 1; i < text.size(); ++i) runs += text[i] != text[i - 1] ? 1 : 0;
  return runs <= runs_max && text.size() >= 2 * runs_max;
}

bool is_walk(std::u32string_view text, std::span<const std::u32string> rows) {
  if (text.size() < 2) return false;
  std::size_t leaps = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char32_t a = text[i - 1];
    const char32_t b = text[i];
    const bool near =
        counts_on(a, b) ||
        std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return beside(a, b, row); });
    leaps += near ? 0 : 1;
  }
  return leaps * 4 < text.size();
}

}  // namespace latchkey::identity
