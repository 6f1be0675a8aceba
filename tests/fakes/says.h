// Whether a text holds a part of it; a text that does not is shown with the failure.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace latchkey::fakes {

inline bool says(const std::string& text, std::string_view part) {
  const bool found = text.find(part) != std::string::npos;
  if (!found) MESSAGE(text);
  return found;
}

}  // namespace latchkey::fakes
