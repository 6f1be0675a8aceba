#include "kiosk/patient/patient_pages.h"

#include <charconv>

#include "kiosk/patient/answer_form.h"
#include "kiosk/patient/device.h"
#include "kiosk/patient/language.h"
#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

using conversations::Opening;
using conversations::Prompt;
using conversations::Reply;
using conversations::Taken;

namespace {

constexpr std::string_view cookie = "latchkey";
constexpr std::size_t secret_size = 43;  // Dice::token()

std::int64_t number_of(std::string_view text) {
  std::int64_t value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// What may be shown again after a slip: everything but codes and passwords.
TypedAgain typed_again(const http::Fields& fields) {
  TypedAgain again;
  for (const auto& [name, value] : fields)
    if (name == "first" || name == "last" || name == "month" || name == "day" || name == "year" ||
        name == "text")
      again.fields.emplace_back(name, value);
  return again;
}

// What a form's button and fields mean to this step; empty if its answer can't be read.
std::optional<flow::Input> input_of(const http::Fields& fields, std::string_view act,
                                    const flow::Step& step) {
  if (act == "person") return flow::AskPerson{};
  if (act == "start_over") return flow::StartOver{};
  if (act == "other") return flow::OtherWay{};
  if (act.starts_with("lang-")) return flow::Speak{std::string(act.substr(5))};
  return read_answer(fields, step);
}

// What a first post says: an answer to the first question, or a guide that the check page named.
std::optional<flow::Input> first_answer(const http::Fields& fields, const flow::Step& step) {
  if (const auto node = http::only(fields, "guide")) return flow::GuideAt{std::string(*node)};
  return read_answer(fields, step);
}

}  // namespace

struct PatientPages::Visit {
  http::Fields fields;
  Secret secret;         // of the conversation; empty on the first post
  std::string language;  // of a visitor without a conversation
  std::int64_t question = -1;
  enum class Cookies { work, missing } cookies = Cookies::missing;
};

PatientPages::PatientPages(conversations::Conversations& conversations, const Config& config,
                           const Texts& texts, const LocalWords& words, const Calendar& calendar,
                           const Sealer& sealer, Dice& dice, const BrowserJudge& browsers)
    : conversations_(conversations),
      config_(config),
      texts_(texts),
      words_(words),
      calendar_(calendar),
      sealer_(sealer),
      dice_(dice),
      browsers_(browsers),
      scheme_(scheme_of(config.urls.patient)) {}

std::optional<http::Response> PatientPages::answer(const http::Request& request) {
  if (request.path == "/" && request.method != "POST") return start(request);
  if (request.path == "/recover") return request.method == "POST" ? take(request) : show(request);
  return request.method == "POST" ? std::nullopt : static_file(request.path, scheme_);
}

conversations::LegKey PatientPages::key_of(const Secret& secret) const {
  return conversations::leg_key(sealer_, flow::Channel::web, secret.reveal());
}

http::Response PatientPages::start(const http::Request& request) const {
  const PageWorld world{config_, texts_, words_, calendar_};
  return html_answer(200,
                     start_page(world, conversations_.first_step(flow::Channel::web),
                                language_of(request, config_)),
                     scheme_);
}

http::Response PatientPages::gone(const std::string& language) const {
  const PageWorld world{config_, texts_, words_, calendar_};
  auto answer = html_answer(200, gone_page(world, language), scheme_);
  clear_cookie(answer, cookie, scheme_);
  return answer;
}

http::Response PatientPages::show(const http::Request& request) {
  const Secret secret{std::string(request.cookie(cookie_name(cookie, scheme_)))};
  if (secret.size() != secret_size) return redirect("/", scheme_);
  const auto prompt = conversations_.current(key_of(secret));
  if (!prompt) return gone(language_of(request, config_));
  const PageWorld world{config_, texts_, words_, calendar_};
  return html_answer(
      200, step_page(world, *prompt, secret, Taken::accepted, {}, Refresh::by_itself), scheme_);
}

http::Response PatientPages::take(const http::Request& request) {
  if (came_from(request, config_.urls.patient) == CameFrom::elsewhere)
    return html_answer(
        403, gone_page({config_, texts_, words_, calendar_}, language_of(request, config_)),
        scheme_);
  auto fields = http::parse_form(request.body);
  if (!fields)
    return html_answer(
        400, gone_page({config_, texts_, words_, calendar_}, language_of(request, config_)),
        scheme_);
  Visit visit;
  visit.fields = *std::move(fields);
  const std::string_view s = http::only(visit.fields, "s").value_or("");
  visit.question = number_of(http::only(visit.fields, "q").value_or(""));
  if (s.size() == secret_size) visit.secret = Secret(std::string(s));
  visit.language = language_of(request, config_);
  for (const std::string& language : config_.clinic.languages)
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
  if (understood && visit.cookies == Visit::Cookies::work) return redirect("/recover", scheme_);
  const PageWorld world{config_, texts_, words_, calendar_};
  return html_answer(
      understood ? 200 : 422,
      step_page(world, *reply.prompt, visit.secret,
                understood ? reply.taken : Taken::not_understood,
                understood ? TypedAgain{} : typed_again(visit.fields),
                visit.cookies == Visit::Cookies::work ? Refresh::by_itself : Refresh::by_button),
      scheme_);
}

}  // namespace latchkey::kiosk
