#include "core/reports/small_cells.h"

#include <cstddef>

namespace latchkey::reports {

namespace {

// The smallest part that is still shown and has somebody in it; `parts.size()` if there is none.
std::size_t next_smallest(const std::vector<std::int64_t>& parts, const std::vector<Cell>& cells) {
  std::size_t found = parts.size();
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (cells[i] == Cell::shown && parts[i] > 0 &&
        (found == parts.size() || parts[i] < parts[found]))
      found = i;
  return found;
}

}  // namespace

std::vector<Cell> hide_small(const std::vector<std::int64_t>& parts) {
  std::vector<Cell> cells(parts.size(), Cell::shown);
  int hidden = 0;
  std::int64_t people = 0;
  const auto hide = [&](std::size_t i) {
    cells[i] = Cell::hidden;
    hidden += 1;
    people += parts[i];
  };
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i] > 0 && parts[i] < smallest_shown) hide(i);
  while (hidden > 0 && (hidden < 2 || people < smallest_shown)) {
    const std::size_t next = next_smallest(parts, cells);
    if (next == parts.size()) break;
    hide(next);
  }
  return cells;
}

}  // namespace latchkey::reports
