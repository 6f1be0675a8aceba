// The number a person writes down and says back: six random digits and a check digit.
//
// A help number says nothing about how many there are or who came first. Its last digit is Damm's
// check digit, which finds every single wrong digit and every swap of two neighbours, so that a
// number misheard on the phone opens nobody else's ticket. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/sealer.h"

namespace latchkey::tickets {

// Seven digits that passed their check.
struct HelpNumber {
  std::string digits;
  bool operator==(const HelpNumber&) const = default;
};

// The check digit of `digits` (Damm 2004, the quasigroup of order 10 of his thesis).
// Needs: only '0' … '9'.
char check_digit(std::string_view digits);

// What a person typed or said, as normal_code() reads it: spaces, dots and hyphens dropped, digits
// of any script. Empty unless seven digits remain and the last one checks.
std::optional<HelpNumber> read_help_number(std::string_view typed);

// The `attempt`th number that `seed` leads to: uniform, and the same when a transaction runs
// twice (rulings.md R14). `seed` comes from Dice before the transaction.
HelpNumber derive_help_number(const Sealer& sealer, std::int64_t seed, int attempt);

}  // namespace latchkey::tickets
