#include "kiosk/web/template.h"

#include <doctest/doctest.h>

#include "kiosk/web/embedded.h"

using namespace latchkey::kiosk;

TEST_CASE("every template escapes by context, and none switches it off") {
  int templates = 0;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.ends_with(".tpl")) continue;
    ++templates;
    CHECK_MESSAGE(file.text.starts_with("{{%AUTOESCAPE context=\"HTML\"}}"), file.name);
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
