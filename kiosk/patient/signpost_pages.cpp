#include "kiosk/patient/signpost_pages.h"

#include "kiosk/patient/take_home.h"

namespace latchkey::kiosk {

std::string continue_page(const PageWorld& world, const std::string& language) {
  const auto text = [&](std::string_view key) {
    return world.texts.text(language, {"kiosk.continue", key});
  };
  View page = page_frame(world, language, text("title"));
  View& step = page.section("STEP");
  step.set("HEADING", text("title")).set("ABOUT", text("page"));
  step.set("SECRET", language).set("QUESTION", std::int64_t{0}).show("FORM");
  step.section("CHOICES")
      .section("OPTION")
      .set("ID", "have_code")
      .set("TEXT", text("go"))
      .set("LOOK", "primary");
  return render("patient/page.tpl", page);
}

std::optional<std::string> steps_page(const PageWorld& world, const Guidance& guidance,
                                      const std::string& language, std::string_view node) {
  const auto row = steps_in_a_row(guidance, node);
  if (row.empty()) return std::nullopt;
  const std::string title(world.texts.text(language, "words.keep.steps"));
  View page = page_frame(world, language, title);
  link_languages(world, language, "/steps/" + row.front()->name, page);
  View& steps = page.section("STEPS");
  steps.set("HEADING", title).set("LANGUAGE", language).set("NODE", row.front()->name);
  steps.set("STUCK", world.texts.text(language, "kiosk.steps.stuck"));
  for (const SaidStep& said : said_steps(world, language, row))
    steps.section("LINE").set("TITLE", said.title).set("TEXT", said.text);
  return render("patient/page.tpl", page);
}

std::string missing_page(const PageWorld& world, const std::string& language) {
  const auto text = [&](std::string_view key) {
    return world.texts.text(language, {"words.missing", key});
  };
  View page = page_frame(world, language, text("title"));
  link_languages(world, language, "/", page);
  page.section("STEP").set("HEADING", text("title")).set("ABOUT", text("page"));
  page.section("SIGN_IN")
      .set("PORTAL", world.config.clinic.portal_url)
      .set("TEXT", world.texts.text(language, "words.page.sign_in"));
  page.section("AGAIN").set("TEXT", text("first_page")).set("LOOK", "secondary");
  return render("patient/page.tpl", page);
}

std::string gone_page(const PageWorld& world, const std::string& language) {
  const auto text = [&](std::string_view key) {
    return world.texts.text(language, {"words.page", key});
  };
  View page = page_frame(world, language, text("gone_title"));
  link_languages(world, language, "/", page);
  page.section("STEP").set("HEADING", text("gone_title")).set("ABOUT", text("gone"));
  page.section("AGAIN").set("TEXT", text("start_again")).set("LOOK", "primary");
  return render("patient/page.tpl", page);
}

}  // namespace latchkey::kiosk
