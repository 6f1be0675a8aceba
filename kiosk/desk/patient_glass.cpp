// Breaking the glass from the search page: the patient is another office's, and it can't wait.
//
// The search itself says no more than that nobody was found, of another office's patient as of
// nobody's. Whoever breaks the glass says why first; then one record opens, or none, and each try
// stands in the review of the week.
#include "kiosk/desk/patient_desk.h"

namespace latchkey::kiosk {

using audit::Answer;
using storage::Transaction;

bool may_break_glass(const staff::Member& member) {
  return staff::allows(member.role, staff::Permission::break_glass) == staff::Grant::yes;
}

// The form holds what was searched for, so that nothing is typed twice.
void PatientDesk::offer_glass(View& search, const Visit& visit) const {
  if (!may_break_glass(visit.session.member)) return;
  View& glass = search.section("GLASS_FORM");
  glass.set("HOW", visit.field("by")).set("REASON", visit.field("reason"));
}

http::Response PatientDesk::break_glass(const Visit& visit) const {
  const staff::Member& member = visit.session.member;
  const std::int64_t draw = parts_.dice.row_id();
  const auto staff = parts_.staff.list();
  const auto reason = read_reason(visit.field("reason"));
  if (!may_break_glass(member)) {
    parts_.store.write([&](Transaction& tx) {
      kiosk::record(tx, parts_, visit.session, {"patient.break_glass", "none", 0, Answer::refused});
    });
    return words_.message(403, "not_your_role", &visit.session);
  }
  std::string_view problem;
  const auto opened = parts_.store.write([&](Transaction& tx) -> std::optional<Opened> {
    problem = {};
    const auto refused = [&](std::string_view why) {
      parts_.audit.append(tx, {audit::Actor::staff, member.id.value, "patient.break_glass", "none",
                               0, Answer::refused, reason.value_or(""), parts_.clock.now()});
      problem = why;
      return std::nullopt;
    };
    if (!reason) return refused("open_reason");
    if (!may_look_up(tx, visit)) return refused("find_limit");
    auto ids = ids_by(tx, visit).value_or(std::vector<PatientId>{});
    std::erase_if(ids, [&](PatientId id) {
      const auto person = parts_.roster.person(tx, id);
      return !person || person->merged_into;
    });
    if (ids.empty()) return refused("find_nobody");
    if (ids.size() > 1) return refused("glass_many");
    return open_record(tx, visit, ids.front(), staff, draw);
  });
  if (opened) return opened_page(visit, *opened);
  const Found found{{}, "find_nobody"};
  return search_page(visit, problem == "find_limit" ? 429 : 422,
                     words_.text("problems." + std::string(problem)), &found);
}

}  // namespace latchkey::kiosk
