#include "kiosk/desk/csv_file.h"

namespace latchkey::kiosk {

namespace {

// Blanks in front are skipped: some programs drop them before they look.
bool is_formula(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  return first != std::string_view::npos &&
         std::string_view("=+-@\t\r\n").find(text[first]) != std::string_view::npos;
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string out(is_formula(text) ? "'" : "");
  out += text;
  if (out.find_first_of("\",;\r\n\t") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) quoted.append(c == '"' ? "\"\"" : std::string_view(&c, 1));
  return quoted + "\"";
}

void add_csv_row(std::string& file, std::initializer_list<std::string_view> cells) {
  std::string_view between;
  for (const std::string_view cell : cells) {
    file.append(between).append(csv_cell(cell));
    between = ",";
  }
  file += "\r\n";
}

}  // namespace latchkey::kiosk
