#include "core/conversations/not_me_rows.h"

#include <algorithm>

#include "core/base/codes.h"
#include "core/base/normal.h"

namespace latchkey::conversations {

namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

constexpr std::size_t link_size = 43;  // Dice::token()
constexpr std::size_t code_size = 10;  // Crockford base 32
constexpr std::size_t group_size = 5;

// Stored in `recovered`.
constexpr std::int64_t new_password = 0;
constexpr std::int64_t user_name = 1;
constexpr std::int64_t unlocked = 2;
constexpr std::int64_t first_sign_in = 3;

std::int64_t number_of(flow::Topic recovered) {
  if (recovered == flow::Topic::forgot_user_name) return user_name;
  if (recovered == flow::Topic::first_sign_in) return first_sign_in;
  return recovered == flow::Topic::locked ? unlocked : new_password;
}

flow::Topic topic_of(std::int64_t number) {
  if (number == user_name) return flow::Topic::forgot_user_name;
  if (number == first_sign_in) return flow::Topic::first_sign_in;
  return number == unlocked ? flow::Topic::locked : flow::Topic::forgot_password;
}

// What is NULL is so until somebody says "this wasn't me".
constexpr const char* version_1[] = {
    R"sql(CREATE TABLE not_me (
      id INTEGER PRIMARY KEY,
      link_mac BLOB NOT NULL UNIQUE,
      code_mac BLOB NOT NULL UNIQUE,
      patient INTEGER NOT NULL,
      recovered INTEGER NOT NULL,
      recovery INTEGER NOT NULL,
      issued_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      help_number TEXT,
      office INTEGER,
      promised_by INTEGER,
      told_at INTEGER
    ) STRICT)sql",
    "CREATE INDEX not_me_expires_at ON not_me (expires_at)"};
constexpr const char* version_2[] = {"CREATE INDEX not_me_recovery ON not_me (recovery)"};
constexpr storage::SchemaVersion versions[] = {{version_1}, {version_2}};

std::string mac_of(const Sealer& sealer, NotMeTyped::What what, const Secret& text) {
  return code_index(
      sealer, what == NotMeTyped::What::link ? CodePurpose::not_me_link : CodePurpose::not_me_code,
      text);
}

bool looks_like_link(std::string_view text) {
  return text.size() == link_size && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  c == '-' || c == '_';
         });
}

NotMe not_me_of(const Row& row) {
  NotMe out;
  out.id = row.id<ConversationId>(0);
  out.patient = row.id<PatientId>(1);
  out.recovered = topic_of(row.integer(2));
  out.recovery = row.id<ConversationId>(3);
  out.issued_at = row.time(4);
  out.expires_at = row.time(5);
  if (const auto number = row.maybe_text(6))
    out.told = NotMe::Told{*number, row.id<LocationId>(7), row.time(8)};
  return out;
}

}  // namespace

storage::AreaSchema not_me_schema() { return {"not_me", versions}; }

NotMeSecrets draw_not_me(Dice& dice) {
  return {Secret(dice.token()), Secret(dice.crockford(code_size))};
}

Secret spaced_not_me(const Secret& code) {
  const std::string_view text = code.reveal();
  std::string spaced(text.substr(0, group_size));
  return Secret(spaced.append("-").append(text.substr(group_size)));
}

void keep_not_me(Transaction& tx, const Sealer& sealer, const NotMe& row,
                 const NotMeSecrets& secrets) {
  tx.run(
      R"sql(INSERT INTO not_me (id, link_mac, code_mac, patient, recovered, recovery, issued_at,
                                expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING)sql",
      row.id, Blob{mac_of(sealer, NotMeTyped::What::link, secrets.link)},
      Blob{mac_of(sealer, NotMeTyped::What::code, secrets.code)}, row.patient,
      number_of(row.recovered), row.recovery, row.issued_at, row.expires_at);
}

NotMeTyped read_not_me(const Sealer& sealer, const Secret& typed) {
  using What = NotMeTyped::What;
  if (looks_like_link(typed.reveal())) return {What::link, mac_of(sealer, What::link, typed)};
  const Secret code(normal_paper_code(typed.reveal()).value_or(""));
  return {What::code, mac_of(sealer, What::code, code)};
}

std::optional<NotMe> find_not_me(Transaction& tx, const NotMeTyped& typed, Time now) {
  const bool link = typed.what == NotMeTyped::What::link;
  const auto found = tx.run(
      R"sql(SELECT id, patient, recovered, recovery, issued_at, expires_at, help_number, office,
                   promised_by
            FROM not_me WHERE link_mac = $1 OR code_mac = $2)sql",
      Blob{link ? typed.mac : ""}, Blob{link ? "" : typed.mac});
  const Row* row = found.one();
  if (!row || row->time(5) <= now) return std::nullopt;
  return not_me_of(*row);
}

std::optional<NotMe> notified(Transaction& tx, ConversationId recovery) {
  const auto found = tx.run(
      R"sql(SELECT id, patient, recovered, recovery, issued_at, expires_at, help_number, office,
                   promised_by
            FROM not_me WHERE recovery = $1 ORDER BY issued_at, id LIMIT 1)sql",
      recovery);
  const Row* row = found.one();
  return row ? std::optional(not_me_of(*row)) : std::nullopt;
}

void mark_told(Transaction& tx, ConversationId id, const NotMe::Told& told, Time now) {
  tx.run(
      R"sql(UPDATE not_me SET help_number = $2, office = $3, promised_by = $4, told_at = $5
            WHERE id = $1)sql",
      id, told.help_number, told.office, told.promised_by, now);
}

void forget_not_me(Transaction& tx, Time now) {
  tx.run("DELETE FROM not_me WHERE expires_at <= $1", now);
}

}  // namespace latchkey::conversations
