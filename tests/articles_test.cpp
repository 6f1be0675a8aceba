// "Good to know": what an article can be, and the pages that show them.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "kiosk/patient/articles.h"
#include "tests/fakes/clinic.h"
#include "tests/fakes/visitors.h"
#include "tests/folder.h"
#include "tests/readability.h"
#include "tests/refusal.h"

using namespace latchkey;
using namespace latchkey::kiosk;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::WebVisitor;

namespace {

const std::filesystem::path content = std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content";

Article read(const std::string& text) {
  const Folder folder;
  return read_article(folder.write("some_page.md", text));
}

http::Response page_at(Clinic& clinic, const std::string& path, const std::string& cookie = "") {
  http::Request request;
  request.method = "GET";
  request.target = path;
  request.path = path.substr(0, path.find('?'));
  if (path.find('?') != std::string::npos) request.query = path.substr(path.find('?') + 1);
  if (!cookie.empty()) request.headers = {{"cookie", cookie}};
  return clinic.pages().answer(request).value_or(http::Response());
}

bool has(const std::string& page, const std::string& words) {
  return page.find(words) != std::string::npos;
}

std::string filled(const TextPattern& words) {
  const TextValue values[] = {
      {"clinic", "Willow Clinic"}, {"portal", "My Health"}, {"phone", "401-555-0100"}};
  static const Counting english("en-US");
  return words.fill(values, english);
}

std::string words_of(const Article& article) {
  std::string out = filled(article.title) + "\n";
  for (const Block& block : article.blocks)
    for (const Line& line : block.lines) {
      for (const Run& run : line) out += filled(run.words);
      out += '\n';
    }
  return out;
}

}  // namespace

TEST_CASE("an article is a title, headings, paragraphs, lists, bold words and links") {
  const Article article = read(
      "# A title\n\nSome text is\none **line** and [a page](/check).\n\n"
      "## More\n\n- one\n- two\n\n1. first\n2. second\n");
  CHECK(article.name == "some-page");
  CHECK(filled(article.title) == "A title");
  REQUIRE(article.blocks.size() == 4);
  const Line& line = article.blocks[0].lines.at(0);
  REQUIRE(line.size() == 5);
  CHECK(line[1].look == Run::Look::strong);
  CHECK(filled(line[1].words) == "line");
  CHECK(line[3].look == Run::Look::link);
  CHECK(filled(line[3].words) == "a page");
  CHECK(line[3].path == "/check");
  CHECK(filled(line[4].words) == ".");
  CHECK(article.blocks[1].kind == Block::Kind::heading);
  CHECK(article.blocks[2].kind == Block::Kind::bullets);
  CHECK(article.blocks[2].lines.size() == 2);
  CHECK(article.blocks[3].kind == Block::Kind::steps);
}

TEST_CASE("what an article can't be is refused with file and line") {
  const std::pair<const char*, const char*> wrong[] = {
      {"Words without a title.", "must be a title"},
      {"# Only a title", "must be a title"},
      {"# T\n\n<script>alert(1)</script>", "some_page.md:3: an article has headings"},
      {"# T\n\nA <b>bold</b> word", "some_page.md:3: a line has words"},
      {"# T\n\n![a picture](/a.png)", "some_page.md:3: a line has words"},
      {"# T\n\n[x](https://stranger.example.org/)", "a link leads to a page of ours"},
      {"# T\n\n[x](//stranger.example.org/)", "a link leads to a page of ours"},
      {"# T\n\n[x](javascript:alert(1))", "a link leads to a page of ours"},
      {"# T\n\nText\n\n# Another", "some_page.md:5: an article begins with its one title"},
      {"# T\n\n### Too deep", "an article begins with its one title"},
      {"# T\n\n- one\n  - two", "a point of a list is one line"},
      {"# T\n\n```\ncode\n```", "an article has headings"},
      {"# T\n\nCall {fax}.", "some_page.md:3: only {clinic}, {portal} and {phone}"},
      {"# T\n\nCall {phone.", "some_page.md:3: "},
      {"# T\n\nCall {}.", "some_page.md:3: "}};
  for (const auto& [text, what] : wrong) {
    INFO(text);
    const std::string told = refusal([&, &text = text] { return read(text); });
    CHECK(has(told, what));
  }
}

