#include "kiosk/desk/sheet_pages.h"

#include <algorithm>

namespace latchkey::kiosk {

void show_steps(View& into, const DeskWords& words, tickets::Category category) {
  const std::string all = words.word("sheet_steps", tickets::category_names[category]);
  for (std::string_view left = all; !left.empty();) {
    const auto end = std::min(left.find('\n'), left.size());
    if (end > 0) into.section("STEP").set("TEXT", left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
}

std::optional<http::Response> SheetPages::answer(const Visit& visit) const {
  if (visit.request.path != "/sheet" || visit.request.method == "POST") return std::nullopt;
  View page = words_.page("sheets", words_.text("sheets.title"), visit.session);
  View& sheet = page.section("SHEET_PAGE");
  for (const std::string_view word : tickets::category_names.words) {
    const tickets::Category category = tickets::category_names.read(word);
    const tickets::Responsibility& row = parts_.matrix.of(category);
    View& shown = sheet.section("ROW");
    shown.set("CATEGORY", words_.word("categories", word));
    shown.set("FIRST", words_.word("handlers", tickets::handler_names[row.first]));
    for (const tickets::Handler handler : row.then)
      shown.section("THEN").set("TEXT", words_.word("handlers", tickets::handler_names[handler]));
    show_steps(shown, words_, category);
  }
  return words_.answer(200, page);
}

}  // namespace latchkey::kiosk
