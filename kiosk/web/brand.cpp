#include "kiosk/web/brand.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "core/base/color.h"
#include "core/base/fault.h"
#include "kiosk/web/embedded.h"

namespace latchkey::kiosk {

namespace {

// The grounds of kiosk/web/style.css that the colour stands on, where they leave it least.
constexpr Color dark_card{0x1b, 0x25, 0x2a};
constexpr double easily_read = 7.0;  // WCAG 2.2 §1.4.6
constexpr double at_best = 12.0;     // for whoever asked the device for more contrast

// Later rules of the same weight win.
std::string colored(std::string_view style, Color color) {
  const Color night = toned(color, white, dark_card, easily_read);
  const Color strong = toned(color, black, white, at_best);
  const Color strong_night = toned(color, white, black, at_best);
  return fmt::format(
      "{}:root{{--accent:{};--on-accent:#fff}}\n"
      "@media (prefers-color-scheme:dark){{:root{{--accent:{};--on-accent:#0c1418}}}}\n"
      "@media (prefers-contrast:more){{:root{{--accent:{};--on-accent:#fff}}}}\n"
      "@media (prefers-contrast:more) and (prefers-color-scheme:dark)"
      "{{:root{{--accent:{};--on-accent:#000}}}}\n",
      style, to_text(color), to_text(night), to_text(strong), to_text(strong_night));
}

std::string read_logo(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  if (!in || bytes.empty()) throw ConfigFault("clinic.logo: " + file.string() + " can't be read");
  return bytes;
}

}  // namespace

Brand make_brand(const ClinicSettings& clinic) {
  Brand brand;
  const auto color = read_color(clinic.color);
  const std::string_view plain = embedded("web/style.css");
  brand.style = color ? colored(plain, *color) : std::string(plain);
  brand.style_path = static_path(brand.style, "css");
  brand.icon = clinic.logo.empty() ? std::string(embedded("web/icon.svg")) : read_logo(clinic.logo);
  if (!clinic.logo.empty()) brand.logo = Brand::Logo::given;
  const bool png = brand.icon.starts_with("\x89PNG");
  brand.icon_type = png ? "image/png" : "image/svg+xml";
  brand.icon_path = static_path(brand.icon, png ? "png" : "svg");
  return brand;
}

std::optional<http::Response> brand_file(const Brand& brand, std::string_view path, Scheme scheme) {
  if (path == brand.style_path)
    return static_answer("text/css; charset=utf-8", brand.style, scheme);
  if (path == brand.icon_path) return static_answer(brand.icon_type, brand.icon, scheme);
  return std::nullopt;
}

}  // namespace latchkey::kiosk
