#include "core/base/phone_text.h"

#include <doctest/doctest.h>

TEST_CASE("a number is written as people write it") {
  CHECK(latchkey::phone_text("+14015550123") == "(401) 555-0123");
  CHECK(latchkey::phone_text("+442079460123") == "+442079460123");
  CHECK(latchkey::phone_text("") == "");
}
