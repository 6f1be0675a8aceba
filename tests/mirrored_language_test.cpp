// A language from right to left, on every kind of page and in every message.
#include <doctest/doctest.h>

#include <filesystem>
#include <iterator>
#include <regex>
#include <sstream>

#include "core/base/i18n.h"
#include "kiosk/web/embedded.h"
#include "tests/fakes/mirrored_language.h"
#include "tests/fakes/not_me_visitor.h"
#include "tests/fakes/visitors.h"
#include "tests/folder.h"

using namespace latchkey;
using namespace latchkey::fakes;

namespace {

const std::string code{mirrored_code};

std::filesystem::path mirrored_content() {
  static const tests::Folder folder;
  const auto content = folder.path() / "content";
  if (!std::filesystem::exists(content))
    write_mirrored_content(std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content", content);
  return content;
}

struct MirroredClinic : Clinic {
  MirroredClinic()
      : Clinic(Roster::fixture_people, [](Config& config) {
          config.data.content = mirrored_content();
          config.clinic.languages.push_back(code);
        }) {}
};

// Elements that keep what is in them apart from the text around, or say what language it is.
bool is_apart(const std::string& tag) {
  static const std::regex apart("^<(bdi|option)\\b|^<[^>]* dir=\"|^<(style|script|title)\\b");
  return std::regex_search(tag, apart) && !tag.starts_with("<html");
}

bool is_void(const std::string& tag) {
  static const std::regex empty("^<(!doctype|meta|link|input|br|img)\\b", std::regex::icase);
  return std::regex_search(tag, empty);
}

// The marks that text_pattern.h puts around values, and what is between them.
std::string without_isolated(const std::string& text) {
  static const std::regex isolated("\u2068(?:(?!\u2068|\u2069)[^])*\u2069");
  return std::regex_replace(text, isolated, "");
}

// Latin letters, or numbers of several parts, that the text around them would tear apart.
bool is_torn(const std::string& text) {
  static const std::regex latin("[A-Za-z]|[0-9][ -]+[0-9]");
  return std::regex_search(without_isolated(text), latin);
}

// What a page shows that would be torn apart. `depth` counts open elements within one set apart.
std::vector<std::string> torn(const std::string& page) {
  std::vector<std::string> out;
  int depth = 0;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t open = std::min(page.find('<', at), page.size());
    const std::string text = unescaped(page.substr(at, open - at));
    if (depth == 0 && is_torn(text)) out.push_back(text);
    if (open == page.size()) break;
    const std::size_t close = page.find('>', open);
    const std::string tag = page.substr(open, close + 1 - open);
    at = close + 1;
    if (is_void(tag)) continue;
    if (tag.starts_with("</"))
      depth -= depth > 0 ? 1 : 0;
    else if (depth > 0 || is_apart(tag))
      ++depth;
  }
  return out;
}

void check_page(const std::string& page) {
  INFO(page);
  CHECK(page.find("<html lang=\"ar-XB\" dir=\"rtl\">") != std::string::npos);
  static const std::regex other_language("<(?:a|button)[^>]* lang=\"[^>]*>");
  for (std::sregex_iterator at(page.begin(), page.end(), other_language), end; at != end; ++at)
    CHECK_MESSAGE(at->str().find(" dir=\"ltr\"") != std::string::npos, at->str());
  for (const std::string& one : torn(page)) FAIL_CHECK("\"", one, "\" is not kept apart");
  // Whatever is typed from left to right stands in a box that runs so.
  static const std::regex box("<(?:input id|textarea)[^>]*>");
  for (std::sregex_iterator at(page.begin(), page.end(), box), end; at != end; ++at)
    CHECK_MESSAGE(at->str().find(" dir=\"") != std::string::npos, at->str());
}

std::string code_in(const Clinic& clinic) {
  const std::string body = clinic.sent().back().body;
  return body.substr(body.rfind('#') + 1);
}

// To the box for a code, each page checked.
void identify_and_check(WebVisitor& visitor, const std::string& topic,
                        const tests::FixturePerson& who, const std::string& way) {
  check_page(visitor.page());
  for (const http::Fields& answer : answers_of(who, topic, way)) {
    visitor.post(answer);
    check_page(visitor.page());
  }
}

}  // namespace

