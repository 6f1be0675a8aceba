#include "kiosk/desk/audit_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/audit/actions.h"
#include "core/base/hours.h"

namespace latchkey::kiosk {

namespace {

using std::chrono::local_days;

constexpr std::string_view kinds[] = {"ticket",   "patient", "staff",   "kiosk", "letter",
                                      "incident", "week",    "contact", "batch", "glass"};

// "1760000000000_17_1": a place in the list; empty for anything else.
std::optional<audit::Place> read_place(std::string_view text) {
  std::int64_t at = 0, sequence = 0, node = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, at);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '_') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, sequence);
  if (second.ec != std::errc() || second.ptr == end || *second.ptr != '_') return std::nullopt;
  const auto third = std::from_chars(second.ptr + 1, end, node);
  if (third.ec != std::errc() || third.ptr != end) return std::nullopt;
  return audit::Place{from_millis(at), sequence, node};
}

std::optional<std::pair<std::string, std::int64_t>> read_subject(const Visit& visit) {
  const std::string_view kind = visit.field("kind");
  const std::int64_t id = visit.number("subject");
  if (id == 0 || std::ranges::find(kinds, kind) == std::end(kinds)) return std::nullopt;
  return std::pair(std::string(kind), id);
}

void add(std::string& out, std::string_view name, std::string_view value, char between) {
  if (!out.empty()) out += between;
  out.append(name).append("=").append(value);
}

std::string told(const AuditQuery& query, char between) {
  std::string out;
  const audit::Filter& filter = query.filter;
  if (filter.staff) add(out, "staff", std::to_string(*filter.staff), between);
  if (filter.subject) {
    add(out, "kind", filter.subject->first, between);
    add(out, "subject", std::to_string(filter.subject->second), between);
  }
  if (!filter.action.empty()) add(out, "action", filter.action, between);
  if (filter.answer) add(out, "answer", audit::answer_names[*filter.answer], between);
  if (query.from) add(out, "from", day_text(*query.from), between);
  if (query.until) add(out, "until", day_text(*query.until), between);
  return out;
}

}  // namespace

const Zone& clinic_zone(const DeskParts& parts) {
  return parts.calendar.zone(parts.config.clinic.default_location);
}

local_days day_of(const Zone& zone, Time at) {
  return std::chrono::floor<std::chrono::days>(zone.local(at));
}

Time start_of(const Zone& zone, local_days day) {
  return zone.moment(std::chrono::local_time<Millis>(day));
}

std::string day_text(local_days day) { return iso_date(Date(day)); }

std::string exact_moment(const Zone& zone, Time at) {
  const auto local = zone.local(at);
  const local_days day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(local - day));
  return fmt::format("{} {:02}:{:02}:{:02}", day_text(day), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

AuditQuery AuditQuery::read(const Visit& visit, const Zone& zone) {
  AuditQuery out;
  if (const auto staff = visit.number("staff"); staff != 0) out.filter.staff = staff;
  out.filter.subject = read_subject(visit);
  out.filter.answer = audit::answer_names.find(visit.field("answer"));
  if (audit::group_of(visit.field("action"))) out.filter.action = visit.field("action");
  out.from = parse_day(visit.field("from"));
  out.until = parse_day(visit.field("until"));
  if (out.from) out.filter.from = start_of(zone, *out.from);
  if (out.until) out.filter.until = start_of(zone, *out.until + std::chrono::days(1));
  out.filter.after = read_place(visit.field("after"));
  return out;
}

std::string AuditQuery::address() const { return told(*this, '&'); }

std::string AuditQuery::address_after(const audit::Place& place) const {
  std::string out = address();
  add(out, "after", fmt::format("{}_{}_{}", to_millis(place.at), place.sequence, place.node), '&');
  return out;
}

AuditQuery AuditQuery::days_only() const {
  AuditQuery out = *this;
  out.filter.staff.reset();
  out.filter.subject.reset();
  out.filter.answer.reset();
  out.filter.action.clear();
  return out;
}

std::string AuditQuery::words() const {
  const std::string out = told(*this, ' ');
  return out.empty() ? "everything" : out;
}

}  // namespace latchkey::kiosk
