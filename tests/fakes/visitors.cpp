#include "tests/fakes/visitors.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <tuple>

#include "ivr/text_phone/url.h"
#include "tests/fakes/webhooks.h"

namespace latchkey::fakes {

namespace {

constexpr std::size_t secret_size = 43;  // of a conversation: Dice::token()

// What the machine answers, if it still can when it is done.
template <class Ask>
auto answer_with_power(const Clinic& clinic, Ask ask) {
  try {
    auto answer = ask();
    if (!clinic.has_power()) throw PowerCut{};
    return answer;
  } catch (const Fault&) {
    if (!clinic.has_power()) throw PowerCut{};
    throw;
  }
}

// What else a page's form carries: what the check page found out.
http::Fields hidden_facts(const std::string& page) {
  constexpr std::string_view hidden = "type=\"hidden\" name=\"";
  http::Fields out;
  for (auto at = page.find(hidden); at != page.npos; at = page.find(hidden, at + 1)) {
    const std::string rest = page.substr(at);
    const std::string name = between(rest, "name=\"", "\"");
    if (name != "s" && name != "q") out.emplace_back(name, between(rest, "value=\"", "\""));
  }
  return out;
}

std::string path_in(const std::string& url) {
  const auto parsed = ivr::parse_url(url);
  return parsed ? parsed->path : url;
}

}  // namespace

std::string without_numbers(std::string text) {
  return std::regex_replace(text, std::regex("[0-9][0-9 ]{6,}[0-9]"), "#");
}

std::string speech_of(const ivr::Document& document) {
  std::string all;
  const auto hear = [&](const std::string& text) { all += (all.empty() ? "" : " ") + text; };
  for (const auto& verb : document.verbs) {
    if (const auto* say = std::get_if<ivr::SayVerb>(&verb)) hear(say->text);
    if (const auto* gather = std::get_if<ivr::GatherVerb>(&verb))
      for (const auto& prompt : gather->prompts)
        if (const auto* inner = std::get_if<ivr::SayVerb>(&prompt)) hear(inner->text);
  }
  return all;
}

std::string action_of(const ivr::Document& document) {
  for (const auto& verb : document.verbs)
    if (const auto* gather = std::get_if<ivr::GatherVerb>(&verb))
      return path_in(gather->action.value_or(""));
  return "";
}

std::string redirect_of(const ivr::Document& document) {
  for (const auto& verb : document.verbs)
    if (const auto* redirect = std::get_if<ivr::RedirectVerb>(&verb)) return path_in(redirect->url);
  return "";
}

// ---- A browser ----------------------------------------------------------------------------------

WebVisitor::WebVisitor(Clinic& clinic, Doubling doubling, std::string peer, std::string language)
    : clinic_(clinic), doubling_(doubling), peer_(std::move(peer)) {
  follow(send(request("GET", "/?lang=" + language, "")));
}

http::Request WebVisitor::request(std::string method, const std::string& target,
                                  std::string body) const {
  http::Request out;
  out.method = std::move(method);
  out.target = target;
  out.path = target.substr(0, target.find('?'));
  if (out.path.size() < target.size()) out.query = target.substr(out.path.size() + 1);
  out.body = std::move(body);
  out.peer = peer_;
  out.headers = headers_;
  if (!cookie_.empty()) out.headers.emplace_back("Cookie", cookie_);
  if (out.method == "POST") out.headers.emplace_back("Origin", clinic_.config().urls.patient);
  return out;
}

http::Response WebVisitor::send(const http::Request& request) {
  auto answer = answer_with_power(clinic_, [&] {
    auto checked = clinic_.checks().answer(request);
    return checked ? checked : clinic_.pages().answer(request);
  });
  REQUIRE_MESSAGE(answer, "the pages know " << request.path);
  return *std::move(answer);
}

void WebVisitor::follow(const http::Response& answer) {
  for (const auto& [name, value] : answer.headers)
    if (name == "Set-Cookie") {
      cookie_ = value.substr(0, value.find(';'));
      clinic_.sink.forbid(cookie_.substr(cookie_.find('=') + 1));
    }
  const auto to =
      std::ranges::find(answer.headers, "Location", &std::pair<std::string, std::string>::first);
  page_ = answer.status == 303 ? send(request("GET", to->second, "")).body : answer.body;
  history_.push_back(std::to_string(answer.status) + "\n" + page_of_anybody());
}

void WebVisitor::check() { follow(send(request("GET", "/check", ""))); }

void WebVisitor::post(const http::Fields& answers) {
  const std::string secret = between(page_, "name=\"s\" value=\"", "\"");
  if (secret.size() == secret_size) clinic_.sink.forbid(secret);
  http::Fields form{{"s", secret}, {"q", between(page_, "name=\"q\" value=\"", "\"")}};
  const http::Fields told = hidden_facts(page_);
  form.insert(form.end(), told.begin(), told.end());
  form.insert(form.end(), answers.begin(), answers.end());
  const auto sent = request("POST", "/recover", ivr::encode_form(form));
  follow(send(sent));
  if (doubling_ == Doubling::once) return;
  const std::string once = page_of_anybody();
  const auto before = std::make_pair(cookie_, page_);
  follow(send(sent));
  if (page_of_anybody() != once) unlike_.push_back(once + "\n----\n" + page_of_anybody());
  // A doubled first post began a second conversation, which nobody goes on with.
  if (secret.size() < secret_size) std::tie(cookie_, page_) = before;
}

void WebVisitor::look() { follow(send(request("GET", "/recover", ""))); }

Recognised WebVisitor::shown() const {
  const std::string problem = between(page_, "<div class=\"problem\"", "</div>");
  std::string notice = between(page_, "<p class=\"notice\" role=\"status\">", "</p>");
  if (!problem.empty()) {
    const std::string linked = between(problem, "<a href=\"#", "</a>");
    notice = linked.empty() ? between(problem, "<p id=\"problem\">", "</p>")
                            : linked.substr(linked.find('>') + 1);
  }
  return recognise_page(clinic_.texts(), between(page_, "<html lang=\"", "\""),
                        unescaped(between(page_, "<h1>", "</h1>")),
                        unescaped(between(page_, "id=\"about\">", "</p>")), unescaped(notice));
}

std::string WebVisitor::page_of_anybody() const {
  const std::regex hidden("name=\"([sq])\" value=\"[^\"]*\"");
  return without_numbers(std::regex_replace(page_, hidden, "name=\"$1\""));
}

std::vector<http::Fields> answers_of(const tests::FixturePerson& who, const std::string& topic,
                                     const std::string& way) {
  const std::string born(who.birth_date);  // MMDDYYYY
  return {{{"option", topic}},
          {{"first", std::string(who.first)}, {"last", std::string(who.last)}},
          {{"month", born.substr(0, 2)}, {"day", born.substr(2, 2)}, {"year", born.substr(4)}},
          {{"option", "zip"}},
          {{"text", std::string(who.zip)}},
          {{"option", way}}};
}

void identify(WebVisitor& visitor, const tests::FixturePerson& who, const std::string& topic,
              const std::string& way) {
  for (const http::Fields& answer : answers_of(who, topic, way)) visitor.post(answer);
}

// ---- A telephone --------------------------------------------------------------------------------

PhoneCaller::PhoneCaller(Clinic& clinic, Doubling doubling, std::string from,
                         const http::Fields& with)
    : clinic_(clinic), doubling_(doubling), from_(std::move(from)) {
  call_sid_ = "CA" + std::to_string(clinic.dice.row_id());
  deliver("/ivr/call", with);
}

PhoneCaller::PhoneCaller(Clinic& clinic, Doubling doubling, Placed)
    : clinic_(clinic),
      doubling_(doubling),
      from_(clinic.config().provider.voice_from),
      direction_("outbound-api") {
  const auto all = clinic.sent();
  const auto call = std::find_if(all.rbegin(), all.rend(),
                                 [](const demo::Sent& sent) { return sent.kind == "call"; });
  REQUIRE_MESSAGE(call != all.rend(), "the clinic placed a call");
  call_sid_ = "CA" + std::to_string(clinic.dice.row_id());
  deliver(path_in(call->url), {{"CallStatus", "in-progress"}});
}

PhoneCaller PhoneCaller::rung(Clinic& clinic, Doubling doubling) {
  return {clinic, doubling, Placed::by_the_clinic};
}

void PhoneCaller::deliver(const std::string& path, const http::Fields& event) {
  const Config& config = clinic_.config();
  http::Fields fields{{"CallSid", call_sid_},
                      {"From", from_},
                      {"To", config.provider.voice_from},
                      {"Direction", direction_}};
  fields.insert(fields.end(), event.begin(), event.end());
  const http::Request request = webhook(clinic_, path, std::move(fields));
  const auto take = [&] {
    const auto answer = answer_with_power(clinic_, [&] { return clinic_.line().answer(request); });
    REQUIRE(answer.status == 200);
    body_ = answer.body;
    auto read = ivr::read_document(answer.content_type, answer.body, habits_of(config));
    REQUIRE_MESSAGE(std::holds_alternative<ivr::Document>(read), answer.body);
    document_ = std::get<ivr::Document>(std::move(read));
    history_.push_back(document_of_anybody());
  };
  take();
  if (doubling_ == Doubling::once) return;
  const auto once = shown();
  const std::string body = body_;
  take();
  if (shown().step != once.step) unlike_.push_back(body + "\n----\n" + body_);
}

std::string PhoneCaller::action() const { return action_of(document_); }

void PhoneCaller::choose_language(const std::string& language) {
  language_ = language;
  const auto& all = clinic_.config().clinic.languages;
  press(std::to_string(1 + (std::find(all.begin(), all.end(), language) - all.begin())));
}

void PhoneCaller::press(const std::string& keys) {
  const std::string to = action();
  REQUIRE_MESSAGE(!to.empty(), "keys are asked for: " << body_);
  deliver(to, {{"Digits", keys}});
}

void PhoneCaller::choose(const std::string& option) {
  const auto now = shown().step;
  for (int page = 0; page < 3; ++page) {
    const std::string key = offered_key(clinic_.texts(), now, option, speech(), language_);
    if (!key.empty()) return press(key);
    press("9");
  }
  FAIL("no key for " << option << " at " << now << ": " << body_);
}

// A provider without pauses waits by a Gather that asks nothing.
bool PhoneCaller::waits() const {
  return action().empty() ? !redirect_of(document_).empty()
                          : action().find("/ivr/prompt/") != std::string::npos;
}

void PhoneCaller::hold() { deliver(action().empty() ? redirect_of(document_) : action(), {}); }

std::string PhoneCaller::digits_said() const {
  static const std::regex spelled("([0-9][ ,.]+){3,}[0-9]");
  const std::string said = speech();
  std::string digits;
  for (std::sregex_iterator at(said.begin(), said.end(), spelled), none; at != none; ++at)
    for (const char c : at->str())
      if (c >= '0' && c <= '9') digits += c;
  return digits;
}

std::string PhoneCaller::speech() const { return speech_of(document_); }

Recognised PhoneCaller::shown() const {
  return recognise_speech(clinic_.texts(), language_, speech());
}

std::string PhoneCaller::document_of_anybody() const {
  const std::regex place("/ivr/(turn|prompt)/[0-9/]*");
  const std::regex number("help number is [0-9 ,.]*");
  const std::regex again("I say it again\\. [0-9 ,.]*");
  const std::regex resume("at the menu, and enter [0-9 ,.]*");
  std::string text = std::regex_replace(body_, place, "/ivr/$1");
  text = std::regex_replace(text, number, "help number is #");
  text = std::regex_replace(text, resume, "at the menu, and enter #");
  return std::regex_replace(text, again, "I say it again. #");
}

bool PhoneCaller::over() const { return action().empty() && !waits(); }

}  // namespace latchkey::fakes
