#include "core/tickets/voicemails.h"

namespace latchkey::tickets {

namespace {

using storage::Row;
using storage::Transaction;

constexpr std::string_view purpose = "voicemail.sound";

// `sound` and `type` are NULL until the message was fetched.
constexpr const char* version_1[] = {
    R"sql(CREATE TABLE voicemail (
      id INTEGER PRIMARY KEY,
      conversation INTEGER NOT NULL UNIQUE,
      seconds INTEGER,
      spoken_at INTEGER NOT NULL,
      type TEXT,
      sound BLOB
    ) STRICT)sql"};
constexpr storage::SchemaVersion versions[] = {{version_1}};

// Columns: id, conversation, seconds, spoken_at, whether there is a sound.
std::optional<Voicemail> voicemail_in(const Row* row) {
  if (!row) return std::nullopt;
  Voicemail out{row->id<VoicemailId>(0), row->id<ConversationId>(1), {}, row->time(3), {}};
  if (const auto seconds = row->maybe_integer(2)) out.seconds = static_cast<int>(*seconds);
  if (row->integer(4) != 0) out.sound = Voicemail::Sound::kept;
  return out;
}

}  // namespace

storage::AreaSchema voicemails_schema() { return {"voicemails", versions}; }

void expect_voicemail(Transaction& tx, const Voicemail& voicemail) {
  tx.run(
      R"sql(INSERT INTO voicemail (id, conversation, seconds, spoken_at)
            VALUES ($1, $2, $3, $4) ON CONFLICT (conversation) DO NOTHING)sql",
      voicemail.id, voicemail.conversation, voicemail.seconds, voicemail.spoken_at);
}

void keep_voicemail(Transaction& tx, const Sealer& sealer, VoicemailId id,
                    const VoicemailSound& sound) {
  tx.run("UPDATE voicemail SET type = $2, sound = $3 WHERE id = $1 AND sound IS NULL", id,
         sound.type, storage::Blob{sealer.seal(sound.bytes.reveal(), id.value, purpose)});
}

std::optional<Voicemail> voicemail_of(Transaction& tx, ConversationId conversation) {
  return voicemail_in(tx.run(
                            R"sql(SELECT id, conversation, seconds, spoken_at, sound IS NOT NULL
                                  FROM voicemail WHERE conversation = $1)sql",
                            conversation)
                          .one());
}

std::optional<Voicemail> voicemail(Transaction& tx, VoicemailId id) {
  return voicemail_in(tx.run(
                            R"sql(SELECT id, conversation, seconds, spoken_at, sound IS NOT NULL
                                  FROM voicemail WHERE id = $1)sql",
                            id)
                          .one());
}

std::optional<VoicemailSound> voicemail_sound(Transaction& tx, const Sealer& sealer,
                                              VoicemailId id) {
  const auto found =
      tx.run("SELECT type, sound FROM voicemail WHERE id = $1 AND sound IS NOT NULL", id);
  const Row* row = found.one();
  if (!row) return std::nullopt;
  return VoicemailSound{Secret(sealer.open_or_fault(row->blob(1), id.value, purpose)),
                        std::string(row->text(0))};
}

void forget_voicemails(Transaction& tx, int most) {
  tx.run(
      R"sql(DELETE FROM voicemail WHERE id IN (
              SELECT id FROM voicemail WHERE NOT EXISTS
                (SELECT 1 FROM ticket_contact WHERE conversation = voicemail.conversation)
              LIMIT $1))sql",
      std::int64_t{most});
}

}  // namespace latchkey::tickets
