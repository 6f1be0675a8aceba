#include "core/conversations/conversation_rows.h"

#include "core/base/fault.h"
#include "core/conversations/state_codec.h"

namespace latchkey::conversations {

namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

constexpr std::string_view seal_purpose = "conversation.state";

constexpr const char* version_1[] = {
    R"sql(CREATE TABLE conversation (
      id INTEGER PRIMARY KEY,
      channel INTEGER NOT NULL,
      here INTEGER NOT NULL,
      call_id INTEGER NOT NULL,
      question INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      stage TEXT NOT NULL,
      notice INTEGER NOT NULL,
      notice_detail TEXT NOT NULL,
      sealed_state BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      touched_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT)sql",
    "CREATE INDEX conversation_expires_at ON conversation (expires_at)",
    R"sql(CREATE TABLE leg (
      key_hash BLOB PRIMARY KEY,
      conversation_id INTEGER NOT NULL,
      channel INTEGER NOT NULL,
      silences INTEGER NOT NULL,
      wrong_keys INTEGER NOT NULL,
      slower INTEGER NOT NULL,
      waits INTEGER NOT NULL,
      origin BLOB NOT NULL
    ) STRICT)sql",
    "CREATE INDEX leg_conversation ON leg (conversation_id)",
    R"sql(CREATE TABLE hand_off (
      code_mac BLOB PRIMARY KEY,
      conversation_id INTEGER NOT NULL,
      patient_id INTEGER NOT NULL,
      wrong INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT)sql",
    "CREATE INDEX hand_off_conversation ON hand_off (conversation_id)"};
// Absent on pages, and for callers who show no number.
constexpr const char* version_2[] = {"ALTER TABLE leg ADD COLUMN caller BLOB"};
// "One moment" is counted in the signed path, not here.
constexpr const char* version_3[] = {"ALTER TABLE leg DROP COLUMN waits"};
// Absent for callers and addresses that stand for themselves.
constexpr const char* version_4[] = {"ALTER TABLE leg ADD COLUMN network BLOB"};
constexpr const char* version_5[] = {
    R"sql(CREATE TABLE undelivered (
      conversation_id INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (conversation_id, kind)
    ) STRICT)sql"};
// When the sweeper looks whether its time is over. Every turn moves expires_at, and an index over
// that would be written each time.
constexpr const char* version_6[] = {
    "DROP INDEX conversation_expires_at",
    "ALTER TABLE conversation ADD COLUMN look_at INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX conversation_look_at ON conversation (look_at)"};
// Leg::shared; absent for most legs.
constexpr const char* version_7[] = {"ALTER TABLE leg ADD COLUMN kiosk BLOB"};
// Who waits at a kiosk for the desk, and what clerks typed wrong (vouching_rows.cpp).
constexpr const char* version_8[] = {
    R"sql(CREATE TABLE vouching (
      conversation_id INTEGER PRIMARY KEY,
      location INTEGER NOT NULL,
      match BLOB NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT)sql",
    "CREATE INDEX vouching_match ON vouching (match)",
    R"sql(CREATE TABLE vouch_miss (
      id INTEGER PRIMARY KEY,
      staff INTEGER NOT NULL,
      at INTEGER NOT NULL
    ) STRICT)sql",
    "CREATE INDEX vouch_miss_staff ON vouch_miss (staff, at)"};
// Whoever was cut off is found by their number.
constexpr const char* version_9[] = {
    "CREATE INDEX leg_caller ON leg (caller)",
    "CREATE INDEX conversation_called_back ON conversation (stage) WHERE stage = 'calling_back'"};
constexpr storage::SchemaVersion versions[] = {{version_1}, {version_2}, {version_3},
                                               {version_4}, {version_5}, {version_6},
                                               {version_7}, {version_8}, {version_9}};

std::optional<Blob> known(const std::string& name) {
  return name.empty() ? std::nullopt : std::optional(Blob{name});
}

