#include "core/settings/documents.h"

#include "core/base/codec.h"
#include "core/base/fault.h"
#include "core/base/secret.h"

namespace latchkey::settings {

using storage::Blob;
using storage::Row;
using storage::Transaction;

namespace {

constexpr const char* version_1[] = {
    "CREATE TABLE setting_version ("
    " id INTEGER PRIMARY KEY,"
    " document TEXT NOT NULL,"
    " number INTEGER NOT NULL,"
    " state TEXT NOT NULL,"
    " text BLOB NOT NULL,"
    " note BLOB NOT NULL,"
    " author INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " base INTEGER NOT NULL,"
    " published_by INTEGER,"
    " published_at INTEGER,"
    " proof BLOB NOT NULL,"
    " UNIQUE (document, number)) STRICT"};
constexpr storage::SchemaVersion versions[] = {{version_1}};

constexpr std::string_view text_purpose = "setting.text", note_purpose = "setting.note",
                           proof_purpose = "setting.proof";

}  // namespace

storage::AreaSchema schema() { return {"settings", versions}; }

std::string Documents::proof(const Version& version) const {
  Writer all;
  all.number(version.id);
  all.text(version.document);
  all.number(version.number);
  all.text(state_names[version.state]);
  all.text(version.text);
  all.text(version.note);
  all.number(version.author.value);
  all.time(version.at);
  all.number(version.base);
  all.maybe(version.published_by, [&](StaffId by) { all.number(by.value); });
  all.maybe(version.published_at, [&](Time at) { all.time(at); });
  return sealer_.mac(proof_purpose, all.take());
}

Version Documents::version(const Row& row) const {
  Version out;
  out.id = row.integer(0);
  out.document = row.text(1);
  out.number = row.integer(2);
  const std::string named = out.document + " version " + std::to_string(out.number);
  const auto state = state_names.find(row.text(3));
  const auto text = sealer_.open(row.blob(4), out.id, text_purpose);
  const auto note = sealer_.open(row.blob(5), out.id, note_purpose);
  const auto damaged = [&] {
    return Fault("setting " + named + ": the row was changed by somebody without the keys");
  };
  if (!state || !text || !note) throw damaged();
  out.state = *state;
  out.text = *text;
  out.note = *note;
  out.author = row.id<StaffId>(6);
  out.at = row.time(7);
  out.base = row.integer(8);
  if (const auto by = row.maybe_integer(9)) out.published_by = StaffId{*by};
  if (const auto at = row.maybe_integer(10)) out.published_at = from_millis(*at);
  if (!same_bytes(row.blob(11), proof(out))) throw damaged();
  return out;
}

std::int64_t Documents::standing(Transaction& tx, std::string_view document) const {
  const auto draft = tx.run(
      "SELECT MAX(number) FROM setting_version WHERE document = $1 AND state = 'draft'", document);
  if (const auto number = draft.rows.front().maybe_integer(0)) return *number;
  const auto published =
      tx.run("SELECT MAX(number) FROM setting_version WHERE document = $1 AND state = 'published'",
             document);
  return published.rows.front().maybe_integer(0).value_or(0);
}

std::optional<Version> Documents::get(Transaction& tx, std::string_view document,
                                      std::int64_t number) const {
  const auto found = tx.run(
      "SELECT id, document, number, state, text, note, author, at, base, published_by,"
      " published_at, proof FROM setting_version WHERE document = $1 AND number = $2",
      document, number);
  if (const Row* row = found.one()) return version(*row);
  return std::nullopt;
}

std::optional<Version> Documents::draft(Transaction& tx, std::string_view document) const {
  auto standing_now = get(tx, document, standing(tx, document));
  if (standing_now && standing_now->state != State::draft) standing_now.reset();
  return standing_now;
}

std::optional<Version> Documents::published(Transaction& tx, std::string_view document) const {
  const Numbers all = numbers(tx);
  const auto found = all.find(document);
  return found == all.end() ? std::nullopt : get(tx, document, found->second);
}

std::vector<Version> Documents::history(Transaction& tx, std::string_view document) const {
  const auto found = tx.run(
      "SELECT id, document, number, state, text, note, author, at, base, published_by,"
      " published_at, proof FROM setting_version WHERE document = $1 ORDER BY number DESC",
      document);
  std::vector<Version> out;
  for (const Row& row : found.rows) out.push_back(version(row));
  return out;
}

Numbers Documents::numbers(Transaction& tx) const {
  Numbers out;
  const auto found = tx.run(
      "SELECT document, MAX(number) FROM setting_version WHERE state = 'published'"
      " GROUP BY document");
  for (const Row& row : found.rows) out[row.text(0)] = row.integer(1);
  return out;
}

std::variant<std::int64_t, Overtaken> Documents::save(Transaction& tx, const Save& save,
                                                      Time now) const {
  const std::int64_t stands = standing(tx, save.document);
  if (stands != save.base) return Overtaken{stands};
  if (const auto open = draft(tx, save.document)) withdraw(tx, save.document, open->number);
  const auto last =
      tx.run("SELECT MAX(number) FROM setting_version WHERE document = $1", save.document);
  Version made;
  made.id = save.id;
  made.document = save.document;
  made.number = last.rows.front().maybe_integer(0).value_or(0) + 1;
  made.text = save.text;
  made.note = save.note;
  made.author = save.author;
  made.at = now;
  made.base = save.base;
  tx.run(
      "INSERT INTO setting_version (id, document, number, state, text, note, author, at, base,"
      " proof) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      made.id, made.document, made.number, state_names[made.state],
      Blob{sealer_.seal(made.text, made.id, text_purpose)},
      Blob{sealer_.seal(made.note, made.id, note_purpose)}, made.author, made.at, made.base,
      Blob{proof(made)});
  return made.number;
}

void Documents::write_state(Transaction& tx, const Version& version) const {
  tx.run(
      "UPDATE setting_version SET state = $2, published_by = $3, published_at = $4, proof = $5"
      " WHERE id = $1 AND state = 'draft'",
      version.id, state_names[version.state], version.published_by, version.published_at,
      Blob{proof(version)});
}

bool Documents::publish(Transaction& tx, std::string_view document, std::int64_t number, StaffId by,
                        Time now) const {
  auto open = draft(tx, document);
  if (!open || open->number != number) return false;
  open->state = State::published;
  open->published_by = by;
  open->published_at = now;
  write_state(tx, *open);
  return true;
}

bool Documents::withdraw(Transaction& tx, std::string_view document, std::int64_t number) const {
  auto open = draft(tx, document);
  if (!open || open->number != number) return false;
  open->state = State::withdrawn;
  write_state(tx, *open);
  return true;
}

}  // namespace latchkey::settings
