// Callers who have come as far as a test begins, by the way that every caller goes.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "tests/fakes/visitors.h"

namespace latchkey::fakes {

// From the choice of a language, in English, to the choice of a proof.
inline void look_up(PhoneCaller& caller, const char* who, const char* topic = "forgot_password") {
  const tests::FixturePerson& person = tests::person(who);
  caller.press("1");
  caller.choose(topic);
  caller.press(std::string(person.birth_date));
  caller.choose("zip");
  caller.press(std::string(person.zip));
  REQUIRE(caller.shown().step == "choose_proof");
}

// A new caller who was looked up.
inline PhoneCaller identified(Clinic& clinic, const char* who,
                              const char* topic = "forgot_password") {
  PhoneCaller caller(clinic, Doubling::once);
  look_up(caller, who, topic);
  return caller;
}

// Whoever was looked up types the right code: the account system is being asked.
inline void prove(Clinic& clinic, PhoneCaller& caller) {
  caller.choose("text");
  clinic.settle();
  caller.press(clinic.newest_code("text"));
  REQUIRE(caller.shown().step == "checking");
}

// A new caller who was looked up and has proven who they are.
inline PhoneCaller proven(Clinic& clinic, const char* who, const char* topic = "forgot_password") {
  PhoneCaller caller = identified(clinic, who, topic);
  prove(clinic, caller);
  return caller;
}

}  // namespace latchkey::fakes