// Columns: id, channel, here, call, question, revision, notice, detail, state, created, touched,
// expires.
Conversation conversation_of(const Row& row, const Sealer& sealer) {
  Conversation c;
  c.id = row.id<ConversationId>(0);
  const std::int64_t channel = row.integer(1);
  const std::int64_t notice = row.integer(6);
  if (channel < 0 || channel > 2 || notice < 0 ||
      notice > static_cast<std::int64_t>(flow::last_notice))
    throw Fault("conversation " + std::to_string(c.id.value) + " has an unknown channel or notice");
  c.channel = static_cast<flow::Channel>(channel);
  c.here = row.id<LocationId>(2);
  c.call = row.id<calls::CallId>(3);
  c.question = row.integer(4);
  c.revision = row.integer(5);
  c.notice = static_cast<flow::Notice>(notice);
  c.notice_detail = row.text(7);
  auto state = decode(sealer.open_or_fault(row.blob(8), c.id.value, seal_purpose));
  if (!state) c.written = Conversation::Written::by_another;
  c.state = std::move(state).value_or(flow::State{});
  c.created_at = row.time(9);
  c.touched_at = row.time(10);
  c.expires_at = row.time(11);
  return c;
}

// Columns from `first` on: silences, wrong_keys, slower, origin, network, caller, kiosk.
Leg leg_at(const Row& row, std::size_t first) {
  return {row.integer(first),
          row.integer(first + 1),
          row.integer(first + 2),
          row.blob(first + 3),
          row.maybe_blob(first + 4).value_or(""),
          row.maybe_blob(first + 5).value_or(""),
          row.maybe_blob(first + 6).value_or("")};
}

}  // namespace

storage::AreaSchema schema() { return {"conversations", versions}; }

LegKey leg_key(const Sealer& sealer, flow::Channel channel, std::string_view secret) {
  std::string name = "leg.";
  name += flow::word(channel);
  return {channel, sealer.blind(name, secret)};
}

std::optional<Loaded> load(Transaction& tx, const Sealer& sealer, const LegKey& key) {
  const auto result = tx.run(
      R"sql(SELECT c.id, c.channel, c.here, c.call_id, c.question, c.revision, c.notice,
                   c.notice_detail, c.sealed_state, c.created_at, c.touched_at, c.expires_at,
                   l.silences, l.wrong_keys, l.slower, l.origin, l.network, l.caller,
                   l.kiosk
            FROM leg l JOIN conversation c ON c.id = l.conversation_id
            WHERE l.key_hash = $1)sql",
      Blob{key.hash});
  const Row* row = result.one();
  if (!row) return std::nullopt;
  return Loaded{conversation_of(*row, sealer), leg_at(*row, 12)};
}

std::vector<Conversation> cut_off_calls(Transaction& tx, const Sealer& sealer,
                                        const std::string& caller, Time now) {
  constexpr int looked_at_max = 5;
  std::vector<Conversation> out;
  if (caller.empty()) return out;
  const auto result = tx.run(
      R"sql(SELECT c.id, c.channel, c.here, c.call_id, c.question, c.revision, c.notice,
                   c.notice_detail, c.sealed_state, c.created_at, c.touched_at, c.expires_at
            FROM leg l JOIN conversation c ON c.id = l.conversation_id
            WHERE l.caller = $1 AND c.expires_at > $2 AND c.stage IN ('proving', 'no_code')
              AND c.channel = $4
            ORDER BY l.rowid DESC LIMIT $3)sql",
      Blob{caller}, now, looked_at_max, static_cast<std::int64_t>(flow::Channel::phone));
  for (const Row& row : result.rows) {
    Conversation c = conversation_of(row, sealer);
    if (c.written == Conversation::Written::by_this_release && flow::can_resume(c.state))
      out.push_back(std::move(c));
  }
  return out;
}

std::vector<ConversationId> called_back(Transaction& tx) {
  std::vector<ConversationId> ids;
  for (const Row& row : tx.run("SELECT id FROM conversation WHERE stage = 'calling_back'").rows)
    ids.push_back(row.id<ConversationId>(0));
  return ids;
}

