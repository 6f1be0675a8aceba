// Texts that go into the lines of a protocol: none of them may end one (standards.md T37). Pure.
#pragma once

#include <string_view>

namespace latchkey::courier {

// Holds CR, LF, NUL or another control character; a tab is a blank.
bool breaks_lines(std::string_view text);

// Letters, digits, '-' and '_': what a header may be called.
bool is_header_name(std::string_view name);

}  // namespace latchkey::courier
