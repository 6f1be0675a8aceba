// Bytes as base64url without padding (RFC 4648 section 5), for what browsers hand over as text.
//
// Each run of bytes has one writing: text that is not exactly it is refused, so that nothing can be
// told twice in two ways. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latchkey {

std::string base64url(std::string_view bytes);

// Empty if `text` is not what base64url() writes, or stands for more than `bytes_max` bytes.
std::optional<std::string> from_base64url(std::string_view text, std::size_t bytes_max);

}  // namespace latchkey
