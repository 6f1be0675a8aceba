#include "tests/fakes/journeys.h"

#include <regex>

#include "ivr/signature.h"
#include "ivr/text_phone/habits.h"
#include "ivr/text_phone/url.h"
#include "tests/fakes/visitors.h"

namespace latchkey::fakes {

namespace {

// How long a code is waited for before another is asked for: it may have gone down with a server.
constexpr std::chrono::seconds patience{5};
constexpr std::chrono::seconds between_wishes{2};

constexpr std::size_t hand_off_digits = 8;

std::string digits_in(const std::string& text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

// Every digit that is spoken one by one, in order.
std::string spelled_digits(const std::string& speech) {
  static const std::regex spelled("([0-9][ ,.]+){3,}[0-9]");
  std::string digits;
  for (std::sregex_iterator at(speech.begin(), speech.end(), spelled), none; at != none; ++at)
    digits += digits_in(at->str());
  return digits;
}

std::chrono::seconds pauses_in(const ivr::Document& document) {
  std::chrono::seconds all{0};
  for (const auto& verb : document.verbs)
    if (const auto* pause = std::get_if<ivr::PauseVerb>(&verb))
      all += std::chrono::seconds(pause->seconds);
  return all;
}

std::int64_t number_in(const std::string& text) { return text.empty() ? -1 : std::stoll(text); }

class WebJourney final : public Journey {
 public:
  // `hand_off`: the code from a call, or empty.
  WebJourney(const Destination& to, Traveller who, std::string hand_off = "")
      : Journey(to, std::move(who)), hand_off_(std::move(hand_off)) {
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
      if (step_.starts_with("handed_over"))
        help_number_ = digits_in(between(page_, "<p class=\"shown", "</p>"));
      over_ = true;
      return;
    }
    const auto fields = answer_now();
    if (fields.empty()) return;
    if (step_ == "choose_password") secrets_.insert(password_);
    post(fields);
  }

 private:
  void begin() {
    const http::Fields form{
        {"s", "en"}, {"q", "0"}, {"option", hand_off_.empty() ? "forgot_password" : "have_code"}};
    const auto answer =
        ask(to_.port, {"POST", "/recover", ivr::encode_form(form), {}, who_.source});
    if (!answer) return;
    for (const auto& [name, value] : answer->headers)
      if (name == "Set-Cookie") cookie_ = value.substr(0, value.find(';'));
    secrets_.insert(cookie_.substr(cookie_.find('=') + 1));
    page_ = answer->body;
    answered_ = number_in(between(page_, "name=\"q\" value=\"", "\"")) - 1;
  }

  void post(const http::Fields& fields) {
    secrets_.insert(between(page_, "name=\"s\" value=\"", "\""));
    http::Fields form{{"s", between(page_, "name=\"s\" value=\"", "\"")},
                      {"q", between(page_, "name=\"q\" value=\"", "\"")}};
    form.insert(form.end(), fields.begin(), fields.end());
    const auto answer = ask(
        to_.port, {"POST", "/recover", ivr::encode_form(form), {{"Cookie", cookie_}}, who_.source});
    // With a code from a call the page goes on with the call's own questions.
    if (step_ == "enter_hand_off")
      answered_ = -1;
    else if (answer && answer->status == 303)
      answered_ = number_in(form[1].second);
  }

  http::Fields birth_date() const {
    return {{"year", who_.birth_date.substr(0, 4)},
            {"month", who_.birth_date.substr(5, 2)},
            {"day", who_.birth_date.substr(8, 2)}};
  }

  http::Fields answer_now() {
    if (step_ == "enter_name") return {{"first", who_.first}, {"last", who_.last}};
    if (step_ == "enter_birth_date") return birth_date();
    if (step_ == "enter_hand_off") {
      auto fields = birth_date();
      fields.emplace_back("code", hand_off_);
      return fields;
    }
    if (step_ == "choose_detail") return {{"option", "zip"}};
    if (step_ == "enter_zip") return {{"text", who_.zip}};
    if (step_ == "choose_proof") return {{"option", proof_}};
    if (step_ == "enter_code") return enter_code();
    if (step_ == "no_code") {
      const std::string wish = next_wish();
      return wish.empty() ? http::Fields{} : http::Fields{{"option", wish}};
    }
    if (step_ == "choose_password") return {{"password", password_}};
    if (step_ == "offer_help") return {{"option", "yes"}};
    if (step_ == "help_number") return {{"text", who_.number}};
    if (step_ == "help_message") return {{"option", "no"}};
    if (step_ == "help_office") return {{"option", to_.first_office}};
    return {};  // one moment
  }

  http::Fields enter_code() {
    const std::string code = code_or_other();
    if (code.empty()) return {};
    if (code == "other") return {{"do", "other"}};
    return {{"code", code}};
  }

  std::string hand_off_;
  std::string cookie_;
};

class PhoneJourney : public Journey {
 public:
  PhoneJourney(const Destination& to, Traveller who) : Journey(to, std::move(who)) {
    call_sid_ = "CA" + who_.source;
  }

