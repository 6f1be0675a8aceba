// Charts as SVG, drawn on the server: bars, lines, and a heat map of hours and weekdays.
//
// Every chart stands beside the table that it draws and adds nothing to it: it is one picture with
// a title to those who hear it, and its colours only repeat what lengths, places and written
// numbers say. Colours are classes of the stylesheet (dark, print, more contrast); shapes are
// presentation attributes, because the pages' policy allows no inline style. Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "kiosk/web/template.h"

namespace latchkey::kiosk {

struct Bar {
  std::string label;
  double value = 0;   // 0 or more
  std::string shown;  // the value in words
};

// One line, drawn solid, dashed or dotted by its place.
struct Line {
  std::string label;
  std::vector<double> values;
};

// Rows of equal length; the words of each value are its number.
struct Heat {
  std::vector<std::string> rows, columns;
  std::vector<std::vector<std::int64_t>> values;
};

// Each adds one section CHART to `into`. `title` says what is drawn; `id` is its own on the page.
// Bars as long as their part of `whole`, or of the largest if that is more: shares of 100 can be
// compared with each other, counts fill the picture (`whole` 0).
void draw_bars(View& into, const std::string& id, const std::string& title,
               const std::vector<Bar>& bars, double whole = 0);
void draw_lines(View& into, const std::string& id, const std::string& title,
                const std::vector<std::string>& columns, const std::vector<Line>& lines);
void draw_heat(View& into, const std::string& id, const std::string& title, const Heat& heat);

}  // namespace latchkey::kiosk
