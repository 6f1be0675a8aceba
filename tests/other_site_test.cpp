// Another site within the check page: whether cookies of other pages are kept (domain.md C02).
#include "kiosk/patient/other_site.h"

#include <doctest/doctest.h>

#include "kiosk/web/answers.h"
#include "tests/fakes/clinic.h"
#include "tests/fakes/says.h"

using namespace latchkey;
using namespace latchkey::kiosk;
using fakes::Clinic;
using fakes::says;

namespace {

const PublicUrls urls{"https://help.example.org", "https://desk.example.org", "",
                      "https://check.example.net"};

http::Request asked(const std::string& path, const std::string& host = "check.example.net") {
  http::Request request;
  request.method = "GET";
  request.target = request.path = path;
  request.headers = {{"Host", host}};
  return request;
}

std::string header(const http::Response& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name) return value;
  return "";
}

}  // namespace

TEST_CASE("another site sets a cookie that other pages may have, and tells whether it came back") {
  const auto begun = other_site_answer(urls, asked("/check/other"));
  REQUIRE(begun);
  CHECK(begun->status == 303);
  CHECK(says(header(*begun, "Set-Cookie"), "; Secure; SameSite=None"));
  CHECK(header(*begun, "Location") == "/check/other/2");
  const auto blocked = other_site_answer(urls, asked("/check/other/2"));
  REQUIRE(blocked);
  CHECK(says(blocked->body, "data-kept=\"blocked\" data-for=\"https://help.example.org\""));
  auto back = asked("/check/other/2");
  back.headers.emplace_back("Cookie", "latchkey-other=1");
  CHECK(says(other_site_answer(urls, back)->body, "data-kept=\"works\""));
}

TEST_CASE("only our own pages may show another site's answer, and nothing else is answered there") {
  const auto page = other_site_answer(urls, asked("/check/other/2"));
  CHECK(says(header(*page, "Content-Security-Policy"), "frame-ancestors https://help.example.org"));
  CHECK(header(*page, "X-Frame-Options").empty());
  for (const char* path : {"/", "/recover", "/check", "/kiosk", "/static/nothing.js", "/demo"}) {
    const auto answer = other_site_answer(urls, asked(path));
    REQUIRE(answer);
    CHECK_MESSAGE(answer->status == 404, path);
  }
  auto post = asked("/check/other");
  post.method = "POST";
  CHECK(other_site_answer(urls, post)->status == 404);
  CHECK(other_site_answer(urls, asked(other_site_script_path()))->status == 200);
}

TEST_CASE("whoever asks by the patients' own name is answered by the patients' pages") {
  CHECK_FALSE(other_site_answer(urls, asked("/check/other", "help.example.org")));
  PublicUrls none = urls;
  none.other_site.clear();
  CHECK_FALSE(other_site_answer(none, asked("/check/other")));
}

TEST_CASE("the check page may show the other site, and no page of ours may be shown") {
  for (const std::string& other : {std::string(), urls.other_site}) {
    Clinic clinic(Clinic::Roster::fixture_people,
                  [&](Config& config) { config.urls.other_site = other; });
    auto request = asked("/check/2", "127.0.0.1");
    request.headers.emplace_back("Cookie", "latchkey-check=1");
    const auto page = clinic.checks().answer(request);
    REQUIRE(page);
    const std::string policy = header(*page, "Content-Security-Policy");
    CHECK(says(policy, "frame-ancestors 'none'"));
    CHECK(says(policy, "frame-src https://check.example.net") == !other.empty());
    CHECK(says(page->body, "data-other=\"" + other + "\""));
    CHECK(header(*page, "X-Frame-Options") == "DENY");
  }
}