Leg leg_of(Transaction& tx, ConversationId conversation) {
  const auto result = tx.run(
      "SELECT silences, wrong_keys, slower, origin, network, caller, kiosk FROM leg"
      " WHERE conversation_id = $1 ORDER BY rowid LIMIT 1",
      conversation);
  const Row* row = result.one();
  return row ? leg_at(*row, 0) : Leg{};
}

std::optional<Conversation> load(Transaction& tx, const Sealer& sealer, ConversationId id) {
  const auto result = tx.run(
      R"sql(SELECT id, channel, here, call_id, question, revision, notice, notice_detail,
                   sealed_state, created_at, touched_at, expires_at
            FROM conversation WHERE id = $1)sql",
      id);
  const Row* row = result.one();
  if (!row) return std::nullopt;
  return conversation_of(*row, sealer);
}

namespace {

void put_leg(Transaction& tx, ConversationId conversation, const LegKey& key, const Leg& leg) {
  tx.run(
      R"sql(INSERT INTO leg (key_hash, conversation_id, channel, silences, wrong_keys, slower,
                             origin, network, caller, kiosk)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (key_hash) DO UPDATE SET
              conversation_id = excluded.conversation_id, silences = excluded.silences,
              wrong_keys = excluded.wrong_keys, slower = excluded.slower,
              origin = excluded.origin, network = excluded.network, caller = excluded.caller,
              kiosk = excluded.kiosk)sql",
      Blob{key.hash}, conversation, static_cast<std::int64_t>(key.channel), leg.silences,
      leg.wrong_keys, leg.slower, Blob{leg.origin}, known(leg.network), known(leg.caller),
      known(leg.shared));
}

}  // namespace

void insert(Transaction& tx, const Sealer& sealer, const Conversation& c, const LegKey& key,
            const Leg& leg) {
  tx.run(
      R"sql(INSERT INTO conversation (id, channel, here, call_id, question, revision, stage, notice,
                                      notice_detail, sealed_state, created_at, touched_at,
                                      expires_at, look_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $12))sql",
      c.id, static_cast<std::int64_t>(c.channel), c.here, c.call, c.question, c.revision,
      stage_word(c.state), static_cast<std::int64_t>(c.notice), c.notice_detail,
      Blob{sealer.seal(encode(c.state), c.id.value, seal_purpose)}, c.created_at, c.expires_at);
  put_leg(tx, c.id, key, leg);
}

void replace_legs(Transaction& tx, ConversationId conversation, const LegKey& key, const Leg& leg) {
  tx.run("DELETE FROM leg WHERE conversation_id = $1", conversation);
  put_leg(tx, conversation, key, leg);
}

void save(Transaction& tx, const Sealer& sealer, const Conversation& c) {
  tx.run(
      R"sql(UPDATE conversation SET channel = $2, here = $3, call_id = $4, question = $5,
                   revision = $6, stage = $7, notice = $8, notice_detail = $9, sealed_state = $10,
                   touched_at = $11, expires_at = $12
            WHERE id = $1)sql",
      c.id, static_cast<std::int64_t>(c.channel), c.here, c.call, c.question, c.revision,
      stage_word(c.state), static_cast<std::int64_t>(c.notice), c.notice_detail,
      Blob{sealer.seal(encode(c.state), c.id.value, seal_purpose)}, c.touched_at, c.expires_at);
}

void save_leg(Transaction& tx, const LegKey& key, const Leg& leg) {
  tx.run("UPDATE leg SET silences = $2, wrong_keys = $3, slower = $4 WHERE key_hash = $1",
         Blob{key.hash}, leg.silences, leg.wrong_keys, leg.slower);
}

void forget_leg(Transaction& tx, const LegKey& key) {
  tx.run("DELETE FROM leg WHERE key_hash = $1", Blob{key.hash});
}

void move_leg(Transaction& tx, const LegKey& key, ConversationId to) {
  tx.run("UPDATE leg SET conversation_id = $2 WHERE key_hash = $1", Blob{key.hash}, to);
}