  void turn() override {
    if (Steady::now() < not_before_) return;
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
                             {"From", "+1" + who_.number},
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
    step_ = recognise_speech(to_.texts, "en", speech).step;
    if (step_.starts_with("handed_over")) return hang_up_with_number(speech);
    if (!action.empty()) {
      const std::string question = between(action + "/", "/turn/", "/");
      if (step_.empty()) return broken_.push_back("words without a step: " + speech);
      const auto asked = number_in(question);
      hold_to(asked);
      answered_ = asked - 1;
      const std::string keys = keys_now(speech);
      if (keys.empty()) return;  // asked again with what was sent last: the present prompt comes
      path_ = action;
      keys_ = keys;
      tell(keys);
      return;
    }
    keys_.clear();
    if (!redirect.empty()) {
      path_ = redirect;
      not_before_ = Steady::now() + pauses_in(document);
      return;
    }
    over_ = true;
  }

  // Whoever has one leaves no message.
  void hang_up_with_number(const std::string& speech) {
    const std::string twice = spelled_digits(speech);
    help_number_ = twice.substr(0, twice.size() / 2);
    over_ = true;
  }

  std::string keys_now(const std::string& speech) {
    const auto key = [&](const char* option) {
      const auto offered = offered_key(to_.texts, step_, option, speech);
      return offered.empty() ? std::string("9") : offered;
    };
    if (step_ == "choose_language") return "1";
    if (step_ == "choose_topic")
      return key(who_.wish == Traveller::Wish::hand_off ? "forgot_password" : "forgot_user_name");
    if (step_ == "enter_birth_date")
      return who_.birth_date.substr(5, 2) + who_.birth_date.substr(8, 2) +
             who_.birth_date.substr(0, 4);
    if (step_ == "choose_detail") return key("zip");
    if (step_ == "enter_zip") return who_.zip;
    if (step_ == "choose_proof") return key(proof_.c_str());
    if (step_ == "enter_code") return enter_code();
    if (step_ == "no_code") return no_code(speech);
    if (step_ == "hand_off_code") {
      noted_ = spelled_digits(speech).substr(0, hand_off_digits);
      secrets_.insert(noted_);
      return key("done");
    }
    if (step_ == "your_user_name") return key("done");
    if (step_ == "offer_help") return key("yes");
    if (step_ == "help_number") return who_.number;
    if (step_ == "help_message") return key("no");
    if (step_ == "help_office") return "1";
    return "0";
  }

  std::string enter_code() {
    const std::string code = code_or_other();
    return code == "other" ? "9" : code;
  }

  // Turns the menu's pages until the wish is offered. The way that was asked for last is not
  // offered by its name: whoever heard the whole menu without it wants that one again.
  std::string no_code(const std::string& speech) {
    constexpr int whole_menu = 4;
    if (wish_.empty()) {
      wish_ = next_wish();
      pages_heard_ = 0;
    }
    if (wish_.empty()) return "";
    if (pages_heard_ == whole_menu) wish_ = "resend";
    const std::string offered = offered_key(to_.texts, step_, wish_, speech);
    if (offered.empty()) {
      ++pages_heard_;
      return "9";
    }
    wish_.clear();
    return offered;
  }

