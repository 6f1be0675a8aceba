#include "core/tickets/letters.h"

namespace latchkey::tickets {

namespace {

using storage::Row;
using storage::Transaction;

// What is NULL is so until the letter has ended.
constexpr const char* version_1[] = {
    R"sql(CREATE TABLE letter (
      id INTEGER PRIMARY KEY,
      recovery INTEGER NOT NULL UNIQUE,
      patient INTEGER NOT NULL,
      location INTEGER NOT NULL,
      about TEXT NOT NULL,
      why TEXT NOT NULL,
      asked_at INTEGER NOT NULL,
      ended_as TEXT,
      ended_by INTEGER,
      ended_at INTEGER
    ) STRICT)sql",
    "CREATE INDEX letter_open ON letter (asked_at) WHERE ended_at IS NULL",
    "CREATE INDEX letter_ended_at ON letter (ended_at)"};
constexpr storage::SchemaVersion versions[] = {{version_1}};

// Columns: id, recovery, patient, location, about, why, asked_at.
Letter letter_of(const Row& row) {
  return {row.id<LetterId>(0),
          row.id<ConversationId>(1),
          row.id<PatientId>(2),
          row.id<LocationId>(3),
          letter_about_names.read(row.text(4)),
          letter_why_names.read(row.text(5)),
          row.time(6)};
}

}  // namespace

storage::AreaSchema letters_schema() { return {"letters", versions}; }

void ask_letter(Transaction& tx, const Letter& letter) {
  tx.run(
      R"sql(INSERT INTO letter (id, recovery, patient, location, about, why, asked_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (recovery) DO NOTHING)sql",
      letter.id, letter.recovery, letter.patient, letter.location, letter_about_names[letter.about],
      letter_why_names[letter.why], letter.asked_at);
}

std::vector<Letter> open_letters(Transaction& tx) {
  std::vector<Letter> out;
  const auto found = tx.run(
      R"sql(SELECT id, recovery, patient, location, about, why, asked_at FROM letter
            WHERE ended_at IS NULL ORDER BY asked_at, id)sql");
  for (const Row& row : found.rows) out.push_back(letter_of(row));
  return out;
}

std::optional<Letter> open_letter(Transaction& tx, LetterId id) {
  const auto found = tx.run(
      R"sql(SELECT id, recovery, patient, location, about, why, asked_at FROM letter
            WHERE id = $1 AND ended_at IS NULL)sql",
      id);
  const Row* row = found.one();
  return row ? std::optional(letter_of(*row)) : std::nullopt;
}

bool end_letter(Transaction& tx, LetterId id, LetterEnd how, StaffId by, Time now) {
  const auto ended = tx.run(
      R"sql(UPDATE letter SET ended_as = $2, ended_by = $3, ended_at = $4
            WHERE id = $1 AND ended_at IS NULL)sql",
      id, letter_end_names[how], by, now);
  return ended.changed == 1;
}

void forget_letters(Transaction& tx, Time before) {
  tx.run("DELETE FROM letter WHERE ended_at < $1", before);
}

}  // namespace latchkey::tickets
