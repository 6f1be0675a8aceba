// Cut off while a code is on its way: whoever calls again goes on where they were (domain.md J12).

#include <doctest/doctest.h>

#include "tests/fakes/callers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::identified;
using fakes::PhoneCaller;

namespace {

constexpr const char* home = "+14015550190";  // what callers.h calls from

// Waits for a code, and was told four digits.
std::string waiting(Clinic& clinic, const char* who = "maria", const char* by = "text") {
  PhoneCaller caller = identified(clinic, who);
  caller.choose(by);
  REQUIRE(caller.shown().step == "enter_code");
  const std::string digits = caller.digits_said();
  REQUIRE(digits.size() == 4);
  clinic.settle();
  return digits;
}
PhoneCaller again(Clinic& clinic, const std::string& from = home,
                  Doubling doubling = Doubling::once) {
  PhoneCaller caller(clinic, doubling, from);
  caller.press("1");
  REQUIRE(caller.shown().step == "choose_topic");
  caller.press("7");
  REQUIRE(caller.shown().step == "resume_call");
  return caller;
}
std::string other(std::string digits) {
  digits[0] = digits[0] == '9' ? '0' : static_cast<char>(digits[0] + 1);
  return digits;
}

}  // namespace

TEST_CASE("whoever was cut off enters four digits and goes on with the code that was sent") {
  for (const Doubling doubling : {Doubling::once, Doubling::twice}) {
    Clinic clinic;
    const std::string digits = waiting(clinic);
    clinic.clock.pass(std::chrono::minutes(5));
    PhoneCaller caller = again(clinic, home, doubling);
    caller.press(digits + "#");
    CHECK(caller.shown().step == "enter_code");
    CHECK(caller.digits_said() == digits);
    CHECK(caller.unlike().empty());
    caller.press(clinic.newest_code("text") + "#");
    CHECK(caller.shown().step == "checking");
    CHECK(clinic.tickets().empty());
  }
}

TEST_CASE("strangers are asked and brought back alike") {
  Clinic clinic;
  const std::string digits = waiting(clinic, "stranger");
  PhoneCaller caller = again(clinic);
  caller.press(digits + "#");
  CHECK(caller.shown().step == "enter_code");
}

TEST_CASE("what was wrong before stays counted") {
  Clinic clinic;
  PhoneCaller caller = identified(clinic, "maria");
  caller.choose("text");
  const std::string digits = caller.digits_said();
  caller.press("999999#");
  caller.press("999998#");
  PhoneCaller later = again(clinic);
  later.press(digits + "#");
  REQUIRE(later.shown().step == "enter_code");
  later.press("999997#");
  CHECK(later.shown().step == "offer_help");
}

// Asked by itself, whoever shows somebody's number would learn that they are recovering now.
TEST_CASE("the line is the same to everybody who calls, whoever called before") {
  Clinic clinic;
  const auto greeted = [&](const char* from) {
    PhoneCaller caller(clinic, Doubling::once, from);
    caller.press("1");
    return caller.document_of_anybody();
  };
  waiting(clinic);
  CHECK(greeted(home) == greeted("+14015550191"));
}

TEST_CASE("digits bring nobody back from elsewhere, too late, or to what waits for no code") {
  Clinic clinic;
  std::string digits;
  std::string from = home;
  SUBCASE("from another number") {
    digits = waiting(clinic);
    from = "+14015550191";
  }
  SUBCASE("too late") {
    digits = waiting(clinic);
    clinic.clock.pass(std::chrono::minutes(16));
  }
  SUBCASE("it was proven meanwhile") {
    PhoneCaller caller = identified(clinic, "maria");
    caller.choose("text");
    digits = caller.digits_said();
    clinic.settle();
    caller.press(clinic.newest_code("text"));
    REQUIRE(caller.shown().step == "checking");
  }
  PhoneCaller caller = again(clinic, from);
  caller.press(digits + "#");
  CHECK(caller.shown().step == "resume_call");
  CHECK(caller.shown().notice == "not_resumed");
}

// Nobody finds such a caller again: they were told digits that could never work.
TEST_CASE("who hides their number is promised no way back") {
  Clinic clinic;
  PhoneCaller hidden(clinic, Doubling::once, "anonymous");
  fakes::look_up(hidden, "maria");
  hidden.choose("text");
  REQUIRE(hidden.shown().step == "enter_code");
  CHECK(hidden.digits_said().empty());
  CHECK(hidden.speech().find("press 7") == std::string::npos);
  PhoneCaller caller = again(clinic, "anonymous");
  for (const char* digits : {"0000", "1234"}) {
    caller.press(std::string(digits) + "#");
    CHECK(caller.shown().notice == "not_resumed");
  }
}

TEST_CASE("wrong digits are asked for again, and then it begins anew") {
  Clinic clinic;
  const std::string digits = waiting(clinic);
  PhoneCaller caller = again(clinic, home, Doubling::twice);
  for (int i = 0; i < 2; ++i) {
    caller.press(other(digits) + "#");
    CHECK(caller.shown().step == "resume_call");
    CHECK(caller.shown().notice == "not_resumed");
  }
  caller.press(other(digits) + "#");
  CHECK(caller.shown().step == "choose_topic");
}

TEST_CASE("whoever has no digits begins anew") {
  Clinic clinic;
  waiting(clinic);
  PhoneCaller caller = again(clinic);
  caller.press("9#");
  CHECK(caller.shown().step == "choose_topic");
}

// Trust never goes from one call to another.
TEST_CASE("the first call is over once a second one has taken its place") {
  Clinic clinic;
  PhoneCaller first = identified(clinic, "maria");
  first.choose("text");
  const std::string digits = first.digits_said();
  clinic.settle();
  PhoneCaller second = again(clinic);
  second.press(digits + "#");
  second.press(clinic.newest_code("text") + "#");
  REQUIRE(second.shown().step == "checking");
  first.press("123456#");
  CHECK(first.shown().step == "choose_language");
}
