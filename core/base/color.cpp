#include "core/base/color.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace latchkey {

namespace {

// WCAG 2.2, "relative luminance".
double linear(std::uint8_t channel) {
  const double part = channel / 255.0;
  return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

double luminance(Color c) {
  return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

std::optional<std::uint8_t> channel(std::string_view two) {
  int value = 0;
  for (const char c : two) {
    const auto at = std::string_view("0123456789abcdef").find(static_cast<char>(c | 0x20));
    if (at == std::string_view::npos) return std::nullopt;
    value = value * 16 + static_cast<int>(at);
  }
  return static_cast<std::uint8_t>(value);
}

}  // namespace

std::optional<Color> read_color(std::string_view text) {
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  const auto red = channel(text.substr(1, 2)), green = channel(text.substr(3, 2)),
             blue = channel(text.substr(5, 2));
  if (!red || !green || !blue) return std::nullopt;
  return Color{*red, *green, *blue};
}

std::string to_text(Color c) { return fmt::format("#{:02x}{:02x}{:02x}", c.red, c.green, c.blue); }

double contrast(Color one, Color other) {
  const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
  return (light + 0.05) / (dark + 0.05);
}

Color toned(Color color, Color shade, Color ground, double least) {
  constexpr int steps = 256;
  for (int step = 0; step < steps; ++step) {
    const auto mixed = [&](int from, int to) {
      return static_cast<std::uint8_t>(from + (to - from) * step / steps);
    };
    const Color tried{mixed(color.red, shade.red), mixed(color.green, shade.green),
                      mixed(color.blue, shade.blue)};
    if (contrast(tried, ground) >= least) return tried;
  }
  return shade;
}

}  // namespace latchkey
