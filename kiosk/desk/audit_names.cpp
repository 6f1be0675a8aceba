#include "kiosk/desk/audit_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace latchkey::kiosk {

namespace {

// Enough to tell rows apart that stand beside each other, and nothing that leads anywhere.
std::string end_of(std::int64_t id) {
  return fmt::format("…{:06x}", static_cast<std::uint64_t>(id) & 0xFFFFFFU);
}

}  // namespace

AuditNames::AuditNames(const DeskParts& parts, const DeskWords& words)
    : parts_(parts), words_(words) {
  for (const staff::Member& member : parts.staff.list()) members_[member.id.value] = member.display;
}

void AuditNames::learn(const std::vector<audit::Record>& records) {
  const auto fresh = [&](const audit::Record& record) {
    return record.subject_kind == "ticket" && record.subject_id != 0 &&
           !tickets_.contains(record.subject_id);
  };
  if (std::ranges::none_of(records, fresh)) return;
  const auto found = parts_.store.read([&](storage::Transaction& tx) {
    std::map<std::int64_t, std::string> out;
    for (const audit::Record& record : records)
      if (fresh(record) && !out.contains(record.subject_id)) {
        const auto ticket = parts_.tickets.summary(tx, TicketId{record.subject_id});
        out[record.subject_id] = ticket ? grouped(ticket->number) : end_of(record.subject_id);
      }
    return out;
  });
  tickets_.insert(found.begin(), found.end());
}

std::string AuditNames::member(std::int64_t id) const {
  const auto found = members_.find(id);
  return found != members_.end() ? found->second : end_of(id);
}

std::string AuditNames::actor(const audit::Record& record) const {
  if (record.actor == audit::Actor::staff) return member(record.actor_id);
  return words_.word("audit_actors", audit::actor_names[record.actor]);
}

std::string AuditNames::action(std::string_view word) const {
  std::string key(word);
  std::ranges::replace(key, '.', '_');
  return words_.word("audit_actions", key);
}

std::string AuditNames::subject(std::string_view kind, std::int64_t id) const {
  if (kind == "none") return {};
  std::string out = words_.word("audit_subjects", kind);
  if (id == 0) return out;
  if (kind == "staff") return out + " " + member(id);
  if (kind == "week")
    return out + " " + iso_date(Date(std::chrono::sys_days(std::chrono::days(id))));
  const auto ticket = tickets_.find(id);
  return out + " " + (kind == "ticket" && ticket != tickets_.end() ? ticket->second : end_of(id));
}

}  // namespace latchkey::kiosk
