// How far a member's role reaches over tickets: product.md's role table, applied.
//
// staff::allows() says what a role is granted; this says what the grant means for one ticket of
// one office. Every page and every act asks here, so that a list, a page and a post can't disagree.
// Pure; thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "core/accounts/roster.h"
#include "core/staff/staff.h"
#include "core/tickets/tickets.h"

namespace latchkey::kiosk {

enum class Reach { nothing, read, work };

Reach reach_of(const staff::Member& member, const tickets::Ticket& ticket);

// Whether the person with this help number was told that one of the member's offices will call.
// Then they ring there, though another office has their ticket (rulings.md R2).
enum class Awaited { elsewhere, here };
Awaited awaited_at(const staff::Member& member, const tickets::Contact& contact);

// The tickets that a list may show; empty if the role has none.
std::optional<tickets::Filter> visible_to(const staff::Member& member);

// How much of a patient a member may see on a ticket that they may see.
enum class Shown { nothing, masked, full };
Shown shown_of(const staff::Member& member, const accounts::Person& person);

// Whether a callback number is shown in full: only those who may look patients up call them.
Shown callback_shown(staff::Role role);

// What a role may say a ticket ended with. An outcome that tells of an act (an identity checked, a
// code issued, an account switched) is for roles that are granted the act: IT verifies nobody.
std::vector<tickets::Outcome> outcomes_for(staff::Role role);

}  // namespace latchkey::kiosk
