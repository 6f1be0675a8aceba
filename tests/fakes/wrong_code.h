// A code that is wrong for no other reason than its digits.
#pragma once

#include <string>

namespace latchkey::fakes {

// As long as the right one; `size` digits where none was sent.
inline std::string wrong_code(const std::string& right, std::size_t size = 6) {
  if (!right.empty()) size = right.size();
  const std::string ones(size, '1');
  return right == ones ? std::string(size, '2') : ones;
}

}  // namespace latchkey::fakes
