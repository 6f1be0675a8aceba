#include "kiosk/desk/kinship.h"

#include <algorithm>

#include "core/base/normal.h"

namespace latchkey::kiosk {

namespace {

// "José García" and "jose  GARCIA" are one name; what is no name is nobody's.
std::optional<std::string> plain(const std::string& first, const std::string& last) {
  return first.empty() || last.empty() ? std::nullopt : normal_name(first + ' ' + last);
}

bool work_together(const staff::Member& one, const staff::Member& other) {
  if (one.id == other.id) return true;
  if (other.state == staff::MemberState::disabled) return false;
  if (one.locations.empty()) return one.role == other.role;
  return std::ranges::any_of(one.locations, [&](LocationId office) {
    return std::ranges::find(other.locations, office) != other.locations.end();
  });
}

}  // namespace

Kinship kinship(const std::vector<staff::Member>& staff, const staff::Member& by,
                const accounts::Person& person) {
  const std::optional<std::string> names[] = {plain(person.first_name, person.last_name),
                                              plain(person.preferred_name, person.last_name)};
  const bool is_one = std::ranges::any_of(staff, [&](const staff::Member& member) {
    if (!work_together(by, member)) return false;
    const auto shown = normal_name(member.display);
    const bool named = shown && (shown == names[0] || shown == names[1]);
    return named || (!person.user_name.empty() &&
                     normal_user_name(person.user_name) == normal_user_name(member.name));
  });
  return is_one ? Kinship::colleague : Kinship::none;
}

}  // namespace latchkey::kiosk
