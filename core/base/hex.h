// Bytes as hexadecimal digits, for key files, anchors and tokens. Takes a time that does not depend
// on the bytes, because some of them are keys. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latchkey {

// Two small digits a byte.
std::string hex(std::string_view bytes);

// The bytes that `text` is the digits of; empty if it is anything else. Capital digits count too.
std::optional<std::string> unhex(std::string_view text);

}  // namespace latchkey
