// What an operator can do about what a provider says, for the numbers that only an operator mends.
//
// A number that a person's telephone is the reason for has no advice: another kind of proof takes
// its place. Words are for whoever runs `latchkey doctor`. Pure.
#pragma once

#include <string_view>

namespace latchkey::courier {

// Empty if there is nothing to do about this number. (telephony.md §2.4)
std::string_view advice_for(int code);

}  // namespace latchkey::courier
