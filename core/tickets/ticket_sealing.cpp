#include "core/tickets/ticket_sealing.h"

#include "core/base/codec.h"
#include "core/tickets/news.h"

namespace latchkey::tickets {

namespace {

constexpr std::string_view personal_purpose = "ticket.personal";
constexpr std::int64_t personal_version = 1;

std::string note_purpose(std::int64_t ordinal) { return "ticket.note." + std::to_string(ordinal); }

}  // namespace

std::string seal_personal(const Sealer& sealer, ContactRowId row, const Personal& personal) {
  Writer writer;
  writer.number(personal_version);
  writer.text(personal.callback);
  writer.text(personal.best_time);
  writer.text(personal.error_text);
  writer.text(personal.browser);
  writer.choice(personal.leave_message);
  return sealer.seal(writer.take(), row.value, personal_purpose);
}

Personal open_personal(const Sealer& sealer, ContactRowId row, std::string_view sealed) {
  const std::string plain = sealer.open_or_fault(sealed, row.value, personal_purpose);
  Reader reader(plain);
  if (reader.number() != personal_version) throw Fault("a ticket's sealed part is of another age");
  Personal out;
  out.callback = reader.text();
  out.best_time = reader.text();
  out.error_text = reader.text();
  out.browser = reader.text();
  out.leave_message = reader.choice(LeaveMessage::yes);
  return out;
}

std::string seal_note(const Sealer& sealer, TicketId ticket, std::int64_t ordinal,
                      std::string_view text) {
  return sealer.seal(text, ticket.value, note_purpose(ordinal));
}

std::string open_note(const Sealer& sealer, TicketId ticket, std::int64_t ordinal,
                      std::string_view sealed) {
  return sealer.open_or_fault(sealed, ticket.value, note_purpose(ordinal));
}

void write_event(storage::Transaction& tx, const Sealer& sealer, TicketId ticket, Time now,
                 Happening what, std::optional<StaffId> by, std::string_view word,
                 std::string_view text) {
  const auto found =
      tx.run("SELECT COALESCE(MAX(ordinal), 0) + 1 FROM ticket_event WHERE ticket = $1", ticket);
  const std::int64_t ordinal = found.rows.front().integer(0);
  std::optional<storage::Blob> note;
  if (!text.empty()) note = storage::Blob{seal_note(sealer, ticket, ordinal, text)};
  tx.run(
      "INSERT INTO ticket_event (ticket, ordinal, at, what, staff, word, note)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)",
      ticket, ordinal, now, happening_names[what], by, word, note);
  tx.run("UPDATE ticket SET updated_at = $2 WHERE id = $1", ticket, now);
  if (is_news(what))
    tx.run("INSERT INTO ticket_news (ticket, what, at) VALUES ($1, $2, $3)", ticket,
           happening_names[what], now);
}

}  // namespace latchkey::tickets
