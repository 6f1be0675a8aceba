#include "kiosk/patient/article_pages.h"

#include "core/base/phone_text.h"

namespace latchkey::kiosk {

namespace {

class Writer {
 public:
  Writer(const PageWorld& world, const std::string& language)
      : world_(world), language_(language), phone_(office_phone(world.config)) {}

  std::string list(std::string_view back) const {
    View page = frame(text("title"), articles_path);
    View& all = page.section("ARTICLES");
    all.set("HEADING", text("title")).set("ABOUT", text("page"));
    all.set("BACK", back).set("BACK_TEXT", text("back"));
    for (const Article& article : world_.articles.in(language_))
      all.section("ONE")
          .set("NAME", article.name)
          .set("LANGUAGE", language_)
          .set("TITLE", filled(article.title));
    return render("patient/page.tpl", page);
  }

  std::string whole(const Article& article, std::string_view back) const {
    const std::string path = std::string(articles_path) + "/" + article.name;
    View page = frame(filled(article.title), path);
    View& view = page.section("ARTICLE");
    view.set("HEADING", filled(article.title)).set("LANGUAGE", language_);
    view.set("BACK", back).set("BACK_TEXT", text("back")).set("ALL", text("all"));
    view.set("PRINT", world_.texts.text(language_, "words.page.print"));
    for (const Block& each : article.blocks) block(each, view.section("BLOCK"));
    return render("patient/page.tpl", page);
  }

 private:
  static std::string office_phone(const Config& config) {
    const Location* office = config.location(config.clinic.default_location);
    return office ? phone_text(office->phone) : "";
  }

  std::string_view text(std::string_view name) const {
    return world_.texts.text(language_, {"words.articles", name});
  }

  std::string filled(const TextPattern& words) const {
    const ClinicSettings& clinic = world_.config.clinic;
    const TextValue values[] = {
        {"clinic", clinic.name}, {"portal", clinic.portal_name}, {"phone", phone_}};
    return world_.texts.fill(language_, words, values);
  }

  void line(const Line& runs, View& to) const {
    for (const Run& run : runs) {
      View& one = to.section("RUN").section(run.look == Run::Look::plain    ? "PLAIN"
                                            : run.look == Run::Look::strong ? "STRONG"
                                                                            : "LINK");
      one.set("TEXT", filled(run.words)).set("PATH", run.path).set("LANGUAGE", language_);
    }
  }

  void block(const Block& block, View& to) const {
    switch (block.kind) {
      case Block::Kind::heading:
        to.section("HEADING_TWO").set("TEXT", filled(block.lines[0][0].words));
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
    View page = page_frame(world_, language_, title);
    for (const std::string& code : world_.config.clinic.languages)
      if (code != language_ && !world_.articles.in(code).empty())
        name_language(world_, code, page.section("LANGUAGE_LINK").set("PATH", path));
    return page;
  }

  const PageWorld& world_;
  const std::string& language_;
  const std::string phone_;
};

}  // namespace

std::optional<std::string> article_page(const PageWorld& world, const std::string& language,
                                        std::string_view path, std::string_view back) {
  const Writer writer(world, language);
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
