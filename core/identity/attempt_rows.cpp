#include "core/identity/attempt_rows.h"

namespace latchkey::identity {

namespace {

using storage::Blob;
using storage::Transaction;

constexpr const char* version_1[] = {
    "CREATE TABLE attempt_window (counter INTEGER NOT NULL, key BLOB NOT NULL, "
    "window_start INTEGER NOT NULL, spent INTEGER NOT NULL CHECK (spent > 0), "
    "PRIMARY KEY (counter, key, window_start)) STRICT",
    "CREATE INDEX attempt_window_by_start ON attempt_window (counter, window_start)",
    "CREATE TABLE attempt_streak (streak INTEGER NOT NULL, key BLOB NOT NULL, "
    "kind INTEGER NOT NULL, in_a_row INTEGER NOT NULL CHECK (in_a_row >= 0), "
    "paused_until INTEGER NOT NULL, last_at INTEGER NOT NULL, "
    "PRIMARY KEY (streak, key)) STRICT"};
constexpr storage::SchemaVersion versions[] = {{version_1}};

std::int64_t number(Counter counter) { return static_cast<std::int64_t>(counter); }
std::int64_t number(AttemptKey::Kind kind) { return static_cast<std::int64_t>(kind); }

// The kinds of rows in attempt_streak: wrong ones in a row, and "this wasn't me" said so often.
constexpr std::int64_t self_service = 0;
constexpr std::int64_t repudiated = 1;

// About a twelfth of the counter's window, so that a count reads a dozen rows of each key. What is
// sent to one contact stays exact: it may be asked for again after just a minute.
Millis bucket(Counter counter) {
  switch (counter) {
    case Counter::everywhere_hour:
    case Counter::nobody_hour:
    case Counter::words_hour:
      return minutes{5};
    case Counter::everywhere_day:
    case Counter::nobody_day:
    case Counter::everywhere_cents:
    case Counter::nobody_cents:
    case Counter::prefix_code:
    case Counter::prefix_typed:
    case Counter::nobody_code:
    case Counter::words_day:
      return hours{2};
    case Counter::phone_send:
    case Counter::mail_send:
      return Millis{1};
    default:
      return minutes{1};
  }
}

std::int64_t bucket_start(Counter counter, Time now) {
  const std::int64_t size = bucket(counter).count();
  return to_millis(now) / size * size;
}

// Buckets that start after this one reach into the window.
std::int64_t window_edge(Counter counter, Time now, Millis window) {
  return to_millis(now) - window.count() - (bucket(counter).count() - 1);
}

// Four keys: at 300 sends an hour two of them hardly ever meet on one row, and a count reads 52
// rows of the hour and 52 of the day.
Blob shard_of(const AttemptKey& key) {
  const auto first = static_cast<unsigned char>(key.blind.bytes.at(0));
  return Blob{std::string(1, static_cast<char>(first & 3U))};
}

void spend_at(Transaction& tx, Counter counter, const Blob& key, Time now, std::int64_t units = 1) {
  tx.run(
      "INSERT INTO attempt_window (counter, key, window_start, spent) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (counter, key, window_start) DO UPDATE SET "
      "spent = attempt_window.spent + excluded.spent",
      number(counter), key, bucket_start(counter, now), units);
}

}  // namespace

storage::AreaSchema attempts_schema() { return {"attempts", versions}; }

void spend(Transaction& tx, Counter counter, const AttemptKey& key, Time now) {
  spend_at(tx, counter, key.blind, now);
}

void spend_everywhere(Transaction& tx, Counter counter, const AttemptKey& key, Time now,
                      std::int64_t units) {
  spend_at(tx, counter, shard_of(key), now, units);
}

Recent::Recent(Transaction& tx, Counter counter, const AttemptKey& key, Time now, Millis longest,
               std::int64_t most)
    : counter_(counter), now_(now), longest_(longest), most_(most) {
  const auto result = tx.run(
      "SELECT window_start, spent FROM attempt_window WHERE counter = $1 AND key = $2 "
      "AND window_start > $3 ORDER BY window_start DESC LIMIT $4",
      number(counter), key.blind, window_edge(counter, now, longest), most);
  newest_first_.reserve(result.rows.size());
  for (const storage::Row& row : result.rows)
    newest_first_.push_back({row.integer(0), row.integer(1)});
}

bool Recent::reached(Millis window, std::int64_t most) const {
  // Each row holds one at least, so the newest `most` of them decide.
  ensure(window <= longest_ && most <= most_, "what was not read can't be judged");
  const std::int64_t edge = window_edge(counter_, now_, window);
  std::int64_t counted = 0;
  for (const Bucket& bucket : newest_first_)
    if (bucket.start > edge) counted += bucket.spent;
  return counted >= most;
}

std::int64_t spent_everywhere(Transaction& tx, Counter counter, Time now, Millis window) {
  return tx
      .run(
          "SELECT CAST(COALESCE(SUM(spent), 0) AS BIGINT) FROM attempt_window "
          "WHERE counter = $1 AND window_start > $2",
          number(counter), window_edge(counter, now, window))
      .rows.front()
      .integer(0);
}

std::int64_t spent(Transaction& tx, Counter counter, const AttemptKey& key, Time now,
                   Millis window) {
  return tx
      .run(
          "SELECT CAST(COALESCE(SUM(spent), 0) AS BIGINT) FROM attempt_window "
          "WHERE counter = $1 AND key = $2 AND window_start > $3",
          number(counter), key.blind, window_edge(counter, now, window))
      .rows.front()
      .integer(0);
}

std::int64_t keys_below(Transaction& tx, Counter counter, Counter share, Time now, Millis window,
                        std::int64_t least, std::int64_t percent) {
  return tx
      .run(
          "SELECT COUNT(*) FROM (SELECT key, SUM(CASE WHEN counter = $1 THEN spent ELSE 0 END) AS "
          "all_of_it, SUM(CASE WHEN counter = $2 THEN spent ELSE 0 END) AS part "
          "FROM attempt_window WHERE counter IN ($1, $2) AND window_start > $3 GROUP BY key) AS k "
          "WHERE all_of_it >= $4 AND part * 100 < all_of_it * $5",
          number(counter), number(share), window_edge(counter, now, window), least, percent)
      .rows.front()
      .integer(0);
}

StreakRow streak(Transaction& tx, const AttemptKey& key) {
  const storage::Result found = tx.run(
      "SELECT streak, in_a_row, paused_until FROM attempt_streak "
      "WHERE streak IN ($1, $2) AND key = $3",
      self_service, repudiated, key.blind);
  StreakRow all;
  for (const storage::Row& row : found.rows) {
    if (row.integer(0) == repudiated) {
      all.recovery = StreakRow::Recovery::suspended;
    } else {
      all.in_a_row = row.integer(1);
      all.paused_until = row.time(2);
    }
  }
  return all;
}

void lengthen(Transaction& tx, const AttemptKey& key, int by, Time now) {
  tx.run(
      "INSERT INTO attempt_streak (streak, key, kind, in_a_row, paused_until, last_at) "
      "VALUES ($1, $2, $3, $4, 0, $5) ON CONFLICT (streak, key) DO UPDATE SET "
      "in_a_row = attempt_streak.in_a_row + excluded.in_a_row, last_at = excluded.last_at",
      self_service, key.blind, number(key.kind), by, now);
}

void pause(Transaction& tx, const AttemptKey& key, Time until) {
  tx.run("UPDATE attempt_streak SET paused_until = $3 WHERE streak = $1 AND key = $2", self_service,
         key.blind, until);
}

void suspend_key(Transaction& tx, const AttemptKey& key, Time now) {
  tx.run(
      "INSERT INTO attempt_streak (streak, key, kind, in_a_row, paused_until, last_at) "
      "VALUES ($1, $2, $3, 1, 0, $4) ON CONFLICT (streak, key) DO UPDATE SET "
      "in_a_row = attempt_streak.in_a_row + 1, last_at = excluded.last_at",
      repudiated, key.blind, number(key.kind), now);
}

void end_streak(Transaction& tx, const AttemptKey& key) {
  tx.run("UPDATE attempt_streak SET in_a_row = 0 WHERE streak = $1 AND key = $2", self_service,
         key.blind);
}

void forget_key(Transaction& tx, Counter counter, const AttemptKey& key) {
  tx.run("DELETE FROM attempt_streak WHERE streak IN ($1, $2) AND key = $3", self_service,
         repudiated, key.blind);
  tx.run("DELETE FROM attempt_window WHERE counter = $1 AND key = $2", number(counter), key.blind);
}

void forget_windows(Transaction& tx, Time before) {
  for (std::int64_t counter = 1; counter <= counter_last; ++counter)
    tx.run("DELETE FROM attempt_window WHERE counter = $1 AND window_start < $2", counter, before);
}

void forget_streaks(Transaction& tx, AttemptKey::Kind kind, Time before) {
  tx.run("DELETE FROM attempt_streak WHERE kind = $1 AND last_at < $2 AND paused_until < $2",
         number(kind), before);
}

}  // namespace latchkey::identity
