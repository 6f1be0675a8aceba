// A stored telephone number as people write it.
#pragma once

#include <string>
#include <string_view>

namespace latchkey {

// "+14015550123" is "(401) 555-0123"; a number from elsewhere stays as it is. Pure.
std::string phone_text(std::string_view e164);

}  // namespace latchkey
