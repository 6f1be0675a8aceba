// Whose records a member keeps away from: their own, and their colleagues'.
//
// Staff are no patients of ours as far as the desk knows: a colleague is told by their name, or by
// the name that they sign in with. Whoever shares one is helped by another office, or by whoever
// breaks the glass. Thread-safe.
#pragma once

#include "core/accounts/roster.h"
#include "kiosk/desk/desk_parts.h"

namespace latchkey::kiosk {

enum class Kinship { none, colleague };
Kinship kinship(const DeskParts& parts, const accounts::Person& person);

}  // namespace latchkey::kiosk
