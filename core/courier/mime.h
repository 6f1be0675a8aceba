// A mail as the bytes that SMTP carries.
//
// Nothing that a header is made of may end a line: an address or subject with CR, LF, NUL or any
// other control character makes no message at all (standards.md T37). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/secret.h"
#include "core/courier/transport.h"

namespace latchkey::courier {

// One bare address that is safe in an envelope: local@domain, printable ASCII, no spaces, quotes,
// brackets, commas, colons or semicolons; at most 254 characters (RFC 5321 §4.5.3.1).
bool is_safe_address(std::string_view address);

// The whole message with CRLF line ends: text alone, or text with an HTML alternative. Empty if an
// address or header is unsafe.
std::optional<Secret> mime_message(const Mail& mail);

}  // namespace latchkey::courier