void keep_hand_off(Transaction& tx, const std::string& code_mac, const HandOff& hand_off) {
  tx.run(
      R"sql(INSERT INTO hand_off (code_mac, conversation_id, patient_id, wrong, expires_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (code_mac) DO UPDATE SET conversation_id = excluded.conversation_id,
              patient_id = excluded.patient_id, wrong = 0, expires_at = excluded.expires_at)sql",
      Blob{code_mac}, hand_off.conversation, hand_off.patient, hand_off.wrong, hand_off.expires_at);
}

std::optional<HandOff> find_hand_off(Transaction& tx, const std::string& code_mac) {
  const auto result = tx.run(
      R"sql(SELECT conversation_id, patient_id, wrong, expires_at
            FROM hand_off WHERE code_mac = $1)sql",
      Blob{code_mac});
  const Row* row = result.one();
  if (!row) return std::nullopt;
  return HandOff{row->id<ConversationId>(0), row->id<PatientId>(1), row->integer(2), row->time(3)};
}

void count_hand_off_miss(Transaction& tx, const std::string& code_mac) {
  tx.run("UPDATE hand_off SET wrong = wrong + 1 WHERE code_mac = $1", Blob{code_mac});
}

void use_hand_off(Transaction& tx, const std::string& code_mac) {
  tx.run("DELETE FROM hand_off WHERE code_mac = $1", Blob{code_mac});
}

void keep_undelivered(Transaction& tx, ConversationId id, const Undelivered& what) {
  if (tx.run("SELECT 1 FROM conversation WHERE id = $1", id).rows.empty()) return;
  tx.run(
      R"sql(INSERT INTO undelivered (conversation_id, kind, at) VALUES ($1, $2, $3)
            ON CONFLICT (conversation_id, kind) DO NOTHING)sql",
      id, static_cast<std::int64_t>(what.by), what.at);
}

std::vector<Undelivered> undelivered(Transaction& tx, ConversationId id) {
  const auto result =
      tx.run("SELECT kind, at FROM undelivered WHERE conversation_id = $1 ORDER BY at, kind", id);
  std::vector<Undelivered> out;
  for (const Row& row : result.rows)
    out.push_back({static_cast<flow::ProofKind>(row.integer(0)), row.time(1)});
  return out;
}

std::vector<Expired> expired(Transaction& tx, Time now, int limit) {
  tx.run("UPDATE conversation SET look_at = expires_at WHERE look_at < $1 AND expires_at >= $1",
         now);
  const auto result = tx.run(
      R"sql(SELECT c.id, c.call_id, COALESCE(l.caller, $3)
            FROM (SELECT id, call_id, expires_at FROM conversation
                  WHERE look_at < $1 ORDER BY look_at LIMIT $2) AS c
            LEFT JOIN leg l ON l.conversation_id = c.id AND l.caller IS NOT NULL
            ORDER BY c.expires_at)sql",
      now, limit, Blob{""});
  std::vector<Expired> ids;
  ids.reserve(result.rows.size());
  for (const Row& row : result.rows)
    ids.push_back({row.id<ConversationId>(0), row.id<calls::CallId>(1), row.blob(2)});
  return ids;
}

std::vector<ConversationId> with_codes_or_proofs(Transaction& tx) {
  const auto result = tx.run(
      R"sql(SELECT id FROM conversation
            WHERE stage NOT IN ('choosing_language', 'choosing_topic', 'guiding', 'joined',
                                'handed_over', 'ended')
            ORDER BY id)sql");
  std::vector<ConversationId> ids;
  ids.reserve(result.rows.size());
  for (const Row& row : result.rows) ids.push_back(row.id<ConversationId>(0));
  return ids;
}

void erase(Transaction& tx, ConversationId id) {
  tx.run("DELETE FROM hand_off WHERE conversation_id = $1", id);
  tx.run("DELETE FROM undelivered WHERE conversation_id = $1", id);
  tx.run("DELETE FROM vouching WHERE conversation_id = $1", id);
  tx.run("DELETE FROM leg WHERE conversation_id = $1", id);
  tx.run("DELETE FROM conversation WHERE id = $1", id);
}

}  // namespace latchkey::conversations
