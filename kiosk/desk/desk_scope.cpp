#include "kiosk/desk/desk_scope.h"

#include <algorithm>

namespace latchkey::kiosk {

using staff::allows;
using staff::Grant;
using staff::Permission;
using tickets::Outcome;
using tickets::Queue;

namespace {

bool is_own(const staff::Member& member, LocationId location) {
  return std::ranges::find(member.locations, location) != member.locations.end();
}

// The permission without which nobody can have done what this outcome tells.
std::optional<Permission> act_behind(Outcome outcome) {
  switch (outcome) {
    case Outcome::resolved_reset:
      return Permission::reset_start;
    case Outcome::resolved_pin_issued:
      return Permission::registration_code;
    case Outcome::account_activated:
    case Outcome::account_deactivated:
      return Permission::activate_deactivate;
    case Outcome::contact_updated_in_person:
      return Permission::verify;
    default:
      return std::nullopt;
  }
}

}  // namespace

Reach reach_of(const staff::Member& member, const tickets::Ticket& ticket) {
  switch (allows(member.role, Permission::tickets)) {
    case Grant::own_offices:
      return is_own(member, ticket.location) ? Reach::work : Reach::nothing;
    case Grant::relayed_and_it_queue:
      return ticket.queue == Queue::it ? Reach::work : Reach::nothing;
    case Grant::assigned_queue:
      return ticket.queue == Queue::outsourced_desk ? Reach::work : Reach::nothing;
    case Grant::read:
      return Reach::read;
    default:
      return Reach::nothing;
  }
}

Awaited awaited_at(const staff::Member& member, const tickets::Contact& contact) {
  const bool here = allows(member.role, Permission::tickets) == Grant::own_offices &&
                    contact.told && is_own(member, *contact.told);
  return here ? Awaited::here : Awaited::elsewhere;
}

std::optional<tickets::Filter> visible_to(const staff::Member& member) {
  tickets::Filter filter;
  switch (allows(member.role, Permission::tickets)) {
    case Grant::own_offices:
      filter.locations = member.locations;
      return filter;
    case Grant::relayed_and_it_queue:
      filter.queue = Queue::it;
      return filter;
    case Grant::assigned_queue:
      filter.queue = Queue::outsourced_desk;
      return filter;
    case Grant::read:
      return filter;
    default:
      return std::nullopt;
  }
}

Shown shown_of(const staff::Member& member, const accounts::Person& person) {
  switch (allows(member.role, Permission::lookup)) {
    case Grant::own_offices:
      return is_own(member, person.location) ? Shown::full : Shown::masked;
    case Grant::by_ticket:
    case Grant::masked:
      return Shown::masked;
    default:
      return Shown::nothing;
  }
}

Shown callback_shown(staff::Role role) {
  return allows(role, Permission::lookup) == Grant::denied ? Shown::masked : Shown::full;
}

std::vector<Outcome> outcomes_for(staff::Role role) {
  std::vector<Outcome> out;
  for (const std::string_view word : tickets::outcome_names.words) {
    const Outcome outcome = tickets::outcome_names.read(word);
    if (outcome == Outcome::self_resolved) continue;  // the patient's own success, not ours
    const auto act = act_behind(outcome);
    const Grant grant = act ? allows(role, *act) : Grant::yes;
    // Who sees a person and writes down a new contact has checked an identity in full.
    const bool enough = act == Permission::verify ? grant == Grant::yes : grant != Grant::denied;
    if (enough) out.push_back(outcome);
  }
  return out;
}

}  // namespace latchkey::kiosk
