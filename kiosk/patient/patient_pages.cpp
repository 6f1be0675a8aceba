#include "kiosk/patient/patient_pages.h"

#include "kiosk/patient/answer_form.h"
#include "kiosk/patient/article_pages.h"
#include "kiosk/patient/device.h"
#include "kiosk/patient/language.h"
#include "kiosk/patient/languages_page.h"
#include "kiosk/patient/signpost_pages.h"
#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

using conversations::Opening;
using conversations::Prompt;
using conversations::Reply;
using conversations::Taken;

namespace {

constexpr std::string_view cookie = "latchkey", steps_path = "/steps/";
constexpr std::size_t secret_size = 43;  // Dice::token()

// What a first post says: an answer to the first question, a guide that the check page named, or a
// language that an interpreter is wanted for.
std::optional<flow::Input> first_answer(const http::Fields& fields, const flow::Step& step) {
  if (const auto code = http::only(fields, "interpreter"))
    return flow::NeedInterpreter{std::string(*code)};
  if (const auto node = http::only(fields, "guide")) return flow::GuideAt{std::string(*node)};
  return read_answer(fields, step);
}

}  // namespace

struct PatientPages::Aside {
  conversations::LegKey key;
  std::int64_t question = -1;
};

struct PatientPages::Visit {
  http::Fields fields;
  Secret secret;         // of the conversation; empty on the first post
  std::string language;  // of a visitor without a conversation
  std::int64_t question = -1;
  enum class Cookies { work, missing } cookies = Cookies::missing;
};

PatientPages::PatientPages(conversations::Conversations& conversations, const PageWorld& world,
                           const Sealer& sealer, Dice& dice, const BrowserJudge& browsers,
                           const Guidance& guidance)
    : conversations_(conversations),
      world_(world),
      sealer_(sealer),
      dice_(dice),
      browsers_(browsers),
      guidance_(guidance),
      scheme_(scheme_of(world.config.urls.patient)) {}

std::optional<http::Response> PatientPages::answer(const http::Request& request) {
  if (request.path == "/" && request.method != "POST") return start(request);
  if (request.path == languages_path && request.method != "POST") return languages(request);
  if (request.path == "/continue" && request.method != "POST")
    return html_answer(200, continue_page(world_, language_of(request, world_.config)), scheme_);
  if (request.path.starts_with(steps_path) && request.method != "POST") return steps(request);
  if (request.path == "/recover") return request.method == "POST" ? take(request) : show(request);
  if (request.path == "/recover/shown" && request.method == "POST") return shown(request);
  if (request.path == "/recover/stay" && request.method == "POST") return stay(request);
  if (request.method == "POST") return std::nullopt;
  if (auto file = brand_file(world_.brand, request.path, scheme_)) return file;
  if (auto file = static_file(request.path, scheme_)) return file;
  return article(request);
}

std::optional<http::Response> PatientPages::steps(const http::Request& request) const {
  const auto node = std::string_view(request.path).substr(steps_path.size());
  auto page = steps_page(world_, guidance_, language_of(request, world_.config), node);
  if (!page) return std::nullopt;
  return html_answer(200, *std::move(page), scheme_);
}

http::Response PatientPages::missing(const http::Request& request) const {
  const bool is_looking = request.method == "GET" || request.method == "HEAD";
  if (!is_looking || request.header("Accept").find("text/html") == std::string_view::npos)
    return not_found(scheme_);
  return html_answer(404, missing_page(world_, language_of(request, world_.config)), scheme_);
}

Secret PatientPages::secret_of(const http::Request& request) const {
  return Secret{std::string(request.cookie(cookie_name(cookie, scheme_)))};
}

conversations::LegKey PatientPages::key_of(const Secret& secret) const {
  return conversations::leg_key(sealer_, flow::Channel::web, secret.reveal());
}

// What the cookie leads to, while it goes on.
std::optional<Prompt> PatientPages::begun(const Secret& secret) const {
  if (secret.size() != secret_size) return std::nullopt;
  auto prompt = conversations_.current(key_of(secret));
  return prompt && prompt->going == Prompt::Going::on ? std::move(prompt) : std::nullopt;
}

http::Response PatientPages::start(const http::Request& request) const {
  const flow::Step first = conversations_.first_step(flow::Channel::web);
  const auto prompt = begun(secret_of(request));
  const bool is_further = prompt && prompt->step.id != first.id;
  return html_answer(200,
                     start_page(world_, first, language_of(request, world_.config),
                                is_further ? Begun::something : Begun::nothing),
                     scheme_);
}

// Whoever is in the middle of a conversation answers in it, and can go back to it.
http::Response PatientPages::languages(const http::Request& request) const {
  const std::string language = language_of(request, world_.config);
  Answerer answerer{language, 0, "/?lang=" + language};
  const Secret secret = secret_of(request);
  if (const auto prompt = begun(secret))
    answerer = {std::string(secret.reveal()), prompt->question, "/recover"};
  return html_answer(200, languages_page(world_, language, answerer), scheme_);
}

// Whoever reads in the middle of a conversation goes back to it.
std::optional<http::Response> PatientPages::article(const http::Request& request) const {
  const std::string language = language_of(request, world_.config);
  const bool began = request.cookie(cookie_name(cookie, scheme_)).size() == secret_size;
  const auto page =
      article_page(world_, language, request.path, began ? "/recover" : "/?lang=" + language);
  return page ? std::optional(html_answer(200, *page, scheme_)) : std::nullopt;
}