TEST_CASE("a language from right to left is whole, counted as Arabic and dated in its words") {
  const Texts texts = Texts::load(mirrored_content());
  CHECK(texts.missing(code).empty());
  CHECK(texts.unknown(code).empty());
  CHECK(texts.language(code).direction == Direction::right_to_left);
  CHECK(mirrored("Code {code}") == "كودي {code}");
  const std::string one = texts.fill(code, "desk.filled.minutes", {{"count", std::int64_t{1}}});
  const std::string two = texts.fill(code, "desk.filled.minutes", {{"count", std::int64_t{2}}});
  CHECK(one.find(mirrored("minutes")) == std::string::npos);
  CHECK(two.find(mirrored("minutes")) != std::string::npos);
  const LocalWords words(texts);
  CHECK(words.weekday(code, std::chrono::Monday) == "الاثنين");
  CHECK(words.number(code, 1234) == "١٬٢٣٤");
}

TEST_CASE("the judge of pages finds what would be torn apart") {
  CHECK(torn("<p>رمز 482 1934</p>").size() == 1);
  CHECK(torn("<p>Lake Clinic</p>").size() == 1);
  CHECK(torn("<p>رمز <bdi>482 1934</bdi> 911</p>").empty());
  CHECK(torn("<p>رمز \u2068482 1934\u2069</p>").empty());
  CHECK(torn("<p><a dir=\"ltr\">(401) 555-0100</a> x</p>").size() == 1);
  CHECK(torn("<ul dir=\"ltr\"><li>a</li><li>b</li></ul>").empty());
}

TEST_CASE("a browser's languages are matched from the closest to the widest") {
  MirroredClinic clinic;
  const auto shown = [&](const std::string& accepted) {
    http::Request asked;
    asked.method = "GET";
    asked.path = "/";
    asked.headers.emplace_back("Accept-Language", accepted);
    return between(clinic.pages().answer(asked)->body, "<html lang=\"", "\"");
  };
  CHECK(shown("es-MX,en;q=0.5") == "es");
  CHECK(shown("ar-XB") == code);
  CHECK(shown("ar-XB-x-old, en") == code);
  CHECK(shown("ar, es;q=0.8") == "es");
  CHECK(shown("-, ;q=1, fr") == "en");
}

TEST_CASE("a recovery from right to left: nothing on its pages is torn apart") {
  MirroredClinic clinic;
  const auto& maria = tests::person("maria");
  WebVisitor visitor(clinic, Doubling::once, "192.0.2.10", code);
  identify_and_check(visitor, "forgot_user_name", maria, "text");
  clinic.settle();
  visitor.post({{"code", "000000"}});
  check_page(visitor.page());
  visitor.post({{"code", code_in(clinic)}});
  clinic.settle();
  visitor.look();
  check_page(visitor.page());
  CHECK(visitor.page().find("<bdi dir=\"ltr\"><strong>mquintero1950</strong></bdi>") !=
        std::string::npos);
  visitor.post({{"option", "need_password"}});
  check_page(visitor.page());
  visitor.post({{"password", "short"}});
  check_page(visitor.page());
}

TEST_CASE("a stranger's ending from right to left: the help number keeps its order") {
  MirroredClinic clinic;
  WebVisitor visitor(clinic, Doubling::once, "192.0.2.10", code);
  identify_and_check(visitor, "forgot_password", tests::person("stranger"), "mail");
  const std::vector<http::Fields> answers{{{"do", "other"}},   {{"option", "help"}},
                                          {{"option", "yes"}}, {{"text", "401 555 0142"}},
                                          {{"option", "no"}},  {{"option", "1"}}};
  for (const http::Fields& answer : answers) {
    visitor.post(answer);
    check_page(visitor.page());
  }
  static const std::regex number("<bdi dir=\"ltr\"><strong>[0-9]{3} [0-9]{4}</strong></bdi>");
  CHECK(std::regex_search(visitor.page(), number));
}