TEST_CASE("every language has every article, and none is hard to read") {
  const Articles all(content, {"en", "es"});
  CHECK(all.in("en").size() >= 5);
  REQUIRE(all.in("en").size() == all.in("es").size());
  for (std::size_t i = 0; i < all.in("en").size(); ++i) {
    const Article &english = all.in("en")[i], &spanish = all.in("es")[i];
    CHECK(english.name == spanish.name);
    CHECK(english.blocks.size() == spanish.blocks.size());
    const auto en = count_text(words_of(english), CountedLanguage::english);
    const auto es = count_text(words_of(spanish), CountedLanguage::spanish);
    MESSAGE(english.name, ": ", flesch_kincaid_grade(en), " and ", inflesz(es));
    CHECK(flesch_kincaid_grade(en) <= 6);
    CHECK(inflesz(es) >= 65);
    CHECK(longest_sentence(words_of(english)) <= 25);
  }
}

TEST_CASE("every page leads to what is good to know, and that leads back") {
  Clinic clinic(Clinic::Roster::fixture_people,
                [](Config& config) { config.clinic.portal_name = "<b>My & Portal</b>"; });
  WebVisitor visitor(clinic, Doubling::once);
  const std::string link = "<a class=\"foot\" href=\"/help?lang=en\">";
  CHECK(has(visitor.page(), link));
  visitor.post({{"option", "forgot_password"}});
  CHECK(has(visitor.page(), link));
  const std::string list = page_at(clinic, "/help?lang=es").body;
  CHECK(has(list, "href=\"/help/safe-messages?lang=es\""));
  CHECK(has(list, "<a class=\"secondary screen\" href=\"/?lang=es\">"));

  const std::string page = page_at(clinic, "/help/before-you-start?lang=en").body;
  CHECK(has(page, "<h1>What you need before you start</h1>"));
  CHECK(has(page, "&lt;b&gt;My &amp; Portal&lt;/b&gt;"));
  CHECK_FALSE(has(page, "<b>My"));
  CHECK_FALSE(has(page, "{p"));
  CHECK(has(page, "href=\"/help/before-you-start?lang=es\" lang=\"es\""));
  CHECK(has(page_at(clinic, "/help/browsers?lang=es").body, "href=\"/check?lang=es\""));
  CHECK(page_at(clinic, "/help/no-such-page").body.empty());
  CHECK(page_at(clinic, "/helper").body.empty());
}

TEST_CASE("whoever reads an article in the middle of something goes back to it") {
  Clinic clinic;
  const std::string cookie = "latchkey=" + std::string(43, 'a');
  CHECK(has(page_at(clinic, "/help", cookie).body, "href=\"/recover\""));
  CHECK(has(page_at(clinic, "/help/browsers", cookie).body, "href=\"/recover\""));
}

TEST_CASE("a language without articles is offered none") {
  const Folder folder;
  std::filesystem::copy(content, folder.path() / "content",
                        std::filesystem::copy_options::recursive);
  std::filesystem::remove_all(folder.path() / "content" / "es" / "guidance" / "articles");
  Clinic clinic(Clinic::Roster::fixture_people,
                [&](Config& config) { config.data.content = folder.path() / "content"; });
  WebVisitor visitor(clinic, Doubling::once, "192.0.2.10", "es");
  CHECK_FALSE(has(visitor.page(), "href=\"/help"));
  CHECK_FALSE(has(page_at(clinic, "/help/browsers?lang=en").body, "hreflang=\"es\""));
}
