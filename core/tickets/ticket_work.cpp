// What happens to a ticket after it was made: taken, moved, noted, called back, ended.
#include <algorithm>
#include <set>

#include "core/base/fault.h"
#include "core/tickets/ticket_sealing.h"

namespace latchkey::tickets {

using storage::Transaction;

namespace {

// product.md "Routing": unreachable after three attempts on different days.
constexpr std::size_t unreachable_days_min = 3;

// Which open state may follow which; `created` is left by claim() and entered by release() only.
bool may_move(State from, State to) {
  switch (from) {
    case State::created:
      return to == State::relayed_it;
    case State::claimed:
      return to == State::waiting_patient || to == State::relayed_it;
    case State::waiting_patient:
      return to == State::claimed || to == State::relayed_it;
    case State::relayed_it:
      return to == State::claimed || to == State::waiting_patient;
    case State::resolved:
    case State::closed:
      return false;
  }
  return false;
}

State state_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::resolved_reset:
    case Outcome::resolved_id_sent:
    case Outcome::resolved_pin_issued:
    case Outcome::resolved_unlocked:
    case Outcome::resolved_guidance:
    case Outcome::account_activated:
    case Outcome::account_deactivated:
    case Outcome::contact_updated_in_person:
    case Outcome::self_resolved:
      return State::resolved;
    default:
      return State::closed;
  }
}

bool needs_note(Outcome outcome) {
  return outcome == Outcome::fraud_suspected || outcome == Outcome::account_deactivated;
}

bool enough_attempts(Transaction& tx, const Ticket& ticket, std::chrono::days age_min, Time now) {
  if (now - ticket.created_at < age_min) return false;
  const auto days = tx.run(
      "SELECT COUNT(DISTINCT local_day) FROM ticket_event"
      " WHERE ticket = $1 AND what = 'attempt'",
      ticket.id);
  return days.rows.front().integer(0) >= static_cast<std::int64_t>(unreachable_days_min);
}

void set_ended(Transaction& tx, TicketId id, Outcome outcome, std::int64_t minutes) {
  tx.run(
      "UPDATE ticket SET state = $2, is_open = 0, outcome = $3, minutes = minutes + $4"
      " WHERE id = $1",
      id, state_names[state_of(outcome)], outcome_names[outcome], minutes);
}

}  // namespace

std::vector<TicketId> Tickets::self_resolve(Transaction& tx, PatientId patient, Category category,
                                            Time now) const {
  const auto found = tx.run(
      "SELECT id, category FROM ticket WHERE patient = $1 AND is_open = 1"
      " AND possible_fraud = 0 AND opened_by IS NULL ORDER BY created_at, id",
      patient);
  std::vector<TicketId> out;
  for (const auto& row : found.rows) {
    const Category its = category_names.read(row.text(1));
    if (its != category && !(is_sign_in(its) && is_sign_in(category))) continue;
    const auto id = row.id<TicketId>(0);
    set_ended(tx, id, Outcome::self_resolved, 0);
    write_event(tx, sealer_, id, now, Happening::ended, std::nullopt,
                outcome_names[Outcome::self_resolved]);
    out.push_back(id);
  }
  return out;
}

Claimed Tickets::claim(Transaction& tx, TicketId id, StaffId by, Time now) const {
  const auto ticket = summary(tx, id);
  if (!ticket) return Claimed::unknown;
  if (!is_open(ticket->state)) return Claimed::ended;
  if (ticket->owner) return *ticket->owner == by ? Claimed::already_yours : Claimed::taken;
  // A relayed ticket stays relayed: what changes is only whose it is.
  const auto taken = tx.run(
      "UPDATE ticket SET owner = $2, state = CASE WHEN state = 'new' THEN 'claimed' ELSE state END"
      " WHERE id = $1 AND owner IS NULL AND is_open = 1",
      id, by);
  if (taken.changed == 0) return Claimed::taken;
  write_event(tx, sealer_, id, now, Happening::claimed, by, "claimed");
  return Claimed::claimed;
}