TEST_CASE("hours, guides, the check page and a notice's page from right to left") {
  MirroredClinic clinic;
  WebVisitor visitor(clinic, Doubling::once, "192.0.2.10", code);
  visitor.post({{"option", "hours"}});
  check_page(visitor.page());
  visitor.post({{"option", "1"}});
  check_page(visitor.page());
  WebVisitor guided(clinic, Doubling::once, "192.0.2.11", code);
  guided.post({{"option", "page_broken"}});
  check_page(guided.page());
  WebVisitor checked(clinic, Doubling::once, "192.0.2.12", code);
  checked.says({{"User-Agent",
                 "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                 "Chrome/128.0.0.0 Safari/537.36"},
                {"Accept-Language", code}});
  checked.check();
  check_page(checked.page());
  NotMeVisitor told(clinic);
  check_page(told.open("GET", "lang=" + code).body);
}

TEST_CASE("messages from right to left keep links, codes and the line for phones as they are") {
  MirroredClinic clinic;
  const auto& maria = tests::person("maria");
  // Notices speak the patient's own language, whatever the page that asked for them does.
  clinic.service().store().write(
      [](storage::Transaction& tx) { tx.run("UPDATE patient SET language = $1", code); });
  for (const char* way : {"text", "mail"}) {
    clinic.clock.pass(std::chrono::minutes(5));  // one person is sent few codes at a time
    WebVisitor visitor(clinic, Doubling::once, "192.0.2.10", code);
    identify_and_check(visitor, "forgot_user_name", maria, way);
    clinic.settle();
    const demo::Sent sent = clinic.sent().back();
    static const std::regex digits("[0-9]{6,8}");
    std::smatch found;
    INFO(way, " ", sent.kind, ": ", sent.body);
    REQUIRE(std::regex_search(sent.body, found, digits));
    visitor.post({{"code", found.str()}});
    clinic.settle();
  }
  int links = 0, lines = 0;
  for (const demo::Sent& sent : clinic.sent()) {
    INFO(sent.body);
    CHECK(sent.language == (sent.kind == "mail" ? code : ""));
    if (sent.kind == "mail") CHECK_FALSE(is_torn(sent.subject));
    std::istringstream body(sent.body);
    for (std::string line; std::getline(body, line);) {
      static const std::regex for_phones("@127\\.0\\.0\\.1 #[0-9A-Z-]+"),
          link("http://\\S+/not-me\\?lang=[\\w-]+#[\\w-]{43}");
      const bool alone = line == clinic.config().clinic.name;
      lines += std::regex_match(line, for_phones) ? 1 : 0;
      links += std::regex_match(line, link) ? 1 : 0;
      if (!alone && !std::regex_match(line, for_phones) && !std::regex_match(line, link))
        CHECK_FALSE_MESSAGE(is_torn(line), line);
    }
  }
  CHECK(links >= 1);
  CHECK(lines >= 2);
}

TEST_CASE("the stylesheet knows no left and no right") {
  const std::string style(kiosk::embedded("web/style.css"));
  static const std::regex physical("[;{](?:[a-z-]+-)?(?:left|right)\\s*:|:\\s*(?:left|right)\\b");
  CHECK_FALSE(std::regex_search(style, physical));
  // "padding:1rem 2rem 1rem 0" is a left and a right too.
  static const std::regex sides("(?:padding|margin|border-width|inset|border-radius):([^;}]*)");
  for (std::sregex_iterator at(style.begin(), style.end(), sides), end; at != end; ++at) {
    std::istringstream words((*at)[1].str());
    const std::vector<std::string> four{std::istream_iterator<std::string>(words), {}};
    if (four.size() == 4) CHECK_MESSAGE(four[1] == four[3], at->str());
  }
}
