#include "kiosk/web/template.h"

#include <doctest/doctest.h>

#include "kiosk/web/embedded.h"

using namespace latchkey::kiosk;

TEST_CASE("every template escapes by context, and none switches it off") {
  int templates = 0;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.ends_with(".tpl")) continue;
    ++templates;
    // A part is escaped by the template that it stands in, which says so at its own beginning.
    const bool is_part = file.name.ends_with(".part.tpl");
    CHECK_MESSAGE(file.text.starts_with("{{%AUTOESCAPE context=\"HTML\"}}") != is_part, file.name);
    CHECK_MESSAGE(file.text.find(":none") == std::string_view::npos, file.name);
    CHECK_MESSAGE(file.text.find("state=\"") == std::string_view::npos, file.name);
  }
  CHECK(templates >= 2);
}

TEST_CASE("no template carries a script or a style of its own, which the page's policy forbids") {
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.ends_with(".tpl")) continue;
    CHECK_MESSAGE(file.text.find("<script>") == std::string_view::npos, file.name);
    CHECK_MESSAGE(file.text.find("<style") == std::string_view::npos, file.name);
    CHECK_MESSAGE(file.text.find(" style=") == std::string_view::npos, file.name);
    CHECK_MESSAGE(file.text.find(" onclick") == std::string_view::npos, file.name);
  }
}

TEST_CASE("every part stands in a template, which shows it with the values around it") {
  for (const EmbeddedFile& part : embedded_files()) {
    if (!part.name.ends_with(".part.tpl")) continue;
    int stands_in = 0;
    for (const EmbeddedFile& file : embedded_files())
      stands_in += file.text.find("{{>" + std::string(part.name) + "}}") != std::string_view::npos;
    CHECK_MESSAGE(stands_in == 1, part.name);
  }
  View page;
  page.set("CSRF", "from the frame");
  page.section("VOUCH").set("FIRST", "\"><script>");
  const std::string shown = render("desk/page.tpl", page);
  CHECK(shown.find("value=\"from the frame\"") != std::string::npos);
  CHECK(shown.find("{{>") == std::string::npos);
  CHECK(shown.find("<script>") == std::string::npos);
}