Moved Tickets::prioritise(Transaction& tx, TicketId id, Priority to, StaffId by, Time now) const {
  const auto ticket = summary(tx, id);
  if (!ticket) return Moved::unknown;
  if (!is_open(ticket->state) || ticket->fraud == Ticket::Fraud::possible)
    return Moved::not_allowed;
  if (ticket->priority == to) return Moved::moved;  // pressed twice
  tx.run("UPDATE ticket SET rank = $2 WHERE id = $1", id, static_cast<std::int64_t>(to));
  write_event(tx, sealer_, id, now, Happening::prioritised, by, priority_names[to]);
  return Moved::moved;
}

Moved Tickets::release(Transaction& tx, TicketId id, StaffId by, Time now) const {
  const auto ticket = summary(tx, id);
  if (!ticket) return Moved::unknown;
  if (!is_open(ticket->state) || ticket->owner != by) return Moved::not_allowed;
  tx.run(
      "UPDATE ticket SET owner = NULL, last_owner = $2,"
      " state = CASE WHEN state = 'relayed_it' THEN state ELSE 'new' END WHERE id = $1",
      id, by);
  write_event(tx, sealer_, id, now, Happening::released, by, "released");
  return Moved::moved;
}

Moved Tickets::move(Transaction& tx, TicketId id, State to, StaffId by, Time now) const {
  const auto ticket = summary(tx, id);
  if (!ticket) return Moved::unknown;
  if (!may_move(ticket->state, to)) return Moved::not_allowed;
  tx.run("UPDATE ticket SET state = $2 WHERE id = $1", id, state_names[to]);
  // The office keeps its sticky owner, IT takes the ticket up anew.
  if (to == State::relayed_it)
    tx.run(
        "UPDATE ticket SET queue = 'it', last_owner = COALESCE(owner, last_owner), owner = NULL"
        " WHERE id = $1",
        id);
  write_event(tx, sealer_, id, now, Happening::moved, by, state_names[to]);
  return Moved::moved;
}

Moved Tickets::requeue(Transaction& tx, TicketId id, Queue to, std::optional<StaffId> by,
                       Time now) const {
  const auto ticket = summary(tx, id);
  if (!ticket) return Moved::unknown;
  if (!is_open(ticket->state) || ticket->queue == to) return Moved::not_allowed;
  tx.run("UPDATE ticket SET queue = $2 WHERE id = $1", id, queue_names[to]);
  write_event(tx, sealer_, id, now, Happening::requeued, by, queue_names[to]);
  return Moved::moved;
}

Moved Tickets::relocate(Transaction& tx, TicketId id, LocationId to, std::optional<StaffId> by,
                        Time now) const {
  const auto ticket = summary(tx, id);
  if (!ticket) return Moved::unknown;
  if (!is_open(ticket->state) || ticket->location == to) return Moved::not_allowed;
  tx.run("UPDATE ticket SET location = $2 WHERE id = $1", id, to);
  write_event(tx, sealer_, id, now, Happening::relocated, by, std::to_string(to.value));
  return Moved::moved;
}

Moved Tickets::refer_back(Transaction& tx, TicketId id, StaffId by, std::string_view note,
                          Time now) const {
  const auto ticket = summary(tx, id);
  if (!ticket) return Moved::unknown;
  if (!is_open(ticket->state) || ticket->queue == Queue::office || note.empty())
    return Moved::not_allowed;
  tx.run("UPDATE ticket SET queue = 'office', state = 'new', owner = NULL WHERE id = $1", id);
  write_event(tx, sealer_, id, now, Happening::requeued, by, queue_names[Queue::office], note);
  return Moved::moved;
}

int Tickets::escalate(Transaction& tx, LocationId office, LocationId above, Time now) const {
  const auto late = tx.run(
      "SELECT id FROM ticket WHERE is_open = 1 AND state = 'new' AND location = $1"
      " AND promised_by < $2 AND NOT EXISTS (SELECT 1 FROM ticket_event"
      "  WHERE ticket = ticket.id AND what = 'relocated' AND staff IS NULL)"
      " ORDER BY promised_by, id LIMIT 500",
      office, now);
  for (const auto& row : late.rows) relocate(tx, row.id<TicketId>(0), above, std::nullopt, now);
  return static_cast<int>(late.rows.size());
}

