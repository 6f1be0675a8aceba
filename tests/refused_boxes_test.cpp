// A box whose answer was refused says so itself, to eyes and to a screen reader (WCAG 2.2 3.3.1).

#include <doctest/doctest.h>

#include "tests/channel_drivers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::WebVisitor;

namespace {

std::string box(const std::string& page, const std::string& id) {
  const auto from = page.find("<input id=\"" + id + "\"");
  REQUIRE(from != std::string::npos);
  return page.substr(from, page.find('>', from) - from);
}

bool is_marked(const std::string& input) {
  return input.find("aria-invalid=\"true\"") != std::string::npos;
}

}  // namespace

TEST_CASE("the three boxes of a date that can't be are marked as the other boxes are") {
  Clinic clinic;
  WebDriver driver(clinic, person("maria"), Doubling::once, "en");
  driver.act("topic", "forgot_password");
  WebVisitor visitor = driver.visitor();
  visitor.post({{"first", ""}, {"last", ""}});
  CHECK(is_marked(box(visitor.page(), "first")));
  visitor.post({{"first", "Nobody"}, {"last", "Atall"}});
  for (const char* id : {"month", "day", "year"}) {
    CHECK_FALSE(is_marked(box(visitor.page(), id)));
    CHECK(box(visitor.page(), id).find("aria-describedby=\"about\"") != std::string::npos);
  }
  visitor.post({{"month", "13"}, {"day", "45"}, {"year", "1961"}});
  CHECK(visitor.page().find("<p id=\"problem\">") != std::string::npos);
  for (const char* id : {"month", "day", "year"}) {
    CAPTURE(id);
    CHECK(is_marked(box(visitor.page(), id)));
    CHECK(box(visitor.page(), id).find("aria-describedby=\"about problem\"") != std::string::npos);
  }
}

TEST_CASE("nobody goes to the first office of the list by not looking at the list") {
  Clinic clinic;
  WebDriver driver(clinic, person("stranger"), Doubling::once, "en");
  driver.act_all({{"topic", "forgot_password"},
                  {"identify", ""},
                  {"proof", "text"},
                  {"other", ""},
                  {"choose", "help"},
                  {"choose", "yes"}});
  REQUIRE(driver.act("number", "4015550142").step == "help_message");
  REQUIRE(driver.act("choose", "no").step == "help_office");
  WebVisitor visitor = driver.visitor();
  CHECK(visitor.page().find("<option value=\"\">Pick your office</option>") != std::string::npos);
  visitor.post({{"option", ""}});
  CHECK(visitor.shown().step == "help_office");
  CHECK(visitor.page().find("<a href=\"#option\">") != std::string::npos);
  CHECK(clinic.tickets().empty());
  visitor.post({{"option", "1"}});
  CHECK(visitor.shown().step == "handed_over");
}
