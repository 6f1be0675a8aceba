#include "kiosk/patient/article_pages.h"

#include "core/base/phone_text.h"

namespace latchkey::kiosk {

namespace {

struct Writer {
  const PageWorld& world;
  const std::string& language;

  std::string_view text(std::string_view name) const {
    return world.texts.text(language, {"words.articles", name});
  }

  // A number of the clinic's keeps its own order among words from right to left.
  std::string isolated(std::string value) const {
    constexpr std::string_view first_strong_isolate = "\u2068", pop_isolate = "\u2069";
    if (world.texts.language(language).direction != Direction::right_to_left) return value;
    return value.insert(0, first_strong_isolate).append(pop_isolate);
  }

  // The clinic's own names in the place of braces.
  std::string filled(std::string_view words) const {
    const Config& config = world.config;
    const Location* office = config.location(config.clinic.default_location);
    const std::pair<std::string_view, std::string> values[] = {
        {"{clinic}", isolated(config.clinic.name)},
        {"{portal}", isolated(config.clinic.portal_name)},
        {"{phone}", isolated(phone_text(office ? office->phone : ""))}};
    std::string out(words);
    for (const auto& [name, value] : values)
      for (std::size_t at = 0; (at = out.find(name, at)) != std::string::npos; at += value.size())
        out.replace(at, name.size(), value);
    return out;
  }

  void line(const Line& runs, View& to) const {
    for (const Run& run : runs) {
      View& one = to.section("RUN").section(run.look == Run::Look::plain    ? "PLAIN"
                                            : run.look == Run::Look::strong ? "STRONG"
                                                                            : "LINK");
      one.set("TEXT", filled(run.text)).set("PATH", run.path).set("LANGUAGE", language);
    }
  }

  void block(const Block& block, View& to) const {
    switch (block.kind) {
      case Block::Kind::heading:
        to.section("HEADING_TWO").set("TEXT", filled(block.lines[0][0].text));
        return;
      case Block::Kind::paragraph:
        return line(block.lines[0], to.section("PARAGRAPH"));
      case Block::Kind::bullets:
      case Block::Kind::steps:
        break;
    }
    View& list = to.section(block.kind == Block::Kind::steps ? "STEPS" : "BULLETS");
    for (const Line& item : block.lines) line(item, list.section("ITEM"));
  }

  View frame(std::string_view title, std::string_view path) const {
    View page = page_frame(world, language, title);
    for (const std::string& code : world.config.clinic.languages)
      if (code != language && !world.articles.in(code).empty())
        name_language(world, code, page.section("LANGUAGE_LINK").set("PATH", path));
    return page;
  }

  std::string list(std::string_view back) const {
    View page = frame(text("title"), articles_path);
    View& all = page.section("ARTICLES");
    all.set("HEADING", text("title")).set("ABOUT", text("page"));
    all.set("BACK", back).set("BACK_TEXT", text("back"));
    for (const Article& article : world.articles.in(language))
      all.section("ONE")
          .set("NAME", article.name)
          .set("LANGUAGE", language)
          .set("TITLE", filled(article.title));
    return render("patient/page.tpl", page);
  }

  std::string whole(const Article& article, std::string_view back) const {
    const std::string path = std::string(articles_path) + "/" + article.name;
    View page = frame(filled(article.title), path);
    View& view = page.section("ARTICLE");
    view.set("HEADING", filled(article.title)).set("LANGUAGE", language);
    view.set("BACK", back).set("BACK_TEXT", text("back")).set("ALL", text("all"));
    view.set("PRINT", world.texts.text(language, "words.page.print"));
    for (const Block& each : article.blocks) block(each, view.section("BLOCK"));
    return render("patient/page.tpl", page);
  }
};

}  // namespace

std::optional<std::string> article_page(const PageWorld& world, const std::string& language,
                                        std::string_view path, std::string_view back) {
  const Writer writer{world, language};
  if (path == articles_path) return writer.list(back);
  if (!path.starts_with(articles_path) || path[articles_path.size()] != '/') return std::nullopt;
  const Article* article = world.articles.find(language, path.substr(articles_path.size() + 1));
  return article ? std::optional(writer.whole(*article, back)) : std::nullopt;
}

void offer_articles(const PageWorld& world, const std::string& language, View& page) {
  if (world.articles.in(language).empty()) return;
  page.section("FOOT_ARTICLES")
      .set("LANGUAGE", language)
      .set("TEXT", world.texts.text(language, "words.articles.link"));
}

}  // namespace latchkey::kiosk