Moved Tickets::note(Transaction& tx, TicketId id, StaffId by, std::string_view text,
                    Time now) const {
  if (!summary(tx, id)) return Moved::unknown;
  if (text.empty()) return Moved::not_allowed;
  write_event(tx, sealer_, id, now, Happening::note, by, "note", text);
  return Moved::moved;
}

void Tickets::tell(Transaction& tx, TicketId id, Happening what, std::optional<StaffId> by,
                   std::string_view word, Time now) const {
  write_event(tx, sealer_, id, now, what, by, word);
}

Tickets::Linked Tickets::link(Transaction& tx, TicketId id, PatientId patient, StaffId by,
                              Time now) const {
  const auto ticket = summary(tx, id);
  if (!ticket) return Linked::unknown;
  if (!is_open(ticket->state)) return Linked::not_allowed;
  if (ticket->patient == patient) return Linked::linked;
  const auto other =
      tx.run("SELECT id FROM ticket WHERE patient = $1 AND category = $2 AND is_open = 1", patient,
             category_names[ticket->category]);
  if (other.one()) return Linked::other;
  tx.run("UPDATE ticket SET patient = $2, callback_index = NULL WHERE id = $1", id, patient);
  write_event(tx, sealer_, id, now, Happening::linked, by, "linked");
  return Linked::linked;
}

Moved Tickets::attempt(Transaction& tx, TicketId id, StaffId by, Reached result,
                       std::int64_t local_day, Time now) const {
  const auto ticket = summary(tx, id);
  if (!ticket) return Moved::unknown;
  if (!is_open(ticket->state)) return Moved::not_allowed;
  write_event(tx, sealer_, id, now, Happening::attempt, by, reached_names[result]);
  tx.run(
      "UPDATE ticket_event SET local_day = $2 WHERE ticket = $1 AND ordinal ="
      " (SELECT MAX(ordinal) FROM ticket_event WHERE ticket = $1)",
      id, local_day);
  return Moved::moved;
}

Ended Tickets::end(Transaction& tx, TicketId id, const Ending& ending, StaffId by, Time now) const {
  ensure(ending.minutes >= 0, "minutes of work are not negative");
  const auto ticket = summary(tx, id);
  if (!ticket) return Ended::unknown;
  if (!is_open(ticket->state) || ending.outcome == Outcome::self_resolved)
    return Ended::not_allowed;
  // A possible fraud that was none is told from one that nobody looked at by what was written.
  const bool fraud = ticket->fraud == Ticket::Fraud::possible;
  const bool unreachable = ending.outcome == Outcome::unreachable;
  if (fraud && unreachable) return Ended::not_allowed;
  if ((fraud || needs_note(ending.outcome)) && ending.note.empty()) return Ended::note_needed;
  if (unreachable && !enough_attempts(tx, *ticket, unreachable_after_, now))
    return Ended::too_early;
  set_ended(tx, id, ending.outcome, ending.minutes);
  write_event(tx, sealer_, id, now, Happening::ended, by, outcome_names[ending.outcome],
              ending.note);
  return Ended::ended;
}

int Tickets::forget_ended(Transaction& tx, Time before, int most) const {
  const auto old = tx.run(
      "SELECT id FROM ticket WHERE is_open = 0 AND updated_at < $1 ORDER BY updated_at, id"
      " LIMIT $2",
      before, most);
  for (const storage::Row& row : old.rows) {
    const std::int64_t id = row.integer(0);
    tx.run(
        "DELETE FROM ticket_step WHERE contact IN"
        " (SELECT id FROM ticket_contact WHERE ticket = $1)",
        id);
    tx.run("DELETE FROM ticket_contact WHERE ticket = $1", id);
    tx.run("DELETE FROM ticket_event WHERE ticket = $1", id);
    tx.run("DELETE FROM ticket WHERE id = $1", id);
  }
  return static_cast<int>(old.rows.size());
}

}  // namespace latchkey::tickets
