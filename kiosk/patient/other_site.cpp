#include "kiosk/patient/other_site.h"

#include "kiosk/web/answers.h"
#include "kiosk/web/template.h"

namespace latchkey::kiosk {

namespace {

constexpr std::string_view cookie = "latchkey-other";
constexpr std::string_view second_path = "/check/other/2";

std::string_view authority_of(std::string_view url) {
  const auto scheme = url.find("://");
  return scheme == std::string_view::npos ? url : url.substr(scheme + 3);
}

// With another page around it only such a cookie is ever sent; browsers take it over TLS alone, and
// from this machine.
http::Response begin(Scheme scheme) {
  auto answer = redirect(second_path, scheme);
  answer.with("Set-Cookie", std::string(cookie) +
                                "=1; Path=/check/other; Max-Age=60; HttpOnly; Secure; "
                                "SameSite=None");
  return answer;
}

http::Response look(const PublicUrls& urls, const http::Request& request, Scheme scheme) {
  View page;
  page.set("SCRIPT", other_site_script_path()).set("FOR", urls.patient);
  page.set("KEPT", request.cookie(cookie).empty() ? "blocked" : "works");
  return html_answer(200, render("patient/other_site.tpl", page), scheme, {urls.patient, {}});
}

}  // namespace

std::optional<http::Response> other_site_answer(const PublicUrls& urls,
                                                const http::Request& request) {
  if (urls.other_site.empty() || request.header("Host") != authority_of(urls.other_site))
    return std::nullopt;
  const Scheme scheme = scheme_of(urls.other_site);
  if (request.method != "POST") {
    if (request.path == other_site_path) return begin(scheme);
    if (request.path == second_path) return look(urls, request, scheme);
    if (request.path == other_site_script_path()) return static_file(request.path, scheme);
  }
  return not_found(scheme);
}

}  // namespace latchkey::kiosk
