#include "tests/fakes/journeys.h"

#include "core/base/json.h"
#include "ivr/signature.h"
#include "ivr/text_phone/habits.h"
#include "ivr/text_phone/url.h"
#include "tests/fakes/visitors.h"

namespace latchkey::fakes {

namespace {

constexpr int looks_max = 400;  // then the code went down with a server: another kind is asked for

std::int64_t number_in(const std::string& text) { return text.empty() ? -1 : std::stoll(text); }

class WebJourney final : public Journey {
 public:
  WebJourney(const Destination& to, Traveller who) : Journey(to, std::move(who)) {
    password_ = "seven green herons " + who_.source;
  }

  void turn() override {
    if (cookie_.empty()) return begin();
    const auto answer = ask(to_.port, {"GET", "/recover", "", {{"Cookie", cookie_}}, who_.source});
    if (!answer) return;
    page_ = answer->body;
    step_ = recognise_page(to_.texts, "en", unescaped(between(page_, "<h1>", "</h1>")),
                           unescaped(between(page_, "id=\"about\">", "</p>")), "")
                .step;
    if (step_.empty()) return broken_.push_back("a page without a step: " + page_);
    hold_to(number_in(between(page_, "name=\"q\" value=\"", "\"")));
    if (step_.starts_with("recovered") || step_.starts_with("handed_over")) {
      over_ = true;
      return;
    }
    const auto fields = answer_now();
    if (!fields.empty()) post(fields);
  }

 private:
  void begin() {
    const http::Fields form{{"s", "en"}, {"q", "0"}, {"option", "forgot_password"}};
    const auto answer =
        ask(to_.port, {"POST", "/recover", ivr::encode_form(form), {}, who_.source});
    if (!answer) return;
    for (const auto& [name, value] : answer->headers)
      if (name == "Set-Cookie") cookie_ = value.substr(0, value.find(';'));
    page_ = answer->body;
    answered_ = number_in(between(page_, "name=\"q\" value=\"", "\"")) - 1;
  }

  void post(const http::Fields& fields) {
    http::Fields form{{"s", between(page_, "name=\"s\" value=\"", "\"")},
                      {"q", between(page_, "name=\"q\" value=\"", "\"")}};
    form.insert(form.end(), fields.begin(), fields.end());
    const auto answer = ask(
        to_.port, {"POST", "/recover", ivr::encode_form(form), {{"Cookie", cookie_}}, who_.source});
    if (answer && answer->status == 303) answered_ = number_in(form[1].second);
  }

  http::Fields answer_now() {
    if (step_ == "enter_name") return {{"first", who_.first}, {"last", who_.last}};
    if (step_ == "enter_birth_date")
      return {{"year", who_.birth_date.substr(0, 4)},
              {"month", who_.birth_date.substr(5, 2)},
              {"day", who_.birth_date.substr(8, 2)}};
    if (step_ == "choose_detail") return {{"option", "zip"}};
    if (step_ == "enter_zip") return {{"text", who_.zip}};
    if (step_ == "choose_proof") return {{"option", "mail"}};
    if (step_ == "enter_code") return enter_code();
    if (step_ == "no_code") return {{"option", "help"}};
    if (step_ == "choose_password") return {{"password", password_}};
    if (step_ == "offer_help") return {{"option", "yes"}};
    if (step_ == "help_number") return {{"text", "4015550142"}};
    if (step_ == "help_office") return {{"option", to_.first_office}};
    return {};  // one moment
  }

  http::Fields enter_code() {
    if (who_.as == Traveller::As::stranger) return {{"do", "other"}};
    const std::string code = mailed_code();
    if (!code.empty()) return {{"code", code}};
    if (++looks_ < looks_max) return {};
    return {{"do", "other"}};
  }

  std::string cookie_;
};

class PhoneJourney final : public Journey {
 public:
  PhoneJourney(const Destination& to, Traveller who) : Journey(to, std::move(who)) {
    call_sid_ = "CA" + who_.source;
  }

