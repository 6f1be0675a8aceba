// Pages that are old: brought back by a browser, kept by it, or bookmarked long ago (domain.md
// C10).

#include <doctest/doctest.h>

#include "ivr/text_phone/url.h"
#include "tests/browser_fixtures.h"
#include "tests/fakes/says.h"
#include "tests/fakes/visitors.h"

using namespace latchkey;
using namespace latchkey::kiosk;
using fakes::Clinic;
using fakes::says;

namespace {

http::Request request(const std::string& method, const std::string& target) {
  http::Request out;
  out.method = method;
  out.target = out.path = target;
  out.headers = {{"User-Agent", tests::windows_chrome}, {"Accept-Language", "en-US"}};
  return out;
}

// What a page's script sends when the page comes back.
http::Fields held(const std::string& page) {
  return {{"s", fakes::between(page, "name=\"s\" value=\"", "\"")},
          {"q", fakes::between(page, "name=\"q\" value=\"", "\"")}};
}

struct Said {
  int status = 0;
  std::string body;
};

Said whether_old(Clinic& clinic, const http::Fields& fields, const std::string& origin = {}) {
  http::Request asked = request("POST", "/recover/shown");
  asked.body = ivr::encode_form(fields);
  asked.headers.emplace_back("Origin", origin.empty() ? clinic.config().urls.patient : origin);
  const auto answer = clinic.pages().answer(asked);
  REQUIRE(answer);
  return {answer->status, answer->body};
}

constexpr const char* old = R"({"old":true})";
constexpr const char* present = R"({"old":false})";

}  // namespace

TEST_CASE("a page knows whether what it asks is still asked, without any cookie") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  visitor.post({{"option", "page_broken"}});
  const http::Fields first = held(visitor.page());
  CHECK(whether_old(clinic, first).body == present);
  CHECK(whether_old(clinic, first).body == present);  // to ask changes nothing
  visitor.post({{"option", "no"}});
  CHECK(whether_old(clinic, first).body == old);
  CHECK(whether_old(clinic, held(visitor.page())).body == present);
  // Once the conversation's time is over everything is old.
  const http::Fields last = held(visitor.page());
  clinic.clock.pass(std::chrono::hours(24));
  CHECK(whether_old(clinic, last).body == old);
}

TEST_CASE("a page of an ended conversation is old") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  visitor.post({{"option", "page_broken"}});
  visitor.post({{"option", "no"}});
  visitor.post({{"option", "done"}});
  const http::Fields last = held(visitor.page());
  visitor.post({{"option", "helped"}});
  REQUIRE(visitor.shown().step == "ended_solved");
  CHECK(whether_old(clinic, last).body == old);
  CHECK(visitor.page().find("data-old") == std::string::npos);  // an end stays as it is
}

TEST_CASE("whether a page is old is told to that page alone") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  visitor.post({{"option", "page_broken"}});
  CHECK(whether_old(clinic, held(visitor.page()), "https://elsewhere.example.org").status == 400);
  for (const http::Fields& nonsense :
       {http::Fields{}, {{"s", "en"}, {"q", "0"}}, {{"s", ""}, {"q", "1"}}})
    CHECK(whether_old(clinic, nonsense).status == 400);
  // A secret that nobody has is as one whose time is over.
  CHECK(whether_old(clinic, {{"s", std::string(43, 'A')}, {"q", "1"}}).body == old);
  CHECK_FALSE(clinic.pages().answer(request("GET", "/recover/shown")));
}

TEST_CASE("each question carries the words that say it is old, and the way on") {
  Clinic clinic;
  for (const std::string language : {"en", "es"}) {
    fakes::WebVisitor visitor(clinic, fakes::Doubling::once, "192.0.2.10", language);
    CHECK(visitor.page().find("data-old") == std::string::npos);  // the first page never is
    visitor.post({{"option", "page_broken"}});
    CHECK(says(visitor.page(),
               "<div role=\"status\" data-old><form method=\"post\" "
               "action=\"/recover?lang=" +
                   language + "\" class=\"notice screen\" hidden>"));
    CHECK(says(visitor.page(), clinic.texts().text(language, "words.page.old_page")));
    CHECK(says(visitor.page(),
               "name=\"do\" value=\"look\">" +
                   std::string(clinic.texts().text(language, "words.page.old_page_go"))));
  }
}

