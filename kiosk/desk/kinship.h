// Whose records a member keeps away from: their own, and their colleagues'.
//
// Staff are no patients of ours as far as the desk knows: a colleague is told by their name, or by
// the name that they sign in with. Colleagues are who works at one of the member's offices, or, of
// roles without offices, in the same role; who was let go is none. A patient who only shares a name
// is helped by any other office. Thread-safe.
#pragma once

#include "core/accounts/roster.h"
#include "kiosk/desk/desk_parts.h"

namespace latchkey::kiosk {

enum class Kinship { none, colleague };
// `staff`: all of them, read before the transaction (rulings.md R14).
Kinship kinship(const std::vector<staff::Member>& staff, const staff::Member& by,
                const accounts::Person& person);

}  // namespace latchkey::kiosk
