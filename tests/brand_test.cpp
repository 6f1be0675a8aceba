// A clinic's colour and logo: on every page, and never at the price of being read.
#include <doctest/doctest.h>

#include "core/base/color.h"
#include "kiosk/web/brand.h"
#include "kiosk/web/embedded.h"
#include "tests/fakes/clinic.h"
#include "tests/fakes/lobby_device.h"
#include "tests/fakes/visitors.h"
#include "tests/folder.h"

using namespace latchkey;
using fakes::Clinic;
using fakes::Doubling;
using fakes::WebVisitor;
using tests::Folder;

namespace {

constexpr const char* leaf = "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h1\"/></svg>";
// The yellowest green and the darkest blue that the configuration takes.
constexpr const char* extremes[] = {"#0b5d66", "#5f6b00", "#00004d", "#000000", "#a3008f"};

Color color(std::string_view text) { return read_color(text).value(); }

// What the first rule after `from` says of --<name>.
Color after(std::size_t from, const std::string& style, const std::string& name) {
  const std::string mark = "--" + name + ":";
  const auto at = style.find(mark, from);
  REQUIRE(at != std::string::npos);
  const auto begin = at + mark.size();
  const std::string value = style.substr(begin, style.find_first_of(";}", begin) - begin);
  return value == "#fff" ? white : value == "#000" ? black : color(value);
}

// The same of the last rules for such screens: the brand's own, behind the stylesheet's.
Color last(const std::string& style, const std::string& media, const std::string& name) {
  return after(style.rfind(media), style, name);
}

}  // namespace

TEST_CASE("contrast is what WCAG says it is") {
  CHECK(contrast(black, white) == doctest::Approx(21));
  CHECK(contrast(white, white) == doctest::Approx(1));
  CHECK(contrast(color("#767676"), white) == doctest::Approx(4.54).epsilon(0.005));
  CHECK(contrast(color("#ff0000"), white) == doctest::Approx(4.0).epsilon(0.005));
}

TEST_CASE("only six hexadecimal digits are a colour") {
  CHECK(to_text(color("#0B5D66")) == "#0b5d66");
  for (const char* bad : {"", "#", "0b5d66", "#0b5d6", "#0b5d666", "#0b5d6g", "teal", "#fff;}a{"})
    CHECK_FALSE(read_color(bad).has_value());
}

TEST_CASE("a toned colour has the contrast that was asked for, and no more than it needs") {
  const Color yellow = color("#ffcc00");
  const Color dark = toned(yellow, black, white, 5);
  CHECK(contrast(dark, white) >= 5);
  CHECK(contrast(dark, white) < 5.2);
  CHECK(toned(dark, black, white, 5) == dark);
  CHECK(toned(yellow, white, white, 5) == white);  // nothing does
}

TEST_CASE("whatever colour a clinic may have can be read on every ground of a page") {
  for (const char* chosen : extremes) {
    CAPTURE(chosen);
    ClinicSettings clinic;
    clinic.color = chosen;
    const std::string style = kiosk::make_brand(clinic).style;
    const std::string night = "@media (prefers-color-scheme:dark){";
    const std::string strong = "@media (prefers-contrast:more){";
    const std::string both = "@media (prefers-contrast:more) and (prefers-color-scheme:dark)";
    const std::size_t dark_at = style.find(night);
    const Color day = color(chosen);
    for (const char* ground : {"paper", "card", "warm", "bad-paper"}) {
      CAPTURE(ground);
      CHECK(contrast(day, after(0, style, ground)) >= 4.5);
      CHECK(contrast(last(style, night, "accent"), after(dark_at, style, ground)) >= 4.5);
    }
    CHECK(contrast(day, white) >= 4.5);
    CHECK(contrast(last(style, night, "accent"), last(style, night, "on-accent")) >= 7);
    CHECK(contrast(last(style, strong, "accent"), white) >= 12);
    CHECK(contrast(last(style, both, "accent"), black) >= 12);
  }
}

TEST_CASE("a clinic's logo and colour are on every page, and its own page brings them") {
  const Folder folder;
  const auto file = folder.write("logo.svg", leaf);
  Clinic clinic(Clinic::Roster::fixture_people, [&](Config& config) {
    config.clinic.logo = file;
    config.clinic.color = "#5f0066";
  });
  WebVisitor visitor(clinic, Doubling::once);
  const std::string src = fakes::between(visitor.page(), "<img class=\"logo\" src=\"", "\"");
  CHECK(visitor.page().find("<link rel=\"icon\" type=\"image/svg+xml\" href=\"" + src) !=
        std::string::npos);
  const std::string style = fakes::between(visitor.page(), "rel=\"stylesheet\" href=\"", "\"");
  const auto got = [&](const std::string& path) {
    http::Request request;
    request.method = "GET";
    request.path = request.target = path;
    return clinic.pages().answer(request).value_or(http::Response());
  };
  const http::Response picture = got(src);
  CHECK(picture.body == leaf);
  CHECK(picture.content_type == "image/svg+xml");
  // Whoever opens the picture by itself must not run what it carries.
  bool no_scripts = false;
  for (const auto& [name, value] : picture.headers)
    no_scripts |= name == "Content-Security-Policy" && value.starts_with("default-src 'none'");
  CHECK(no_scripts);
  CHECK(got(style).body.find("--accent:#5f0066") != std::string::npos);

  visitor.post({{"option", "forgot_password"}});
  CHECK(visitor.page().find(src) != std::string::npos);
  fakes::LobbyDevice kiosk(clinic);
  kiosk.start();
  CHECK(kiosk.page().find(src) != std::string::npos);
}

TEST_CASE("without a logo there is a key beside the title, and no empty picture") {
  Clinic clinic(Clinic::Roster::fixture_people, [](Config& config) { config.clinic.logo.clear(); });
  WebVisitor visitor(clinic, Doubling::once);
  CHECK(visitor.page().find("<img class=\"logo\"") == std::string::npos);
  CHECK(visitor.page().find("<link rel=\"icon\" type=\"image/svg+xml\"") != std::string::npos);
}
