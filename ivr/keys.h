// What the keys pressed mean, given what was asked: the one place that knows the key rules.
//
// '*' repeat, '0' a person, '9' more or another way, '#' ends an entry, everywhere
// (architecture.md "Keys"); '7' is what a menu has beside its choices. In a menu they mean that
// always; in an entry of several digits only when pressed alone, followed by '#' or silence
// (rulings.md R24), so that a birth date may hold zeros and nines. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace latchkey::ivr {

// Needs: 1…4 choices; '9' is always "more" (rulings.md R24).
struct AskedMenu {
  int choices = 1;
  enum class Aside { none, some } aside = Aside::none;  // by 7, and not offered
};

// Needs: digits_min ≥ 2, because a lone key is a command. A shorter or longer entry is not
// understood: it is asked again and costs no try.
struct AskedDigits {
  std::size_t digits_min = 2;
  std::size_t digits_max = 20;
  char lone = '\0';  // a key that pressed alone is an answer: "1" for the office called
};

// One moment, a transfer, a goodbye: whatever is pressed, there is no question.
struct AskedNothing {};

using Asked = std::variant<AskedMenu, AskedDigits, AskedNothing>;

enum class Meaning {
  choice,
  aside,
  digits,
  repeat,
  person,
  more,
  silence,
  not_understood,
  nothing_asked
};

struct Keyed {
  Meaning meaning = Meaning::not_understood;
  int choice = 0;      // 1…choices when meaning is choice
  std::string digits;  // when meaning is digits; may be a secret: never logged
  bool operator==(const Keyed&) const = default;
};

// `pressed`: the provider's Digits, with or without the finish key.
Keyed understand(std::string_view pressed, const Asked& asked);

}  // namespace latchkey::ivr