  void turn() override {
    const auto answer = deliver();
    if (!answer) return;  // the provider tries again
    if (answer->status != 200) return broken_.push_back("status " + std::to_string(answer->status));
    page_ = answer->body;
    auto read = ivr::read_document(answer->content_type, answer->body,
                                   ivr::habits_of(ivr::Provider::twilio));
    if (!std::holds_alternative<ivr::Document>(read))
      return broken_.push_back("not a document: " + page_);
    const auto& document = std::get<ivr::Document>(read);
    go_on(document);
  }

 private:
  std::optional<http::Response> deliver() const {
    const http::Fields event{{"AccountSid", to_.account_sid},
                             {"CallSid", call_sid_},
                             {"From", "+14015550190"},
                             {"To", "+14015550100"},
                             {"Digits", keys_}};
    const auto port = static_cast<std::uint16_t>(to_.port + 2);
    const std::string url = "http://127.0.0.1:" + std::to_string(port) + path_;
    return ask(port, {"POST",
                      path_,
                      ivr::encode_form(event),
                      {{"X-Twilio-Signature", ivr::sign(Secret(to_.signing_token), url, event)}},
                      who_.source});
  }

  void go_on(const ivr::Document& document) {
    const std::string action = action_of(document), redirect = redirect_of(document);
    const std::string speech = speech_of(document);
    if (!action.empty()) {
      step_ = recognise_speech(to_.texts, "en", speech).step;
      const std::string question = between(action + "/", "/turn/", "/");
      if (step_.empty()) return broken_.push_back("words without a step: " + speech);
      const auto asked = number_in(question);
      hold_to(asked);
      answered_ = asked - 1;
      const std::string keys = keys_now(speech);
      if (keys.empty()) return;  // asked again with what was sent last: the present prompt comes
      path_ = action;
      keys_ = keys;
      return;
    }
    keys_.clear();
    if (!redirect.empty()) {
      path_ = redirect;
      return;
    }
    step_ = recognise_speech(to_.texts, "en", speech).step;
    over_ = true;
  }

  std::string keys_now(const std::string& speech) {
    const auto key = [&](const char* option) {
      const auto offered = offered_key(to_.texts, step_, option, speech);
      return offered.empty() ? std::string("9") : offered;
    };
    if (step_ == "choose_language") return "1";
    if (step_ == "choose_topic") return key("forgot_user_name");
    if (step_ == "enter_birth_date")
      return who_.birth_date.substr(5, 2) + who_.birth_date.substr(8, 2) +
             who_.birth_date.substr(0, 4);
    if (step_ == "choose_detail") return key("zip");
    if (step_ == "enter_zip") return who_.zip;
    if (step_ == "choose_proof") return key("mail");
    if (step_ == "enter_code") return enter_code();
    if (step_ == "no_code") return key("help");
    if (step_ == "your_user_name") return key("done");
    if (step_ == "offer_help") return key("yes");
    if (step_ == "help_number") return "4015550142";
    if (step_ == "help_office") return "1";
    return "0";
  }

  std::string enter_code() {
    if (who_.as == Traveller::As::stranger) return "9";
    const std::string code = mailed_code();
    if (!code.empty()) return code;
    return ++looks_ < looks_max ? "" : "9";
  }

  std::string call_sid_, path_ = "/ivr/call", keys_;
};

}  // namespace

std::string Journey::mailed_code() const {
  const auto answer = ask(to_.port, {"GET", "/demo/outbox.json", "", {}, who_.source});
  if (!answer || answer->status != 200) return "";
  // Mails to this person, newest last; the code stands after "code is ".
  const auto to = answer->body.rfind("\"to\":\"" + who_.email + "\"");
  if (to == std::string::npos) return "";
  const std::string mail = answer->body.substr(to);
  const std::string after = between(mail, "code is ", "\"at\"");
  return after.substr(0, after.find_first_not_of("0123456789"));
}

void Journey::hold_to(std::int64_t question) {
  if (question >= 0 && question <= answered_)
    broken_.push_back("question " + std::to_string(question) + " at " + step_ +
                      " was asked again after question " + std::to_string(answered_) +
                      " had been answered");
}

std::unique_ptr<Journey> web_journey(const Destination& to, const Traveller& who) {
  return std::make_unique<WebJourney>(to, who);
}

std::unique_ptr<Journey> phone_journey(const Destination& to, const Traveller& who) {
  return std::make_unique<PhoneJourney>(to, who);
}

}  // namespace latchkey::fakes
