#include "core/base/phone_text.h"

namespace latchkey {

std::string phone_text(std::string_view e164) {
  if (!e164.starts_with("+1") || e164.size() != 12) return std::string(e164);
  std::string out = "(";
  out.append(e164.substr(2, 3)).append(") ");
  out.append(e164.substr(5, 3)).append("-").append(e164.substr(8, 4));
  return out;
}

}  // namespace latchkey
