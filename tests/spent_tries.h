// Somebody whose wrong codes of an hour are spent (rulings.md R6), on web and phone together.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "tests/channel_drivers.h"

namespace latchkey::tests {

// A visit as far as a code that was asked for by `kind`; `wrong` of them are typed.
template <class Driver>
std::string guess(Driver& driver, const char* kind, int wrong) {
  driver.act("topic", "forgot_password");
  driver.act("identify", "");
  std::string step = driver.act("proof", kind).step;
  for (int i = 0; i < wrong; ++i) step = driver.act("code", "wrong").step;
  return step;
}

// Five on the web, three on the phone, and two on the web again: the ten of an hour. Whoever it is
// meets the same steps.
inline void spend_ten(fakes::Clinic& clinic, const FixturePerson& who) {
  WebDriver first(clinic, who, fakes::Doubling::once);
  CHECK(guess(first, "text", 5) == "offer_help");
  PhoneDriver second(clinic, who, fakes::Doubling::once);
  CHECK(guess(second, "text", 3) == "offer_help");
  WebDriver third(clinic, who, fakes::Doubling::once);
  CHECK(guess(third, "text", 2) == "enter_code");
}

}  // namespace latchkey::tests
