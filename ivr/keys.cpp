#include "ivr/keys.h"

#include "core/base/fault.h"

namespace latchkey::ivr {

namespace {

Meaning command(char key) {
  switch (key) {
    case '*':
      return Meaning::repeat;
    case '0':
      return Meaning::person;
    case '9':
      return Meaning::more;
    default:
      return Meaning::not_understood;
  }
}

Keyed understand_lone(char key, const Asked& asked) {
  const auto* menu = std::get_if<AskedMenu>(&asked);
  const int choice = key - '0';
  if (menu != nullptr && choice >= 1 && choice <= menu->choices) {
    return {Meaning::choice, choice, {}};
  }
  if (menu != nullptr && menu->aside == AskedMenu::Aside::some && key == '7')
    return {Meaning::aside, 0, {}};
  const auto* entry = std::get_if<AskedDigits>(&asked);
  if (entry != nullptr && entry->lone == key) return {Meaning::digits, 0, std::string(1, key)};
  return {command(key), 0, {}};
}

void check(const Asked& asked) {
  if (const auto* menu = std::get_if<AskedMenu>(&asked))
    ensure(menu->choices >= 1 && menu->choices <= 4, "a menu has 1 to 4 choices");
  if (const auto* entry = std::get_if<AskedDigits>(&asked)) {
    ensure(entry->digits_min >= 2, "a lone key is a command, so an entry has at least 2 digits");
    ensure(entry->digits_max >= entry->digits_min, "an entry's longest is not below its shortest");
  }
}

}  // namespace

Keyed understand(std::string_view pressed, const Asked& asked) {
  check(asked);
  if (std::holds_alternative<AskedNothing>(asked)) return {Meaning::nothing_asked, 0, {}};
  // Providers strip the finish key; a menu that takes '#' as its only key gets it.
  if (pressed.ends_with('#')) pressed.remove_suffix(1);
  if (pressed.empty()) return {Meaning::silence, 0, {}};
  if (pressed.size() == 1) return understand_lone(pressed[0], asked);

  const auto* entry = std::get_if<AskedDigits>(&asked);
  if (entry == nullptr) return {};
  if (pressed.size() < entry->digits_min || pressed.size() > entry->digits_max) return {};
  if (pressed.find_first_not_of("0123456789") != std::string_view::npos) return {};
  return {Meaning::digits, 0, std::string(pressed)};
}

}  // namespace latchkey::ivr
