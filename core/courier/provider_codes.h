// The provider's error numbers and what each means for the errand (telephony.md §2.4).
#pragma once

#include <optional>

#include "core/courier/outbox.h"
#include "core/courier/outcome.h"

namespace latchkey::courier {

// What a number in the answer to a request, or in a later report, stands for: a permanent refusal
// with its reason, throttled, configuration or unknown. Empty for a number that says nothing.
std::optional<Outcome> outcome_of_code(int code);

// What a status report means for its errand.
Outcome outcome_of_report(const ProviderReport& report);

}  // namespace latchkey::courier