  std::string call_sid_, path_ = "/ivr/call", keys_, wish_;
  int pages_heard_ = 0;
  Steady::time_point not_before_{};

 protected:
  std::string noted_;  // the code for the page
};

class HandOffJourney final : public PhoneJourney {
 public:
  using PhoneJourney::PhoneJourney;

  void turn() override {
    if (!page_visit_) {
      PhoneJourney::turn();
      if (!over_ || noted_.empty()) return;
      page_visit_.emplace(to_, who_, noted_);
      over_ = false;
      return;
    }
    page_visit_->turn();
    step_ = page_visit_->step();
    password_ = page_visit_->password();
    broken_ = page_visit_->broken();
    secrets_.insert(page_visit_->secrets().begin(), page_visit_->secrets().end());
    over_ = page_visit_->over();
  }
  const std::string& page() const override {
    return page_visit_ ? page_visit_->page() : PhoneJourney::page();
  }
  std::string trail() const override {
    return PhoneJourney::trail() + (page_visit_ ? " | page:" + page_visit_->trail() : "");
  }

 private:
  std::optional<WebJourney> page_visit_;
};

std::string outbox_of(std::uint16_t port, const std::string& source) {
  const auto answer = ask(port, {"GET", "/demo/outbox.json", "", {}, source});
  return answer && answer->status == 200 ? answer->body : "";
}

}  // namespace

std::string Journey::sent_code() const {
  const std::string sent = to_.mailbox ? to_.mailbox() : outbox_of(to_.port, who_.source);
  std::size_t newest = 0;
  std::string code;
  for (const std::string& contact : {who_.email, who_.mobile}) {
    const std::string addressed = "\"to\":\"" + contact + "\"";
    std::size_t at = contact.empty() ? std::string::npos : sent.rfind(addressed);
    for (; at != std::string::npos && at >= newest; at = sent.rfind(addressed, at - 1)) {
      const std::string after =
          between(sent.substr(at, sent.find("\"at\"", at) + 4 - at), "code is ", "\"at\"");
      if (after.empty()) continue;
      code = after.substr(0, after.find_first_not_of("0123456789"));
      newest = at;
      break;
    }
  }
  return code;
}

void Postman::run() {
  constexpr std::size_t first_message = 100;
  for (; !stopped_; breathe(std::chrono::milliseconds(10))) {
    const std::string seen = outbox_of(port_, "127.0.0.1");
    if (seen.empty()) continue;
    const std::lock_guard lock(mutex_);
    // Another first message: another life.
    if (seen.substr(0, first_message) != now_.substr(0, first_message)) before_ += now_;
    now_ = seen;
  }
}

std::string Postman::all() const {
  const std::lock_guard lock(mutex_);
  return before_ + now_;
}

std::string Journey::code_or_other() {
  if (who_.declines_codes()) return "other";
  std::string code = sent_code();
  if (!code.empty()) secrets_.insert(code);
  if (!looks_since_) looks_since_ = Steady::now();
  if (!code.empty() || Steady::now() < *looks_since_ + patience) return code;
  return "other";
}

std::string Journey::next_wish() {
  if (who_.declines_codes()) return "help";
  looks_since_.reset();
  if (!sent_code().empty()) return "back";
  if (asked_again_ && Steady::now() < *asked_again_ + between_wishes) return "";
  asked_again_ = Steady::now();
  // By turns the other way and the same code again, which is refused for a minute.
  proof_ = proof_ == "mail" ? "text" : "mail";
  return proof_ == who_.proof ? "resend" : proof_;
}

void Journey::tell(const std::string& given) { trail_ += '(' + given + ')'; }

void Journey::hold_to(std::int64_t question) {
  const std::string met = " " + step_ + ":" + std::to_string(question);
  if (!trail_.ends_with(met)) trail_ += met;
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

std::unique_ptr<Journey> hand_off_journey(const Destination& to, const Traveller& who) {
  return std::make_unique<HandOffJourney>(to, who);
}

}  // namespace latchkey::fakes
