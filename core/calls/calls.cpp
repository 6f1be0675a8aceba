#include "core/calls/calls.h"

#include <algorithm>

#include "core/base/fault.h"

namespace latchkey::calls {

using storage::Row;
using storage::Transaction;

namespace {

constexpr const char* version_1[] = {
    // `outcome`, `topic`, `ended_at` and `steps` are NULL while the leg goes on; `location` and
    // `ticket` where there is none.
    "CREATE TABLE call ("
    " id INTEGER PRIMARY KEY,"
    " conversation INTEGER NOT NULL,"
    " channel TEXT NOT NULL CHECK (channel IN ('phone', 'web', 'kiosk', 'desk')),"
    " location INTEGER,"
    " language TEXT NOT NULL,"
    " topic TEXT,"
    " outcome TEXT,"
    " ticket INTEGER,"
    " started_at INTEGER NOT NULL,"
    " ended_at INTEGER,"
    " steps INTEGER) STRICT",
    "CREATE INDEX call_started ON call (started_at, id)",
    "CREATE INDEX call_conversation ON call (conversation)",
    "CREATE TABLE call_step ("
    " call INTEGER NOT NULL,"
    " ordinal INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " step TEXT NOT NULL,"
    " notice TEXT NOT NULL,"
    " duration_ms INTEGER NOT NULL,"
    " PRIMARY KEY (call, ordinal)) STRICT",
    "CREATE TABLE call_note ("
    " call INTEGER NOT NULL REFERENCES call (id),"
    " ordinal INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " staff INTEGER NOT NULL,"
    " note BLOB NOT NULL,"
    " PRIMARY KEY (call, ordinal)) STRICT"};

// NULL where nobody had to help, and in legs older than the column.
constexpr const char* version_2[] = {"ALTER TABLE call ADD COLUMN failure TEXT"};

// Keyed hashes by which reports see that somebody came back; NULL in legs older than the columns.
// `age_band` is NULL where nobody typed a birth date.
constexpr const char* version_3[] = {"ALTER TABLE call ADD COLUMN number_key INTEGER",
                                     "ALTER TABLE call ADD COLUMN person_key INTEGER",
                                     "ALTER TABLE call ADD COLUMN age_band TEXT"};

// Of what staff wrote down: such a row stands under 'desk' and has a way. By person and by ticket,
// for whoever has a record or a ticket open.
constexpr const char* version_4[] = {
    "ALTER TABLE call ADD COLUMN way TEXT", "ALTER TABLE call ADD COLUMN staff INTEGER",
    "ALTER TABLE call ADD COLUMN patient INTEGER",
    "CREATE INDEX call_person ON call (person_key, started_at)",
    "CREATE INDEX call_ticket ON call (ticket) WHERE ticket IS NOT NULL"};

constexpr storage::SchemaVersion versions[] = {{version_1}, {version_2}, {version_3}, {version_4}};

constexpr int list_max = 500;

// A note is bound to its call and its place: notes can't be exchanged.
std::string note_purpose(std::int64_t ordinal) { return "call.note." + std::to_string(ordinal); }

// Purposes of their own: no other index of a number or a claim can be compared with these.
std::int64_t repeat_key(const Sealer& sealer, std::string_view index, std::string_view known,
                        CallId call) {
  const std::string nobody = "nobody|" + std::to_string(call.value);
  const std::string keyed = sealer.blind(index, known.empty() ? std::string_view(nobody) : known);
  return static_cast<std::int64_t>(first_bits(keyed) >> 1U);
}

// Locations as one parameter: ",3,17,". `*` is any; an empty list matches nothing.
std::string locations_parameter(const std::optional<std::vector<LocationId>>& locations) {
  if (!locations) return "*";
  std::string out = ",";
  for (const LocationId location : *locations) out += std::to_string(location.value) + ",";
  return out;
}

// Before which moment and id a list begins.
std::pair<std::int64_t, CallId> earlier(const Filter& filter) {
  std::pair<std::int64_t, CallId> out{INT64_MAX, CallId{INT64_MAX}};
  if (filter.until) out = {to_millis(*filter.until), CallId{INT64_MIN}};
  if (filter.before) out = std::min(out, {to_millis(filter.before->first), filter.before->second});
  return out;
}

Call call_from(const Row& row) {
  Call out;
  out.id = row.id<CallId>(0);
  out.conversation = row.id<ConversationId>(1);
  out.channel = channel_names.read(row.text(2));
  if (const auto location = row.maybe_integer(3)) out.location = LocationId{*location};
  out.language = row.text(4);
  out.topic = row.maybe_text(5).value_or("");
  if (const auto outcome = row.maybe_text(6)) out.outcome = outcome_names.read(*outcome);
  if (const auto ticket = row.maybe_integer(7)) out.ticket = TicketId{*ticket};
  out.started_at = row.time(8);
  if (const auto ended = row.maybe_integer(9)) out.ended_at = from_millis(*ended);
  out.steps = row.maybe_integer(10).value_or(0);
  out.failure = row.maybe_text(11).value_or("");
  if (const auto way = row.maybe_text(12)) {
    out.channel = Channel::entry;
    out.entry = WrittenBy{way_names.read(*way), row.id<StaffId>(13), std::nullopt};
    if (const auto patient = row.maybe_integer(14)) out.entry->patient = PatientId{*patient};
  }
  return out;
}

std::vector<Call> calls_from(const storage::Result& found) {
  std::vector<Call> out;
  for (const Row& row : found.rows) out.push_back(call_from(row));
  return out;
}

}  // namespace

storage::AreaSchema schema() { return {"calls", versions}; }

AgeBand age_band(Date birth_date, Time now) {
  const Date today = utc_date(now);
  const Date birthday{today.year(), birth_date.month(), birth_date.day()};
  const int years =
      static_cast<int>(today.year()) - static_cast<int>(birth_date.year()) - (today < birthday);
  if (years < 18) return AgeBand::under_18;
  if (years < 40) return AgeBand::from_18;
  if (years < 65) return AgeBand::from_40;
  return years < 80 ? AgeBand::from_65 : AgeBand::from_80;
}

void Calls::begin(Transaction& tx, const NewCall& call, Time now) const {
  ensure(call.channel != Channel::entry, "an entry is written whole, by enter()");
  tx.run(
      "INSERT INTO call (id, conversation, channel, location, language, started_at, number_key,"
      " person_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
      call.id, call.conversation, channel_names[call.channel], call.location, call.language, now,
      repeat_key(sealer_, "call.number", call.caller, call.id),
      repeat_key(sealer_, "call.person", "", call.id));
}

void Calls::about(Transaction& tx, CallId call, const About& about) const {
  std::optional<std::string_view> band;
  if (about.age_band) band = age_band_names[*about.age_band];
  tx.run("UPDATE call SET person_key = $2, age_band = COALESCE($3, age_band) WHERE id = $1", call,
         repeat_key(sealer_, "call.person", about.claim, call), band);
}

void Calls::step(Transaction& tx, const NewStep& step, Time now) const {
  tx.run(
      "INSERT INTO call_step (call, ordinal, at, step, notice, duration_ms)"
      " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (call, ordinal) DO NOTHING",
      step.call, step.ordinal, now, step.step.text(), step.notice.text(), step.duration.count());
}

void Calls::finish(Transaction& tx, CallId call, const Ending& ending, Time now) const {
  std::optional<std::string_view> topic, failure, language;
  if (!ending.topic.empty()) topic = ending.topic;
  if (!ending.failure.empty()) failure = ending.failure;
  if (!ending.language.empty()) language = ending.language;
  tx.run(
      "UPDATE call SET outcome = $2, topic = $3, location = COALESCE($4, location), ticket = $5,"
      " failure = $7, language = COALESCE($8, language), ended_at = $6, steps = (SELECT COUNT(*) "
      "FROM call_step WHERE call = $1)"
      " WHERE id = $1 AND outcome IS NULL",
      call, outcome_names[ending.outcome], topic, ending.location, ending.ticket, now, failure,
      language);
}

std::vector<Call> Calls::list(Transaction& tx, const Filter& filter) const {
  ensure(filter.limit >= 1 && filter.limit <= list_max, "a list shows 1 to 500 calls");
  const std::string_view channel = filter.channel ? channel_names[*filter.channel] : "*";
  const std::string_view outcome = filter.outcome ? outcome_names[*filter.outcome] : "*";
  const auto before = earlier(filter);
  return calls_from(tx.run(
      "SELECT id, conversation, channel, location, language, topic, outcome, ticket, started_at,"
      " ended_at, steps, failure, way, staff, patient FROM call"
      " WHERE (started_at, id) < ($1, $2) AND started_at >= $7"
      " AND (CASE WHEN way IS NULL THEN channel ELSE 'entry' END = $3 OR $3 = '*')"
      " AND (outcome = $4 OR $4 = '*')"
      " AND ($5 = '*' OR $5 LIKE '%,' || CAST(location AS TEXT) || ',%')"
      " ORDER BY started_at DESC, id DESC LIMIT $6",
      before.first, before.second.value, channel, outcome, locations_parameter(filter.locations),
      filter.limit, filter.from ? to_millis(*filter.from) : 0));
}

std::optional<Call> Calls::get(Transaction& tx, CallId id) const {
  const auto found = tx.run(
      "SELECT id, conversation, channel, location, language, topic, outcome, ticket, started_at,"
      " ended_at, steps, failure, way, staff, patient FROM call WHERE id = $1",
      id);
  if (const Row* row = found.one()) return call_from(*row);
  return std::nullopt;
}

std::vector<Call> Calls::of_conversation(Transaction& tx, ConversationId conversation) const {
  return calls_from(tx.run(
      "SELECT id, conversation, channel, location, language, topic, outcome, ticket, started_at,"
      " ended_at, steps, failure, way, staff, patient FROM call WHERE conversation = $1"
      " ORDER BY started_at, id",
      conversation));
}

std::vector<Call> Calls::of_ticket(Transaction& tx, TicketId ticket, int limit) const {
  return calls_from(tx.run(
      "SELECT id, conversation, channel, location, language, topic, outcome, ticket, started_at,"
      " ended_at, steps, failure, way, staff, patient FROM call WHERE ticket = $1"
      " ORDER BY started_at DESC, id DESC LIMIT $2",
      ticket, limit));
}

std::vector<Call> Calls::of_person(Transaction& tx, std::string_view claim, int limit) const {
  ensure(!claim.empty(), "nobody has no contacts");
  return calls_from(tx.run(
      "SELECT id, conversation, channel, location, language, topic, outcome, ticket, started_at,"
      " ended_at, steps, failure, way, staff, patient FROM call WHERE person_key = $1"
      " ORDER BY started_at DESC, id DESC LIMIT $2",
      repeat_key(sealer_, "call.person", claim, CallId{}), limit));
}

Calls::Entered Calls::enter(Transaction& tx, const NewEntry& entry, Time now) const {
  std::optional<std::string_view> topic;
  if (!entry.topic.empty()) topic = entry.topic;
  const auto put = tx.run(
      "INSERT INTO call (id, conversation, channel, location, language, topic, outcome, ticket,"
      " started_at, ended_at, steps, number_key, person_key, way, staff, patient)"
      " VALUES ($1, $1, 'desk', $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, $12, $13)"
      " ON CONFLICT (id) DO NOTHING",
      entry.id, entry.location, entry.language, topic, outcome_names[entry.outcome], entry.ticket,
      now - entry.length, now, repeat_key(sealer_, "call.number", "", entry.id),
      repeat_key(sealer_, "call.person", entry.claim, entry.id), way_names[entry.way], entry.by,
      entry.patient);
  if (put.changed == 0) return Entered::already;
  if (!entry.note.empty()) note(tx, entry.id, entry.by, entry.note, now);
  return Entered::entered;
}

std::vector<Step> Calls::steps_of(Transaction& tx, CallId call) const {
  std::vector<Step> out;
  const auto found = tx.run(
      "SELECT ordinal, at, step, notice, duration_ms FROM call_step WHERE call = $1"
      " ORDER BY ordinal",
      call);
  for (const Row& row : found.rows)
    out.push_back({row.integer(0), row.time(1), row.text(2), row.text(3), Millis(row.integer(4))});
  return out;
}

Calls::Noted Calls::note(Transaction& tx, CallId call, StaffId by, std::string_view text,
                         Time now) const {
  if (!get(tx, call)) return Noted::unknown;
  const std::int64_t ordinal =
      tx.run("SELECT COALESCE(MAX(ordinal), 0) + 1 FROM call_note WHERE call = $1", call)
          .rows.front()
          .integer(0);
  tx.run("INSERT INTO call_note (call, ordinal, at, staff, note) VALUES ($1, $2, $3, $4, $5)", call,
         ordinal, now, by, storage::Blob{sealer_.seal(text, call.value, note_purpose(ordinal))});
  return Noted::noted;
}

std::vector<Note> Calls::notes_of(Transaction& tx, CallId call) const {
  std::vector<Note> out;
  const auto found = tx.run(
      "SELECT ordinal, at, staff, note FROM call_note WHERE call = $1 ORDER BY ordinal", call);
  for (const Row& row : found.rows)
    out.push_back({row.time(1), row.id<StaffId>(2),
                   sealer_.open_or_fault(row.blob(3), call.value, note_purpose(row.integer(0)))});
  return out;
}

int Calls::forget(Transaction& tx, Time before, int most) const {
  const auto old = tx.run(
      "SELECT id FROM call WHERE started_at < $1 ORDER BY started_at, id LIMIT $2", before, most);
  for (const Row& row : old.rows) {
    const std::int64_t id = row.integer(0);
    tx.run("DELETE FROM call_step WHERE call = $1", id);
    tx.run("DELETE FROM call_note WHERE call = $1", id);
    tx.run("DELETE FROM call WHERE id = $1", id);
  }
  return static_cast<int>(old.rows.size());
}

}  // namespace latchkey::calls
