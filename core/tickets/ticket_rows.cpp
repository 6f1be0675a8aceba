// Reading tickets: row to value, lists by keyset, and the whole of one ticket.
#include <algorithm>

#include "core/base/fault.h"
#include "core/tickets/ticket_sealing.h"

namespace latchkey::tickets {

using storage::Row;
using storage::Transaction;

namespace {

constexpr int list_max = 500;

template <class AnId>
std::optional<AnId> maybe_id(const Row& row, std::size_t column) {
  if (const auto value = row.maybe_integer(column)) return AnId{*value};
  return std::nullopt;
}

template <class Enum>
Enum choice(const Row& row, std::size_t column) {
  return static_cast<Enum>(row.integer(column));
}

Ticket ticket_from(const Row& row) {
  Ticket out;
  out.id = row.id<TicketId>(0);
  out.number = {row.text(1)};
  out.state = state_names.read(row.text(2));
  out.code = failure_code_names.read(row.text(3));
  out.category = category_names.read(row.text(4));
  out.location = row.id<LocationId>(5);
  out.queue = queue_names.read(row.text(6));
  out.priority = choice<Priority>(row, 7);
  out.promised_by = row.time(8);
  out.created_at = row.time(9);
  out.updated_at = row.time(10);
  out.channel = channel_names.read(row.text(11));
  out.language = row.text(12);
  out.interpreter = choice<Interpreter>(row, 13);
  out.verified = choice<Verified>(row, 14);
  out.fraud = choice<Ticket::Fraud>(row, 15);
  out.patient = maybe_id<PatientId>(row, 16);
  out.owner = maybe_id<StaffId>(row, 17);
  out.last_owner = maybe_id<StaffId>(row, 18);
  out.opened_by = maybe_id<StaffId>(row, 19);
  out.contact_count = row.integer(20);
  if (const auto outcome = row.maybe_text(21)) out.outcome = outcome_names.read(*outcome);
  out.minutes = row.integer(22);
  return out;
}

// Locations as one parameter: ",3,17,". `*` is any; an empty list matches nothing.
std::string locations_parameter(const std::optional<std::vector<LocationId>>& locations) {
  if (!locations) return "*";
  std::string out = ",";
  for (const LocationId location : *locations) out += std::to_string(location.value) + ",";
  return out;
}

template <class Enum, class Names>
std::string word_parameter(const std::optional<Enum>& value, const Names& names) {
  return value ? std::string(names[*value]) : "*";
}

storage::Result list_open(Transaction& tx, const Filter& filter) {
  const Ticket* after = filter.after ? &*filter.after : nullptr;
  return tx.run(
      "SELECT id FROM ticket WHERE is_open = 1"
      " AND (rank, promised_by, id) > ($1, $2, $3)"
      " AND (queue = $4 OR $4 = '*') AND (code = $5 OR $5 = '*')"
      " AND (owner = $6 OR $6 = 0)"
      " AND ($7 = '*' OR $7 LIKE '%,' || CAST(location AS TEXT) || ',%')"
      " AND (state = $9 OR $9 = '*') AND promised_by < $10"
      " ORDER BY rank, promised_by, id LIMIT $8",
      after ? static_cast<std::int64_t>(after->priority) : -1,
      after ? to_millis(after->promised_by) : 0, after ? after->id.value : 0,
      word_parameter(filter.queue, queue_names), word_parameter(filter.code, failure_code_names),
      filter.owner ? filter.owner->value : 0, locations_parameter(filter.locations), filter.limit,
      word_parameter(filter.state, state_names),
      filter.promised_before ? to_millis(*filter.promised_before) : INT64_MAX);
}

storage::Result list_ended(Transaction& tx, const Filter& filter) {
  const Ticket* after = filter.after ? &*filter.after : nullptr;
  return tx.run(
      "SELECT id FROM ticket WHERE is_open = 0"
      " AND (updated_at, id) < ($1, $2)"
      " AND (queue = $3 OR $3 = '*') AND (code = $4 OR $4 = '*')"
      " AND (owner = $5 OR $5 = 0)"
      " AND ($6 = '*' OR $6 LIKE '%,' || CAST(location AS TEXT) || ',%')"
      " ORDER BY updated_at DESC, id DESC LIMIT $7",
      after ? to_millis(after->updated_at) : INT64_MAX, after ? after->id.value : INT64_MAX,
      word_parameter(filter.queue, queue_names), word_parameter(filter.code, failure_code_names),
      filter.owner ? filter.owner->value : 0, locations_parameter(filter.locations), filter.limit);
}

std::vector<Tried> tried_of(Transaction& tx, ContactRowId contact) {
  std::vector<Tried> out;
  const auto found = tx.run(
      "SELECT at, step, result FROM ticket_step WHERE contact = $1 ORDER BY ordinal", contact);
  for (const Row& row : found.rows) out.push_back({row.time(0), row.text(1), row.text(2)});
  return out;
}

std::vector<Contact> contacts_of(Transaction& tx, const Sealer& sealer, TicketId ticket) {
  std::vector<Contact> out;
  const auto found = tx.run(
      "SELECT id, number, conversation, at, code, channel, verified, personal, told_location"
      " FROM ticket_contact WHERE ticket = $1 ORDER BY ordinal",
      ticket);
  for (const Row& row : found.rows) {
    Contact contact;
    contact.id = row.id<ContactRowId>(0);
    contact.number = {row.text(1)};
    contact.conversation = maybe_id<ConversationId>(row, 2);
    contact.at = row.time(3);
    contact.code = failure_code_names.read(row.text(4));
    contact.channel = channel_names.read(row.text(5));
    contact.verified = choice<Verified>(row, 6);
    contact.personal = open_personal(sealer, contact.id, row.blob(7));
    contact.told = maybe_id<LocationId>(row, 8);
    contact.tried = tried_of(tx, contact.id);
    out.push_back(std::move(contact));
  }
  return out;
}

std::vector<TimelineEntry> timeline_of(Transaction& tx, const Sealer& sealer, TicketId ticket) {
  std::vector<TimelineEntry> out;
  const auto found = tx.run(
      "SELECT ordinal, at, what, staff, word, note FROM ticket_event WHERE ticket = $1"
      " ORDER BY ordinal",
      ticket);
  for (const Row& row : found.rows) {
    TimelineEntry entry;
    entry.ordinal = row.integer(0);
    entry.at = row.time(1);
    entry.what = happening_names.read(row.text(2));
    entry.by = maybe_id<StaffId>(row, 3);
    entry.word = row.text(4);
    if (const auto note = row.maybe_blob(5))
      entry.text = open_note(sealer, ticket, entry.ordinal, *note);
    out.push_back(std::move(entry));
  }
  return out;
}

std::vector<Ticket> summaries(const Tickets& tickets, Transaction& tx, const storage::Result& ids) {
  std::vector<Ticket> out;
  for (const Row& row : ids.rows)
    if (auto ticket = tickets.summary(tx, row.id<TicketId>(0))) out.push_back(*std::move(ticket));
  return out;
}

}  // namespace

std::optional<Ticket> Tickets::summary(Transaction& tx, TicketId id) const {
  const auto found = tx.run(
      "SELECT id, number, state, code, category, location, queue, rank, promised_by, created_at,"
      " updated_at, channel, language, interpreter, verified, possible_fraud, patient, owner,"
      " last_owner, opened_by, contact_count, outcome, minutes FROM ticket WHERE id = $1",
      id);
  if (const Row* row = found.one()) return ticket_from(*row);
  return std::nullopt;
}

std::vector<Ticket> Tickets::list(Transaction& tx, const Filter& filter) const {
  ensure(filter.limit >= 1 && filter.limit <= list_max, "a list shows 1 to 500 tickets");
  return summaries(
      *this, tx,
      filter.which == Filter::Which::open ? list_open(tx, filter) : list_ended(tx, filter));
}

std::vector<Ticket> Tickets::of_patient(Transaction& tx, PatientId patient, int limit) const {
  return summaries(*this, tx,
                   tx.run("SELECT id FROM ticket WHERE patient = $1"
                          " ORDER BY created_at DESC, id DESC LIMIT $2",
                          patient, limit));
}

std::vector<Ticket> Tickets::overdue(Transaction& tx, Time now, int limit) const {
  return summaries(*this, tx,
                   tx.run("SELECT id FROM ticket WHERE is_open = 1 AND state = 'new'"
                          " AND promised_by < $1 ORDER BY promised_by, id LIMIT $2",
                          now, limit));
}

std::optional<TicketId> Tickets::find(Transaction& tx, const HelpNumber& number) const {
  const auto found = tx.run("SELECT ticket FROM ticket_contact WHERE number = $1", number.digits);
  if (const Row* row = found.one()) return row->id<TicketId>(0);
  return std::nullopt;
}

std::optional<TicketDetail> Tickets::get(Transaction& tx, TicketId id) const {
  auto ticket = summary(tx, id);
  if (!ticket) return std::nullopt;
  return TicketDetail{*std::move(ticket), contacts_of(tx, sealer_, id),
                      timeline_of(tx, sealer_, id)};
}

std::optional<TicketDetail> Tickets::get(Transaction& tx, const HelpNumber& number) const {
  const auto id = find(tx, number);
  return id ? get(tx, *id) : std::nullopt;
}

}  // namespace latchkey::tickets
