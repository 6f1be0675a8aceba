#include "kiosk/demo/demo_pages.h"

#include <algorithm>

#include "core/base/codes.h"
#include "core/base/json.h"
#include "core/base/normal.h"
#include "core/staff/totp.h"
#include "kiosk/web/answers.h"
#include "kiosk/web/template.h"

namespace latchkey::kiosk {

namespace {

constexpr std::size_t shown_max = 200;

// What somebody typed, from a form or from JSON.
struct Credentials {
  std::string user_name;
  Secret password;
};

std::optional<Credentials> credentials_of(const http::Request& request) {
  if (request.header("Content-Type").starts_with("application/json")) {
    const auto json = Json::parse(request.body);
    if (!json) return std::nullopt;
    return Credentials{json->text_of("user_name").value_or(""),
                       Secret(json->text_of("password").value_or(""))};
  }
  const auto fields = http::parse_form(request.body);
  if (!fields) return std::nullopt;
  return Credentials{std::string(http::only(*fields, "user_name").value_or("")),
                     Secret(std::string(http::only(*fields, "password").value_or("")))};
}

std::string portal_page(std::string_view result) {
  View page;
  page.set("STYLE", style_path());
  if (!result.empty()) page.section("RESULT").set("TEXT", result);
  return render("demo/portal.tpl", page);
}

}  // namespace

std::optional<http::Response> DemoPages::answer(const http::Request& request) {
  if (request.path == "/demo") return outbox_page();
  if (request.path == "/demo/outbox.json") return outbox_json();
  if (request.path == "/demo/portal") return portal(request);
  if (request.path == "/demo/staff") return staff_codes();
  return std::nullopt;
}

http::Response DemoPages::outbox_page() const {
  auto sent = sent_.sent();
  std::reverse(sent.begin(), sent.end());
  if (sent.size() > shown_max) sent.resize(shown_max);
  View page;
  page.set("STYLE", style_path());
  if (sent.empty()) page.show("EMPTY");
  for (const demo::SamplePatient& one : people_) {
    if (!one.registration) continue;
    View& row = page.section("CODE");
    row.set("NAME", one.first_name + " " + one.last_name).set("BORN", iso_date(one.birth_date));
    row.set("CODE", in_fours(Secret(std::string(one.registration->code))).reveal());
    row.set("STATE", demo::code_state_names[one.registration->state]);
  }
  for (const demo::Sent& one : sent) {
    View& row = page.section("SENT");
    row.set("KIND", one.kind).set("TO", one.to).set("SUBJECT", one.subject);
    row.set("BODY", one.url.empty() ? one.body : "answers with " + one.url);
  }
  return html_answer(200, render("demo/outbox.tpl", page), Scheme::http);
}

http::Response DemoPages::outbox_json() const {
  JsonWriter json;
  json.begin_object().name("sent").begin_array();
  for (const demo::Sent& one : sent_.sent()) {
    json.begin_object().name("number").number(one.number).name("kind").text(one.kind);
    json.name("to").text(one.to).name("subject").text(one.subject).name("body").text(one.body);
    json.name("url").text(one.url).name("at").number(to_millis(one.at)).end_object();
  }
  json.end_array().end_object();
  return json_answer(200, json.take(), Scheme::http);
}

http::Response DemoPages::staff_codes() const {
  View page;
  page.set("STYLE", style_path());
  for (const demo::StaffAccount& one : staff_) {
    const Secret secret = staff::totp_secret_from_base32(one.totp_secret);
    View& row = page.section("STAFF");
    row.set("ROLE", one.role).set("NAME", one.name).set("PASSWORD", one.password);
    row.set("CODE", staff::totp_code(secret, staff::totp_step(clock_.now())));
  }
  return html_answer(200, render("demo/staff.tpl", page), Scheme::http);
}

http::Response DemoPages::portal(const http::Request& request) {
  if (request.method != "POST") return html_answer(200, portal_page(""), Scheme::http);
  const auto typed = credentials_of(request);
  if (!typed) return json_answer(400, R"({"ok":false})", Scheme::http);
  const auto result = accounts_.sign_in(typed->user_name, typed->password);
  const bool in = std::holds_alternative<accounts::SignedIn>(result);
  const bool locked = std::holds_alternative<accounts::SignInLocked>(result);
  if (request.header("Accept").find("text/html") != std::string_view::npos)
    return html_answer(200,
                       portal_page(in       ? "You are signed in. Welcome back."
                                   : locked ? "This account is locked for a while."
                                            : "That user name and password do not match."),
                       Scheme::http);
  JsonWriter json;
  json.begin_object().name("ok").truth(in).name("locked").truth(locked).end_object();
  return json_answer(200, json.take(), Scheme::http);
}

}  // namespace latchkey::kiosk
