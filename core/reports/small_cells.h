// Groups that are too small to be shown, and those without which they could be worked out.
//
// A cell of 1 to 10 people is hidden (domain.md 5.5, the rule of U.S. health statistics): who is
// the only old speaker of a language in a town is known by name. When the whole is told elsewhere,
// one hidden cell is the whole less the others; so the smallest others are hidden too, until at
// least two are, with 11 people between them. Nobody's cell (0) tells of nobody: it is shown.
// Pure; thread-safe.
#pragma once

#include <cstdint>
#include <vector>

namespace latchkey::reports {

inline constexpr std::int64_t smallest_shown = 11;

enum class Cell { shown, hidden };

// For the parts of one whole, in their order.
std::vector<Cell> hide_small(const std::vector<std::int64_t>& parts);

}  // namespace latchkey::reports
