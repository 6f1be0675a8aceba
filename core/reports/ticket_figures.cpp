// Tickets, what staff did with them, and codes on their way.
#include <algorithm>

#include "core/reports/contacts.h"

namespace latchkey::reports {

namespace {

struct OpenedTicket {
  std::string code;
  LocationId office;
  Time opened, promised_by;
  std::optional<Time> attempted, ended;
};

void add_code(const OpenedTicket& ticket, TicketFigures& into) {
  if (ticket.code == "repudiated")
    into.repudiated += 1;
  else if (ticket.code == "no_contact" || ticket.code == "policy" || ticket.code == "wants_person")
    into.apart += 1;
  else
    into.failed += 1;
}

// Whoever was reached, or had no need of it any more, was served.
void add_promise(const OpenedTicket& ticket, Time now, TicketFigures& into) {
  if (ticket.promised_by > now) return;
  into.promised += 1;
  const Time never = Time::max();
  const Time served = std::min(ticket.attempted.value_or(never), ticket.ended.value_or(never));
  if (served <= ticket.promised_by) into.kept += 1;
}

std::optional<Time> maybe_time(const storage::Row& row, std::size_t column) {
  const auto at = row.maybe_integer(column);
  return at ? std::optional(from_millis(*at)) : std::nullopt;
}

// By time: "actor || ''" keeps SQLite from the index of actors, which holds six years of them.
std::vector<DeskUse> acts_of_staff(storage::Transaction& tx, Time from, Time until) {
  const auto found = tx.run(
      "SELECT actor_id, COUNT(*), SUM(CASE WHEN answer = 'refused' THEN 1 ELSE 0 END)"
      " FROM audit_row WHERE actor || '' = 'staff' AND actor_id <> 0 AND at >= $1 AND at < $2"
      " GROUP BY actor_id ORDER BY COUNT(*) DESC, actor_id",
      from, until);
  std::vector<DeskUse> out;
  for (const storage::Row& row : found.rows)
    out.push_back({row.id<StaffId>(0), row.integer(1), row.integer(2)});
  return out;
}

}  // namespace

void add_tickets(storage::Transaction& tx, const Asked& asked, TicketFigures& into) {
  const Span span = span_of(asked.month, std::chrono::days(0));
  const auto found = tx.run(
      "SELECT t.code, t.category, t.location, t.channel, t.language, t.created_at, t.promised_by,"
      " t.opened_by,"
      " (SELECT MIN(e.at) FROM ticket_event AS e WHERE e.ticket = t.id AND e.what = 'attempt'),"
      " (SELECT MIN(e.at) FROM ticket_event AS e WHERE e.ticket = t.id AND e.what = 'ended')"
      " FROM ticket AS t WHERE t.created_at >= $1 AND t.created_at < $2",
      span.from, span.until);
  std::vector<Millis> attempts, ends;
  for (const storage::Row& row : found.rows) {
    const OpenedTicket ticket{row.text(0), row.id<LocationId>(2), row.time(5),
                              row.time(6), maybe_time(row, 8),    maybe_time(row, 9)};
    if (wanted(ticket.office, asked) == Wanted::no ||
        month_of(asked.calendar, ticket.office, ticket.opened) != asked.month)
      continue;
    if (row.maybe_integer(7)) {
      into.of_staff += 1;
      continue;
    }
    add_code(ticket, into);
    into.by_code[ticket.code] += 1;
    into.by_category[row.text(1)] += 1;
    into.by_office[ticket.office] += 1;
    into.by_channel[row.text(3)] += 1;
    into.by_language[row.text(4)] += 1;
    add_promise(ticket, asked.now, into);
    if (ticket.attempted) attempts.push_back(*ticket.attempted - ticket.opened);
    if (ticket.ended) ends.push_back(*ticket.ended - ticket.opened);
  }
  into.first_attempt = spread_of(std::move(attempts));
  into.ended = spread_of(std::move(ends));
}

std::vector<DeskUse> desk_use(storage::Transaction& tx, const Asked& asked) {
  const Zone& zone = asked.calendar.zone(asked.default_office);
  const Time from = zone.moment(std::chrono::local_days(asked.month / 1));
  const Time until =
      zone.moment(std::chrono::local_days((asked.month + std::chrono::months(1)) / 1));
  std::vector<DeskUse> out = acts_of_staff(tx, from, until);
  const auto found = tx.run(
      "SELECT e.staff, e.what, COUNT(*), SUM(CASE WHEN e.what = 'ended' THEN t.minutes ELSE 0 END)"
      " FROM ticket_event AS e JOIN ticket AS t ON t.id = e.ticket"
      " WHERE e.staff IS NOT NULL AND e.at >= $1 AND e.at < $2 AND"
      " e.what IN ('note', 'attempt', 'ended') GROUP BY e.staff, e.what",
      from, until);
  for (const storage::Row& row : found.rows) {
    const StaffId staff = row.id<StaffId>(0);
    auto use = std::ranges::find(out, staff, &DeskUse::staff);
    if (use == out.end()) use = out.insert(out.end(), DeskUse{staff});
    if (row.text(1) == "note") use->notes = row.integer(2);
    if (row.text(1) == "attempt") use->calls_back = row.integer(2);
    if (row.text(1) == "ended") use->ended = row.integer(2), use->minutes = row.integer(3);
  }
  return out;
}

// The outbox stores its kinds and reports as numbers: 1 is a code; 4 is delivered, 5 and 6 are not.
std::vector<Delivery> deliveries(storage::Transaction& tx) {
  const auto found = tx.run(
      "SELECT lane, COUNT(*), SUM(CASE WHEN state = 'done' THEN 1 ELSE 0 END),"
      " SUM(CASE WHEN provider_status = 4 THEN 1 ELSE 0 END),"
      " SUM(CASE WHEN state = 'failed' OR provider_status IN (5, 6) THEN 1 ELSE 0 END)"
      " FROM outbox WHERE kind = 1 GROUP BY lane ORDER BY lane");
  std::vector<Delivery> out;
  for (const storage::Row& row : found.rows)
    out.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)});
  return out;
}

}  // namespace latchkey::reports
