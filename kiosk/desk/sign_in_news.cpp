#include "kiosk/desk/sign_in_news.h"

#include <algorithm>

#include "kiosk/desk/audit_query.h"

namespace latchkey::kiosk {

using audit::Answer;
using audit::Record;

namespace {

struct Told {
  std::string_view action;
  Answer answer;
};
constexpr Told told[] = {
    {"staff.enrol", Answer::allowed},       {"staff.invite_again", Answer::allowed},
    {"staff.passkey_add", Answer::allowed}, {"staff.passkey_remove", Answer::allowed},
    {"staff.set_role", Answer::allowed},    {"staff.set_locations", Answer::allowed},
    {"staff.disable", Answer::allowed},     {"staff.passkey", Answer::refused}};

std::vector<Record> news(const DeskParts& parts, audit::Filter filter, int most) {
  std::vector<Record> out;
  filter.limit = most;
  for (const Told& one : told) {
    filter.action = one.action;
    filter.answer = one.answer;
    auto found =
        parts.store.read([&](storage::Transaction& tx) { return parts.audit.list(tx, filter); });
    // A refusal of nobody known is a stranger's.
    std::erase_if(found, [](const Record& row) { return row.subject_id == 0; });
    std::ranges::move(found, std::back_inserter(out));
  }
  std::ranges::stable_sort(out, [](const Record& a, const Record& b) {
    return std::tie(a.at, a.sequence) > std::tie(b.at, b.sequence);
  });
  if (out.size() > static_cast<std::size_t>(most)) out.resize(static_cast<std::size_t>(most));
  return out;
}

}  // namespace

std::vector<Record> news_of(const DeskParts& parts, StaffId member, int most) {
  audit::Filter filter;
  filter.subject = {"staff", member.value};
  filter.from = parts.clock.now() - news_kept;
  return news(parts, filter, most);
}

std::vector<Record> news_between(const DeskParts& parts, Time from, Time until, int most) {
  audit::Filter filter;
  filter.from = from;
  filter.until = until;
  return news(parts, filter, most);
}

void show_news(View& part, const DeskParts& parts, const DeskWords& words,
               const std::vector<Record>& news) {
  const AuditNames names(parts, words);
  for (const Record& row : news) {
    View& one = part.section("NEWS").set("WHEN", exact_moment(clinic_zone(parts), row.at));
    one.set("WHAT", names.action(row.action)).set("WHOM", names.member(row.subject_id));
    one.set("WHO", names.actor(row));
    if (row.answer == Answer::refused) one.show("REFUSED");
  }
}

}  // namespace latchkey::kiosk
