#include "tests/channel_drivers.h"

#include <doctest/doctest.h>

#include "tests/fakes/wrong_code.h"

namespace latchkey::tests {

namespace {

constexpr std::chrono::seconds between_acts{20};   // a person reads and types
constexpr std::chrono::seconds between_looks{40};  // whoever must wait, waits
constexpr int looks_max = 30;

// Who picks up and presses the key hears the code twice.
std::string code_said(fakes::Clinic& clinic) {
  auto phone = fakes::PhoneCaller::rung(clinic, fakes::Doubling::once);
  phone.press("1");
  const std::string digits = phone.digits_said();
  return digits.substr(0, digits.size() / 2);
}

}  // namespace

std::string ChannelDriver::code(const std::string& which) {
  const std::string right = kind_ == "call" ? code_said(clinic_) : clinic_.newest_code(kind_);
  clinic_.sink.forbid(right);
  if (which == "right") {
    REQUIRE_MESSAGE(!right.empty(), "a code was sent by " << kind_);
    return right;
  }
  return fakes::wrong_code(right, kind_ == "mail" ? 8 : 6);
}

// `paper`, `live`, `wrong_date` (with the code on paper, or the live one by phone) or `unknown`.
std::string ChannelDriver::registration(const std::string& which) {
  using Kind = identity::RegistrationKind;
  const bool keys = told_in() == ToldIn::keys;
  if (which == "unknown") return keys ? "00000000" : "ZZZZ-ZZZZ-ZZZZ-ZZZZ";
  return clinic_.registration_code(who_, which == "live" || keys ? Kind::live : Kind::paper);
}

void ChannelDriver::identify_all(const std::string& how) {
  const Claimed claimed = claimed_by(who_, how, told_in());
  for (int i = 0; i < 6; ++i) {
    const std::string step = shown().step;
    if (step != "enter_name" && step != "enter_birth_date" && step != "choose_detail" &&
        step != "enter_" + claimed.detail)
      return;
    identify(step, claimed);
  }
  FAIL("identification does not end: " << shown().step << " " << shown().notice);
}

void ChannelDriver::act_all(const Acts& acts) {
  for (const auto& [verb, argument] : acts) act(verb, argument);
}

TalkDriver::Shown ChannelDriver::act(const std::string& verb, const std::string& argument) {
  clinic_.clock.pass(between_acts);
  const bool sends = argument == "text" || argument == "call" || argument == "mail";
  if ((verb == "proof" || verb == "choose") && sends) kind_ = argument;
  // Who waits has answered before, and lost the answer to it (fakes::PowerCut).
  if (verb == "identify")
    identify_all(argument);
  else if (verb == "accounts")
    clinic_.lose_account_system();
  else if (!waits())
    answer(verb, argument);
  std::string notice = shown().notice;
  if (who_.key == "unlucky" && verb == "password") clinic_.forget_account(who_.user_name);
  clinic_.settle();
  for (int i = 0; waits() && i < looks_max; ++i) {
    if (i > 0) clinic_.clock.pass(between_looks);
    wait();
    clinic_.settle();
  }
  // Whether such a code opens an account is known only once the account system was asked.
  if (verb == "registration") notice = shown().notice;
  return {shown().step, notice};
}

void WebDriver::answer(const std::string& verb, const std::string& argument) {
  if (verb == "topic" || verb == "proof" || verb == "choose")
    return visitor_.post({{"option", argument}});
  if (verb == "code")
    return visitor_.post({{"code", argument == "heard" ? heard_code() : code(argument)}});
  if (verb == "other" || verb == "person") return visitor_.post({{"do", verb}});
  if (verb == "number") return visitor_.post({{"text", argument}});
  if (verb == "saved")
    return visitor_.post(
        {{"code", argument == "right" ? clinic_.saved_code(who_) : "ZZZZ ZZZZ ZZZZ ZZZZ"}});
  if (verb == "registration") {
    const Claimed claimed = claimed_by(who_, "", ToldIn::letters);
    const auto& [first, second, year] = claimed.born;
    return visitor_.post({{"code", registration(argument)},
                          {"month", first},
                          {"day", second},
                          {"year", argument == "wrong_date" ? "1967" : year}});
  }
  if (verb == "office")
    return visitor_.post({{"option", std::to_string(clinic_.config().locations.front().id.value)}});
  REQUIRE(verb == "password");
  const std::string password = argument == "good" ? "seven green herons nap 81" : "too short";
  clinic_.sink.forbid(password);
  visitor_.post({{"password", password}});
}

// Picks up the call that the clinic placed, and writes down what it says once 1 is pressed. Whoever
// has it on paper types it again without another call, which would say nothing once it was taken.
std::string WebDriver::heard_code() {
  if (!heard_.empty()) return heard_;
  auto rung = fakes::PhoneCaller::rung(clinic_, doubling_);
  REQUIRE_MESSAGE(rung.digits_said().empty(), "nothing is said before a key is pressed");
  rung.press("1");
  const std::string twice = rung.digits_said();
  rung.press("");
  for (const std::string& unlike : rung.unlike()) FAIL_CHECK(unlike);
  CHECK(rung.over());
  REQUIRE_MESSAGE(twice.size() % 2 == 0, twice);
  const std::string heard = twice.substr(0, twice.size() / 2);
  CHECK(twice == heard + heard);
  clinic_.sink.forbid(heard);
  return heard_ = heard;
}

void WebDriver::identify(const std::string& step, const Claimed& claimed) {
  if (step == "enter_name")
    return visitor_.post({{"first", claimed.first}, {"last", claimed.last}});
  if (step == "enter_birth_date") {
    const auto& [first, second, year] = claimed.born;
    return visitor_.post({{"month", first}, {"day", second}, {"year", year}});
  }
  if (step == "choose_detail") return visitor_.post({{"option", claimed.detail}});
  visitor_.post({{"text", claimed.text}});
}

void PhoneDriver::answer(const std::string& verb, const std::string& argument) {
  if (verb == "topic" || verb == "proof" || verb == "choose") return caller_.choose(argument);
  if (verb == "code") return caller_.press(code(argument));
  if (verb == "other") return caller_.press("9");
  if (verb == "person") return caller_.press("0");
  if (verb == "number") return caller_.press(argument);
  if (verb == "registration") {
    const Claimed claimed = claimed_by(who_, "", ToldIn::keys);
    if (caller_.shown().step != "registration_birth_date") caller_.press(registration(argument));
    const std::string year = argument == "wrong_date" ? "1967" : claimed.born[2];
    return caller_.press(claimed.born[0] + claimed.born[1] + year);
  }
  if (verb == "silence") return caller_.press("");
  if (verb == "repeat") return caller_.press("*");
  // No menu has a choice 8, and no entry is that short.
  if (verb == "wrong_key") return caller_.press("8");
  REQUIRE(verb == "office");
  caller_.press("1");
}

void PhoneDriver::identify(const std::string& step, const Claimed& claimed) {
  if (step == "enter_birth_date")
    return caller_.press(claimed.born[0] + claimed.born[1] + claimed.born[2]);
  if (step == "choose_detail") return caller_.choose(claimed.detail);
  caller_.press(claimed.text);
}

}  // namespace latchkey::tests
