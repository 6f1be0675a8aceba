#include "ivr/path_parts.h"

#include <charconv>
#include <limits>

namespace latchkey::ivr {

std::string_view next_part(std::string_view& path) {
  const auto slash = path.find('/');
  const std::string_view part = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return part;
}

std::optional<std::int64_t> number_of(std::string_view text, std::int64_t least,
                                      std::int64_t most) {
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  if (number < least || number > most) return std::nullopt;
  return number;
}

std::optional<std::int64_t> id_of(std::string_view text) {
  return number_of(text, 1, std::numeric_limits<std::int64_t>::max());
}

}  // namespace latchkey::ivr
