#include "core/tickets/tickets.h"

#include <algorithm>

#include "core/base/fault.h"
#include "core/tickets/ticket_sealing.h"

namespace latchkey::tickets {

using storage::Blob;
using storage::Transaction;

namespace {

constexpr int number_draws_max = 100;
constexpr auto fraud_window = std::chrono::hours(24);

// What both doors have in common.
struct Asked {
  const Minted& minted;
  const HelpNumber& number;
  std::optional<ConversationId> conversation;
  std::optional<StaffId> opened_by;
  FailureCode code;
  Category category;
  LocationId location;
  std::optional<LocationId> told;
  Queue queue;
  Channel channel;
  const std::string& language;
  Interpreter interpreter;
  Verified verified;
  std::optional<PatientId> patient;
  Time promised_by;
  const Personal& personal;
};

std::int64_t flag(auto choice) { return static_cast<std::int64_t>(choice); }

// Only people without a record are joined by the number they left: a patient's ticket never
// takes in somebody who merely knows the patient's number.
std::optional<Blob> callback_index(const Sealer& sealer, const Asked& asked) {
  if (asked.patient || asked.personal.callback.empty()) return std::nullopt;
  return Blob{sealer.blind("ticket.callback", asked.personal.callback)};
}

std::optional<TicketId> open_ticket_for(Transaction& tx, const Asked& asked,
                                        const std::optional<Blob>& index) {
  const std::string_view category = category_names[asked.category];
  const auto found =
      asked.patient
          ? tx.run("SELECT id FROM ticket WHERE patient = $1 AND category = $2 AND is_open = 1",
                   *asked.patient, category)
          : tx.run(
                "SELECT id FROM ticket WHERE callback_index = $1 AND category = $2"
                " AND is_open = 1 ORDER BY created_at LIMIT 1",
                index, category);
  if (found.rows.empty()) return std::nullopt;
  return found.rows.front().id<TicketId>(0);
}

// product.md T3: two conversations with failed codes in 24 hours look like somebody guessing.
Ticket::Fraud suspicion(Transaction& tx, const Asked& asked, Time now) {
  using enum Ticket::Fraud;
  if (asked.code == FailureCode::repudiated) return possible;
  if (asked.code != FailureCode::code_failed || !asked.patient) return not_suspected;
  const auto earlier = tx.run(
      "SELECT COUNT(*) FROM ticket_contact c JOIN ticket t ON t.id = c.ticket"
      " WHERE t.patient = $1 AND c.code = 'code_failed' AND c.at > $2",
      *asked.patient, now - fraud_window);
  return earlier.rows.front().integer(0) > 0 ? possible : not_suspected;
}

std::optional<StaffId> last_owner_of(Transaction& tx, std::optional<PatientId> patient) {
  if (!patient) return std::nullopt;
  const auto found = tx.run(
      "SELECT owner FROM ticket WHERE patient = $1 AND owner IS NOT NULL"
      " ORDER BY updated_at DESC LIMIT 1",
      *patient);
  if (found.rows.empty()) return std::nullopt;
  return found.rows.front().id<StaffId>(0);
}

void insert_ticket(Transaction& tx, const Asked& asked, const std::optional<Blob>& index,
                   Ticket::Fraud fraud, Time now) {
  const Priority priority = fraud == Ticket::Fraud::possible ? Priority::urgent : Priority::normal;
  tx.run(
      "INSERT INTO ticket (id, number, state, is_open, code, category, location, queue, rank,"
      " promised_by, created_at, updated_at, channel, language, interpreter, verified,"
      " possible_fraud, patient, callback_index, owner, last_owner, opened_by, contact_count,"
      " outcome, minutes) VALUES ($1, $2, 'new', 1, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11,"
      " $12, $13, $14, $15, $16, NULL, $17, $18, 1, NULL, 0)",
      asked.minted.ticket, asked.number.digits, failure_code_names[asked.code],
      category_names[asked.category], asked.location, queue_names[asked.queue], flag(priority),
      asked.promised_by, now, channel_names[asked.channel], asked.language, flag(asked.interpreter),
      flag(asked.verified), flag(fraud), asked.patient, index, last_owner_of(tx, asked.patient),
      asked.opened_by);
}

// The patient has been in touch: whoever waits for them waits no more, and the earlier promise
// and the graver code stay.
void append_to(Transaction& tx, TicketId ticket, const Asked& asked, Ticket::Fraud fraud) {
  tx.run(
      "UPDATE ticket SET contact_count = contact_count + 1,"
      " rank = CASE WHEN $2 = 1 OR rank = 0 THEN 0 ELSE rank - 1 END,"
      " state = CASE WHEN state = 'waiting_patient' THEN 'claimed' ELSE state END,"
      " promised_by = CASE WHEN promised_by > $3 THEN $3 ELSE promised_by END,"
      " code = CASE WHEN $4 = 'repudiated' THEN $4 ELSE code END,"
      " interpreter = CASE WHEN $5 = 1 THEN 1 ELSE interpreter END,"
      " verified = CASE WHEN $6 = 0 THEN 0 ELSE verified END,"
      " possible_fraud = CASE WHEN $2 = 1 THEN 1 ELSE possible_fraud END"
      " WHERE id = $1",
      ticket, flag(fraud), asked.promised_by, failure_code_names[asked.code],
      flag(asked.interpreter), flag(asked.verified));
}

void insert_contact(Transaction& tx, const Sealer& sealer, TicketId ticket, const Asked& asked,
                    Time now) {
  tx.run(
      "INSERT INTO ticket_contact (id, ticket, ordinal, number, conversation, at, code, channel,"
      " verified, personal, told_location)"
      " VALUES ($1, $2, (SELECT contact_count FROM ticket WHERE id = $2),"
      " $3, $4, $5, $6, $7, $8, $9, $10)",
      asked.minted.contact, ticket, asked.number.digits, asked.conversation, now,
      failure_code_names[asked.code], channel_names[asked.channel], flag(asked.verified),
      Blob{seal_personal(sealer, asked.minted.contact, asked.personal)}, asked.told);
}

Opened open(Transaction& tx, const Sealer& sealer, const Asked& asked, Time now) {
  const auto index = callback_index(sealer, asked);
  const Ticket::Fraud fraud = suspicion(tx, asked, now);
  const auto existing = open_ticket_for(tx, asked, index);
  const TicketId ticket = existing.value_or(asked.minted.ticket);
  if (existing)
    append_to(tx, ticket, asked, fraud);
  else
    insert_ticket(tx, asked, index, fraud, now);
  insert_contact(tx, sealer, ticket, asked, now);
  write_event(tx, sealer, ticket, now, existing ? Happening::appended : Happening::opened,
              asked.opened_by, failure_code_names[asked.code]);
  return {ticket, asked.number, existing ? Door::appended : Door::opened};
}

// A conversation that asks again gets what it already has.
Opened open_once(Transaction& tx, const Sealer& sealer, const Asked& asked,
                 const std::vector<Tried>& all_tried, Time now) {
  const auto before = tx.run("SELECT ticket, number FROM ticket_contact WHERE conversation = $1",
                             asked.conversation);
  if (const auto* row = before.one())
    return {row->id<TicketId>(0), HelpNumber{row->text(1)}, Door::repeated};
  Opened opened = open(tx, sealer, asked, now);
  std::int64_t ordinal = 0;
  for (const Tried& tried : all_tried)
    tx.run(
        "INSERT INTO ticket_step (contact, ordinal, at, step, result)"
        " VALUES ($1, $2, $3, $4, $5)",
        asked.minted.contact, ++ordinal, tried.at, tried.step, tried.result);
  return opened;
}

}  // namespace

Minted mint(Dice& dice) {
  return {TicketId{dice.row_id()}, ContactRowId{dice.row_id()}, dice.row_id()};
}

HelpNumber Tickets::free_number(Transaction& tx, std::int64_t seed) const {
  for (int attempt = 0; attempt < number_draws_max; ++attempt) {
    HelpNumber number = derive_help_number(sealer_, seed, attempt);
    if (tx.run("SELECT 1 FROM ticket_contact WHERE number = $1", number.digits).rows.empty())
      return number;
  }
  throw Fault("no free help number after 100 draws: old tickets need to be archived");
}

Opened Tickets::open_or_append(Transaction& tx, const NewTicket& asked, Time now) const {
  ensure(asked.code != FailureCode::none && asked.code != FailureCode::repudiated,
         "a conversation's ticket has a failure code of hand_over()'s");
  return open_once(
      tx, sealer_,
      {asked.minted, asked.number, asked.conversation, std::nullopt, asked.code, asked.category,
       asked.location, asked.told, asked.queue, asked.channel, asked.language, asked.interpreter,
       asked.verified, asked.patient, asked.promised_by, asked.personal},
      asked.tried, now);
}

Opened Tickets::open_repudiated(Transaction& tx, const RepudiatedTicket& asked, Time now) const {
  return open_once(tx, sealer_,
                   {asked.minted,
                    asked.number,
                    asked.conversation,
                    std::nullopt,
                    FailureCode::repudiated,
                    asked.category,
                    asked.location,
                    asked.location,
                    Queue::office,
                    Channel::web,
                    asked.language,
                    Interpreter::not_needed,
                    Verified::no,
                    asked.patient,
                    asked.promised_by,
                    {}},
                   asked.tried, now);
}

Tickets::Listed Tickets::list_tried(Transaction& tx, ConversationId conversation,
                                    const Tried& tried) const {
  const auto found = tx.run("SELECT id FROM ticket_contact WHERE conversation = $1", conversation);
  const auto* contact = found.one();
  if (!contact) return Listed::unknown;
  const auto there =
      tx.run("SELECT 1 FROM ticket_step WHERE contact = $1 AND step = $2 AND result = $3",
             contact->integer(0), tried.step, tried.result);
  if (there.rows.empty())
    tx.run(
        "INSERT INTO ticket_step (contact, ordinal, at, step, result) VALUES ($1,"
        " (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM ticket_step WHERE contact = $1), $2, $3, $4)",
        contact->integer(0), tried.at, tried.step, tried.result);
  return Listed::listed;
}

Opened Tickets::open_by_staff(Transaction& tx, const StaffTicket& asked, Time now) const {
  return open(
      tx, sealer_,
      {asked.minted, asked.number, std::nullopt, asked.opened_by, FailureCode::none, asked.category,
       asked.location, std::nullopt, asked.queue, Channel::desk, asked.language,
       Interpreter::not_needed, Verified::no, asked.patient, asked.promised_by, asked.personal},
      now);
}

}  // namespace latchkey::tickets
