// Colours that weak eyes can read: contrast as WCAG measures it, and the nearest colour that has
// enough of it.
//
// A clinic chooses its own colour, and its patients must still be able to read with it: what can't
// be read is refused when the configuration is (core/base/config.h), and the shades for dark and
// high-contrast screens are worked out. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latchkey {

struct Color {
  std::uint8_t red = 0, green = 0, blue = 0;
  bool operator==(const Color&) const = default;
};
inline constexpr Color black{0, 0, 0}, white{255, 255, 255};

// "#0b5d66"; nothing else.
std::optional<Color> read_color(std::string_view text);
std::string to_text(Color color);

// From 1 (the same) to 21 (black on white); WCAG 2.2 "contrast ratio".
double contrast(Color one, Color other);

// `color` with as little of `shade` in it as gives it `least` contrast with `ground`; `shade`
// itself if nothing less does.
Color toned(Color color, Color shade, Color ground, double least);

}  // namespace latchkey
