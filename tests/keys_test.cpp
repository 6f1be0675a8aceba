#include "ivr/keys.h"

#include <doctest/doctest.h>

#include "core/base/fault.h"

using namespace latchkey;
using namespace latchkey::ivr;

namespace {

Meaning in_menu(std::string_view pressed) { return understand(pressed, AskedMenu{3}).meaning; }
Meaning in_entry(std::string_view pressed) {
  return understand(pressed, AskedDigits{4, 8}).meaning;
}

}  // namespace

TEST_CASE("in a menu each key has its one meaning") {
  for (int n = 1; n <= 3; ++n) {
    const Keyed keyed = understand(std::to_string(n), AskedMenu{3});
    CHECK(keyed.meaning == Meaning::choice);
    CHECK(keyed.choice == n);
  }
  CHECK(in_menu("0") == Meaning::person);
  CHECK(in_menu("9") == Meaning::more);
  CHECK(in_menu("*") == Meaning::repeat);
  CHECK(in_menu("") == Meaning::silence);
  CHECK(in_menu("#") == Meaning::silence);
  CHECK(in_menu("2#") == Meaning::choice);
  for (const char* other : {"4", "8", "12", "00", "A", "##", "1 ", "+"}) {
    CHECK(in_menu(other) == Meaning::not_understood);
  }
}

TEST_CASE("in an entry 0, 9 and * command only when alone") {
  CHECK(in_entry("0") == Meaning::person);
  CHECK(in_entry("9#") == Meaning::more);
  CHECK(in_entry("*") == Meaning::repeat);
  CHECK(in_entry("*#") == Meaning::repeat);
  CHECK(in_entry("") == Meaning::silence);
  CHECK(in_entry("#") == Meaning::silence);
  CHECK(in_entry("5") == Meaning::not_understood);
  for (const char* digits : {"0000", "9999", "09091999", "0123#"}) {
    CHECK(in_entry(digits) == Meaning::digits);
  }
  CHECK(understand("02031950#", AskedDigits{8, 8}).digits == "02031950");
}

TEST_CASE("an entry that is too short, too long or has other keys is not understood") {
  for (const char* other : {"00", "123", "123456789", "12*4", "*123", "1234A", "12 34", "-1234",
                            "12#34", "\xef\xbc\x91\xef\xbc\x92"}) {
    CAPTURE(other);
    const Keyed keyed = understand(other, AskedDigits{4, 8});
    CHECK(keyed.meaning == Meaning::not_understood);
    CHECK(keyed.digits.empty());
  }
}

TEST_CASE("questions that break the key rules can't be asked") {
  CHECK_THROWS_AS(understand("1", AskedMenu{0}), Bug);
  CHECK_THROWS_AS(understand("1", AskedMenu{5}), Bug);
  CHECK_THROWS_AS(understand("1", AskedDigits{1, 4}), Bug);
  CHECK_THROWS_AS(understand("1", AskedDigits{4, 3}), Bug);
}

TEST_CASE("where one key alone is an answer, it is one, and the others stay commands") {
  const Asked office = AskedDigits{5, 5, '1'};
  CHECK(understand("1", office) == Keyed{Meaning::digits, 0, "1"});
  CHECK(understand("1#", office) == Keyed{Meaning::digits, 0, "1"});
  CHECK(understand("02904", office) == Keyed{Meaning::digits, 0, "02904"});
  CHECK(understand("0", office).meaning == Meaning::person);
  CHECK(understand("2", office).meaning == Meaning::not_understood);
}
