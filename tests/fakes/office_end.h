// The office's end of a transfer: whoever picks up there, and what they press.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "tests/fakes/visitors.h"
#include "tests/fakes/webhooks.h"

namespace latchkey::fakes {

inline std::string end_of_dial(const PhoneCaller& caller) {
  return between(caller.body(), "action=\"", "\"");
}

// What the office hears when it picks up: a call of its own.
inline http::Response at_office(Clinic& clinic, const std::string& path, http::Fields event = {}) {
  event.insert(event.begin(), {"CallSid", "CA0123456789abcdef0123456789abcdef"});
  const auto answer = clinic.line().answer(webhook(clinic, path, std::move(event)));
  REQUIRE(answer.status == 200);
  return answer;
}
inline std::string whispered(const PhoneCaller& caller) {
  return between(caller.body(), "<Number url=\"", "\"");
}
// Somebody there takes the call.
inline void takes_it(Clinic& clinic, const PhoneCaller& caller) {
  const auto asked = at_office(clinic, whispered(caller));
  const auto taken = at_office(clinic, between(asked.body, "action=\"", "\""), {{"Digits", "1"}});
  REQUIRE(taken.body.find("<Hangup") == std::string::npos);
}

}  // namespace latchkey::fakes