http::Response PatientPages::gone(const std::string& language) const {
  auto answer = html_answer(200, gone_page(world_, language), scheme_);
  clear_cookie(answer, cookie, scheme_);
  return answer;
}

http::Response PatientPages::show(const http::Request& request) {
  const Secret secret = secret_of(request);
  if (secret.size() != secret_size) return redirect("/", scheme_);
  const auto prompt = conversations_.current(key_of(secret));
  if (!prompt) return gone(language_of(request, world_.config));
  return html_answer(200, step_page(world_, guidance_, *prompt, secret, {}, Refresh::by_itself),
                     scheme_);
}

// What the page's script asks beside the person: not by the cookie, for another tab may have begun
// anew, but by the page's own secret. Empty if it is not the page that asks.
std::optional<PatientPages::Aside> PatientPages::aside(const http::Request& request) const {
  const auto fields = http::parse_form(request.body);
  const std::string_view s = fields ? http::only(*fields, "s").value_or("") : "";
  if (s.size() != secret_size ||
      came_from(request, world_.config.urls.patient) == CameFrom::elsewhere)
    return std::nullopt;
  return Aside{key_of(Secret(std::string(s))), http::only_number(*fields, "q").value_or(-1)};
}

// Whether a page that comes back, from the browser's memory or from behind another window, still
// shows what is asked.
http::Response PatientPages::shown(const http::Request& request) const {
  const auto asked = aside(request);
  if (!asked) return json_answer(400, "{}", scheme_);
  const auto prompt = conversations_.current(asked->key);
  const bool old =
      !prompt || prompt->going == Prompt::Going::over || prompt->question != asked->question;
  return json_answer(200, old ? R"({"old":true})" : R"({"old":false})", scheme_);
}

// "I need more time" (WCAG 2.2.1).
http::Response PatientPages::stay(const http::Request& request) {
  const auto asked = aside(request);
  if (!asked) return json_answer(400, "{}", scheme_);
  const auto prompt = conversations_.stay(asked->key);
  const std::int64_t left = prompt ? prompt->minutes_left : 0;
  return json_answer(200, "{\"left\":" + std::to_string(left) + "}", scheme_);
}

http::Response PatientPages::take(const http::Request& request) {
  if (came_from(request, world_.config.urls.patient) == CameFrom::elsewhere)
    return html_answer(403, gone_page(world_, language_of(request, world_.config)), scheme_);
  auto fields = http::parse_form(request.body);
  if (!fields)
    return html_answer(400, gone_page(world_, language_of(request, world_.config)), scheme_);
  Visit visit;
  visit.fields = *std::move(fields);
  const std::string_view s = http::only(visit.fields, "s").value_or("");
  visit.question = http::only_number(visit.fields, "q").value_or(-1);
  if (s.size() == secret_size) visit.secret = Secret(std::string(s));
  visit.language = language_of(request, world_.config);
  for (const std::string& language : world_.config.clinic.languages)
    if (s == language) visit.language = language;
  if (request.cookie(cookie_name(cookie, scheme_)) == s) visit.cookies = Visit::Cookies::work;
  return visit.secret.empty() ? begin(request, visit) : go_on(visit);
}

// The first post: a new conversation with a new secret, whatever cookie came along (T27).
http::Response PatientPages::begin(const http::Request& request, const Visit& visit) {
  Visit fresh = visit;
  fresh.secret = Secret(dice_.token());
  const Reply reply = conversations_.begin(
      key_of(fresh.secret),
      Opening{visit.language,
              std::nullopt,
              request.peer,
              {},
              device_of(facts_of(request, visit.fields, browsers_))},
      [&](const Prompt& asked) { return first_answer(visit.fields, asked.step); });
  auto answer = after(fresh, reply);
  set_cookie(answer, cookie, fresh.secret.reveal(), scheme_);
  return answer;
}

http::Response PatientPages::go_on(const Visit& visit) {
  const auto key = key_of(visit.secret);
  const std::string_view act = http::only(visit.fields, "do").value_or("answer");
  if (act == "look") return after(visit, {Taken::stale, conversations_.current(key)});
  std::optional<Secret> password;
  const Reply reply = conversations_.answer(key, visit.question, [&](const Prompt& asked) {
    auto input = input_of(visit.fields, act, asked.step);
    // Judging a password is slow: it is done apart, while others write.
    if (!input || !std::holds_alternative<flow::NewPasswordEntry>(asked.step.field)) return input;
    if (const auto* typed = std::get_if<flow::Typed>(&*input)) password = typed->text;
    return password ? std::nullopt : input;
  });
  if (password) return after(visit, conversations_.reply_password(key, visit.question, *password));
  return after(visit, reply);
}

http::Response PatientPages::after(const Visit& visit, const Reply& reply) {
  if (!reply.prompt) return gone(visit.language);
  const bool understood = reply.taken != Taken::not_understood && reply.taken != Taken::unread;
  // Without the conversation's own cookie (none is kept, another tab began anew, this is the first
  // post) only this page itself can go on.
  // The address says the language, for when the conversation is gone and can't.
  if (understood && visit.cookies == Visit::Cookies::work)
    return redirect("/recover?lang=" + reply.prompt->language, scheme_);
  return html_answer(
      understood ? 200 : 422,
      step_page(world_, guidance_, *reply.prompt, visit.secret,
                understood ? TypedAgain{} : typed_again(visit.fields),
                visit.cookies == Visit::Cookies::work ? Refresh::by_itself : Refresh::by_button),
      scheme_);
}

}  // namespace latchkey::kiosk
