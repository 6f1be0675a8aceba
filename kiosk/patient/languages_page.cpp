#include "kiosk/patient/languages_page.h"

#include <algorithm>

namespace latchkey::kiosk {

namespace {

// As many as fit a line; the page has them all.
constexpr int named_max = 4;

bool speaks(const PageWorld& world, const LanguageHelp& help) {
  const auto& spoken = world.config.clinic.languages;
  return std::find(spoken.begin(), spoken.end(), help.code) != spoken.end();
}

std::string_view word(Direction direction) {
  return direction == Direction::right_to_left ? "rtl" : "ltr";
}

}  // namespace

void show_help(const LanguageHelp& help, View& to) {
  to.set("CODE", help.code).set("DIRECTION", word(help.direction));
  to.set("NAME", help.endonym).set("TEXT", help.notice);
}

void offer_languages(const PageWorld& world, const std::string& language, View& link) {
  link.set("LANGUAGE", language).set("TEXT", world.texts.text(language, "words.languages.link"));
  int named = 0;
  for (const LanguageHelp& help : world.texts.language_help())
    if (!speaks(world, help) && named++ < named_max) show_help(help, link.section("TONGUE"));
}

std::string languages_page(const PageWorld& world, const std::string& language,
                           const Answerer& answerer) {
  const auto text = [&](std::string_view name) {
    return world.texts.text(language, {"words.languages", name});
  };
  View page = page_frame(world, language, text("title"));
  link_languages(world, language, languages_path, page);
  View& all = page.section("TONGUES");
  all.set("HEADING", text("title")).set("ABOUT", text("page"));
  all.set("SECRET", answerer.secret).set("QUESTION", answerer.question);
  all.set("BACK", answerer.back).set("BACK_TEXT", text("back"));
  for (const LanguageHelp& help : world.texts.language_help()) {
    View& one = all.section("TONGUE");
    show_help(help, one.section(speaks(world, help) ? "SPOKEN" : "INTERPRETED"));
  }
  return render("patient/page.tpl", page);
}

}  // namespace latchkey::kiosk
