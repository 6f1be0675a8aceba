#include "kiosk/desk/chart.h"

#include <fmt/format.h>

#include <algorithm>

namespace latchkey::kiosk {

namespace {

std::string at(double place) { return fmt::format("{:.1f}", place); }

View& chart(View& into, const std::string& id, const std::string& title, double width,
            double height) {
  View& svg = into.section("CHART");
  svg.set("CHART_ID", id).set("TITLE", title);
  svg.set("WIDTH", static_cast<std::int64_t>(width));
  svg.set("HEIGHT", static_cast<std::int64_t>(height));
  return svg;
}

void box(View& svg, std::string_view kind, double x, double y, double width, double height) {
  svg.section("BOX")
      .set("CLASS", kind)
      .set("X", at(x))
      .set("Y", at(y))
      .set("W", at(width))
      .set("H", at(height));
}

void words(View& svg, std::string_view anchor, double x, double y, std::string_view text) {
  svg.section("WORDS").set("ANCHOR", anchor).set("X", at(x)).set("Y", at(y)).set("TEXT", text);
}

void rule(View& svg, double x1, double y1, double x2, double y2) {
  svg.section("RULE").set("X", at(x1)).set("Y", at(y1)).set("TO_X", at(x2)).set("TO_Y", at(y2));
}

// Whole letters, never half of one; the table has the whole text.
std::string shortened(const std::string& text, std::size_t letters_max) {
  std::size_t letters = 0, end = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0U) == 0x80U) continue;
    if (++letters == letters_max) end = i;
  }
  return letters > letters_max ? text.substr(0, end) + "…" : text;
}

// The top of a scale with round numbers: 1, 2, 5 and their tenfolds.
double scale_top(double most) {
  double top = 1;
  while (top < most) {
    if (top * 2 >= most) return top * 2;
    if (top * 5 >= most) return top * 5;
    top *= 10;
  }
  return top;
}

}  // namespace

void draw_bars(View& into, const std::string& id, const std::string& title,
               const std::vector<Bar>& bars, double whole) {
  constexpr double label = 230, length = 360, height = 26, width = 660;
  double most = whole;
  for (const Bar& bar : bars) most = std::max(most, bar.value);
  View& svg = chart(into, id, title, width, height * static_cast<double>(bars.size()) + 8);
  double y = 4;
  for (const Bar& bar : bars) {
    const double long_as = most > 0 ? length * bar.value / most : 0;
    words(svg, "end", label - 8, y + 17, shortened(bar.label, 28));
    box(svg, "bar", label, y + 3, long_as, height - 8);
    words(svg, "start", label + long_as + 8, y + 17, bar.shown);
    y += height;
  }
  rule(svg, label, 2, label, y);
}

void draw_lines(View& into, const std::string& id, const std::string& title,
                const std::vector<std::string>& columns, const std::vector<Line>& lines) {
  constexpr double left = 48, top = 34, width = 660, height = 230, bottom = 200, right = 640;
  double most = 0;
  for (const Line& line : lines)
    for (const double value : line.values) most = std::max(most, value);
  const double scale = scale_top(most);
  View& svg = chart(into, id, title, width, height);
  for (const double part : {0.0, 0.5, 1.0}) {
    const double y = bottom - (bottom - top) * part;
    rule(svg, left, y, right, y);
    words(svg, "end", left - 8, y + 5, fmt::format("{:g}", scale * part));
  }
  const double step =
      columns.size() > 1 ? (right - left - 16) / static_cast<double>(columns.size() - 1) : 0;
  const auto x_of = [&](std::size_t i) { return left + 8 + step * static_cast<double>(i); };
  for (std::size_t i = 0; i < columns.size(); i += 5)
    words(svg, "middle", x_of(i), bottom + 20, columns[i]);
  double key = left;
  for (std::size_t which = 0; which < lines.size(); ++which) {
    std::string points;
    for (std::size_t i = 0; i < lines[which].values.size(); ++i)
      points +=
          at(x_of(i)) + "," + at(bottom - (bottom - top) * lines[which].values[i] / scale) + " ";
    const std::string kind = "line line" + std::to_string(which);
    svg.section("LINE").set("CLASS", kind).set("POINTS", points);
    svg.section("LINE").set("CLASS", kind).set("POINTS", at(key) + ",12 " + at(key + 36) + ",12");
    words(svg, "start", key + 44, 17, lines[which].label);
    key += 210;
  }
}

void draw_heat(View& into, const std::string& id, const std::string& title, const Heat& heat) {
  constexpr double left = 96, top = 24, side = 27, height = 26;
  std::int64_t most = 0;
  for (const auto& row : heat.values)
    for (const std::int64_t value : row) most = std::max(most, value);
  View& svg = chart(into, id, title, left + side * static_cast<double>(heat.columns.size()) + 4,
                    top + height * static_cast<double>(heat.rows.size()) + 4);
  for (std::size_t column = 0; column < heat.columns.size(); ++column)
    words(svg, "middle", left + side * (static_cast<double>(column) + 0.5), top - 8,
          heat.columns[column]);
  for (std::size_t row = 0; row < heat.rows.size(); ++row) {
    const double y = top + height * static_cast<double>(row);
    words(svg, "end", left - 8, y + 17, shortened(heat.rows[row], 12));
    for (std::size_t column = 0; column < heat.values[row].size(); ++column) {
      const std::int64_t value = heat.values[row][column];
      const double x = left + side * static_cast<double>(column);
      const std::int64_t level = most == 0 ? 0 : (value * 5 + most - 1) / most;
      box(svg, "heat heat" + std::to_string(level), x + 1, y + 1, side - 2, height - 2);
      if (value > 0) words(svg, "middle", x + side / 2, y + 17, std::to_string(value));
    }
  }
}

}  // namespace latchkey::kiosk
