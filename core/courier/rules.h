// When an errand that did not end well is tried again, and when never.
//
// What is surely not done is tried again, with growing random delays (telephony.md §2.4: 0.5 s ·
// 2^n, full jitter). What may have been done is repeated only where repeating is harmless: the
// same code, the same notice, the same password (telephony.md §2.5, rulings.md R16). Pure.
#pragma once

#include <optional>

#include "core/base/dice.h"
#include "core/base/time.h"
#include "core/courier/outbox.h"
#include "core/courier/outcome.h"

namespace latchkey::courier {

struct Rule {
  int tries_max;        // in all, crashed ones included
  int repeats_max;      // after tries whose end is unknown; 0: a person must settle it
  Millis repeat_after;  // time for a provider's report to settle it first
  Millis delay_max;     // between tries
};
const Rule& rule_of(Kind kind);

// An earlier try may have happened and this kind must not be repeated: it ends as unknown.
bool must_not_repeat(const Claimed& claimed);

// How long to wait before the next try; empty: this was the last.
std::optional<Millis> again_after(const Claimed& claimed, const Outcome& outcome, Dice& dice);

}  // namespace latchkey::courier