TEST_CASE("whoever comes by an old bookmark is shown where to begin") {
  Clinic clinic;
  auto asked = request("GET", "/login.php");
  asked.headers.emplace_back("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
  asked.query = "lang=es";
  const auto page = clinic.pages().missing(asked);
  CHECK(page.status == 404);
  CHECK(says(page.body, clinic.texts().text("es", "words.missing.title")));
  CHECK(says(page.body, "<a class=\"primary\" href=\"" + clinic.config().clinic.portal_url));
  CHECK(says(page.body, "<a class=\"secondary\" href=\"/?lang=es\">"));
  CHECK(page.body.find("login.php") == std::string::npos);
  // A picture or a robot is told so in a word.
  CHECK(clinic.pages().missing(request("GET", "/favicon.ico")).body == "There is no such page.\n");
  auto posted = asked;
  posted.method = "POST";
  CHECK(clinic.pages().missing(posted).body == "There is no such page.\n");
}

TEST_CASE("whoever needs more time says so as often as they like, within two hours") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  visitor.post({{"option", "forgot_password"}});
  CHECK(says(visitor.page(), "data-left=\"15\""));
  const auto stay = [&](const http::Fields& fields) {
    http::Request asked = request("POST", "/recover/stay");
    asked.body = ivr::encode_form(fields);
    asked.headers.emplace_back("Origin", clinic.config().urls.patient);
    return clinic.pages().answer(asked)->body;
  };
  const http::Fields here = held(visitor.page());
  for (int i = 0; i < 8; ++i) {
    clinic.clock.pass(std::chrono::minutes(13));
    CHECK(stay(here) == R"({"left":15})");
  }
  CHECK(whether_old(clinic, here).body == present);
  clinic.clock.pass(std::chrono::minutes(10));
  CHECK(stay(here) == R"({"left":6})");  // two hours are two hours
  clinic.clock.pass(std::chrono::minutes(7));
  CHECK(stay(here) == R"({"left":0})");
  CHECK(whether_old(clinic, here).body == old);
}

TEST_CASE("a guide that says to wait for an hour finds one's place again") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  visitor.post({{"option", "page_broken"}});
  clinic.clock.pass(std::chrono::minutes(75));
  CHECK(whether_old(clinic, held(visitor.page())).body == present);
  visitor.post({{"option", "no"}});
  CHECK(whether_old(clinic, held(visitor.page())).body == present);
}

// A guide says "turn your device off": the browser comes back with its first page.
TEST_CASE("the first page leads back to what was begun in this browser, while it goes on") {
  Clinic clinic;
  const auto first_page = [&](const std::string& cookie) {
    http::Request asked = request("GET", "/");
    if (!cookie.empty()) asked.headers.emplace_back("Cookie", cookie);
    return clinic.pages().answer(asked)->body;
  };
  const auto begin = [&](const http::Fields& answer) {
    http::Request post = request("POST", "/recover");
    post.peer = "192.0.2.10";
    post.headers.emplace_back("Origin", clinic.config().urls.patient);
    http::Fields form{{"s", "en"}, {"q", "0"}};
    form.insert(form.end(), answer.begin(), answer.end());
    post.body = ivr::encode_form(form);
    const auto begun = clinic.pages().answer(post);
    for (const auto& [name, value] : begun->headers)
      if (name == "Set-Cookie") return value.substr(0, value.find(';'));
    return std::string();
  };
  const char* back = "<a href=\"/recover\">Go on where you were</a>";
  const std::string cookie = begin({{"option", "cannot_connect"}});
  REQUIRE(cookie.starts_with("latchkey="));
  CHECK(says(first_page(cookie), back));
  CHECK_FALSE(says(first_page(""), back));
  CHECK_FALSE(says(first_page("latchkey=" + std::string(43, 'A')), back));
  CHECK_FALSE(says(first_page(begin({{"do", "lang-es"}})), "href=\"/recover\""));
  clinic.clock.pass(std::chrono::hours(3));
  CHECK_FALSE(says(first_page(cookie), back));
}

// Whoever read Spanish was told in English that their request had been closed.
TEST_CASE("a request that was closed is told of in the language that it spoke") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once, "192.0.2.10", "es");
  visitor.post({{"option", "page_broken"}});
  CHECK(says(visitor.page(), "action=\"/recover?lang=es\""));
  clinic.clock.pass(std::chrono::hours(3));
  http::Request asked = request("GET", "/recover");
  asked.query = "lang=es";
  asked.headers.emplace_back("Cookie", "latchkey=" + std::string(43, 'A'));
  const auto gone = clinic.pages().answer(asked);
  REQUIRE(gone);
  CHECK(says(gone->body, "<h1>Por favor, empiece de nuevo</h1>"));
  CHECK(says(gone->body, "<a class=\"primary\" href=\"/?lang=es\">"));
}
