// Signing in: count, judge, let in. The three never share a transaction, because a hash takes
// tens of milliseconds and the writer is for everybody.
#include <algorithm>

#include "core/staff/session_rows.h"
#include "core/staff/staff_known.h"
#include "core/staff/staff_rows.h"
#include "core/staff/totp.h"

namespace latchkey::staff {

using storage::Blob;
using storage::Row;
using storage::Transaction;

namespace {

// Within this a request does not write that it was made: most requests only read.
std::chrono::seconds seen_precision(const Rules& rules) {
  return std::min<std::chrono::seconds>(std::chrono::minutes(1), rules.idle_life / 4);
}

struct Count {
  std::int64_t failures = 0;  // this one included; 0 if the try is not let through
  std::optional<Time> not_before;
};

// Counted before it is judged, so that many at once can't outrun the count.
Count count(Transaction& tx, const Blob& name_index, std::int64_t failures_max, Time now) {
  const auto found =
      tx.run("SELECT failures, not_before FROM staff_try WHERE name_index = $1", name_index);
  std::int64_t failures = 0;
  if (const Row* row = found.one()) {
    failures = row->integer(0);
    if (failures >= failures_max) return {0, std::nullopt};
    if (row->time(1) > now) return {0, row->time(1)};
  }
  ++failures;
  const Time not_before = now + wait_after(failures);
  tx.run(
      "INSERT INTO staff_try (name_index, failures, last_at, not_before) VALUES ($1, $2, $3, $4)"
      " ON CONFLICT (name_index) DO UPDATE SET failures = $2, last_at = $3, not_before = $4",
      name_index, failures, now, not_before);
  return {failures, not_before > now ? std::optional(not_before) : std::nullopt};
}

void forget_tries(Transaction& tx, StaffId id) {
  tx.run("DELETE FROM staff_try WHERE name_index = (SELECT name_index FROM staff WHERE id = $1)",
         id);
}

}  // namespace

std::chrono::seconds wait_after(std::int64_t failures) {
  if (failures < 5) return std::chrono::seconds(0);
  if (failures >= 12) return std::chrono::minutes(60);
  return std::chrono::seconds(30) * (1 << (failures - 5));
}

Staff::Tried Staff::count_try(std::string_view name) {
  const Blob index{name_index(name)};
  return store_.write([&](Transaction& tx) -> Tried {
    const Count counted = count(tx, index, rules_.failures_max, clock_.now());
    // The same look-up for everybody, also where the answer is already no.
    const auto found = tx.run(
        "SELECT id, password, totp FROM staff WHERE name_index = $1 AND state = 'active'", index);
    Tried out{counted.failures > 0, counted.not_before, std::nullopt};
    if (const Row* row = found.one()) {
      const auto id = row->id<StaffId>(0);
      out.known = Known{id, row->maybe_text(1), open_totp(sealer_, id, row->blob(2)), {}};
    }
    return out;
  });
}

SignInResult Staff::sign_in(std::string_view name, const Secret& password, std::string_view code,
                            const Along& along) {
  const Tried tried = count_try(name);
  if (!tried.let_through) return Refused{tried.not_before};
  const bool somebody = tried.known && tried.known->password;
  const std::string& stored = somebody ? *tried.known->password : hasher_.decoy();
  const PasswordMatch match = hasher_.check(stored, password);
  const auto step =
      matching_totp_step(somebody ? tried.known->totp : nobodys_totp_, code, clock_.now());
  if (!somebody || match == PasswordMatch::wrong || !step) return Refused{tried.not_before};
  std::optional<std::string> better_hash;
  if (match == PasswordMatch::right_but_old_settings) better_hash = hasher_.hash(password);
  Secret token(dice_.token());
  auto session =
      start_session(*tried.known, *step, better_hash, session_key_of(sealer_, token), along);
  if (!session) return Refused{tried.not_before};
  return SignedIn{std::move(token), *std::move(session)};
}

std::optional<Session> Staff::start_session(const Known& known, std::int64_t step,
                                            const std::optional<std::string>& better_hash,
                                            const std::string& key, const Along& along) {
  return store_.write([&](Transaction& tx) -> std::optional<Session> {
    const Time now = clock_.now();
    // Fails if the six digits were used meanwhile, or the member disabled or invited again.
    const auto used = tx.run(
        "UPDATE staff SET last_step = $2, password = COALESCE($3, password)"
        " WHERE id = $1 AND last_step < $2 AND state = 'active' AND password = $4",
        known.id, step, better_hash, *known.password);
    if (used.changed == 0) return std::nullopt;
    forget_tries(tx, known.id);
    auto session = begin_session(tx, sealer_, rules_, known.id, key, now);
    if (along) along(tx, known.id);
    return session;
  });
}

std::optional<Session> Staff::authenticate(const Secret& token, Asks who) {
  const std::string key = session_key_of(sealer_, token);
  const Time now = clock_.now();
  Time seen;
  auto session = store_.read([&](Transaction& tx) -> std::optional<Session> {
    const auto found = tx.run(
        "SELECT s.staff, s.started_at, s.stepped_up_at, s.last_seen_at FROM staff_session s"
        " JOIN staff m ON m.id = s.staff"
        " WHERE s.key = $1 AND m.state = 'active' AND s.last_seen_at > $2 AND s.started_at > $3",
        Blob{key}, now - rules_.idle_life, now - rules_.session_life);
    const Row* row = found.one();
    if (!row) return std::nullopt;
    seen = row->time(3);
    return Session{*read_member(tx, sealer_, row->id<StaffId>(0)),
                   key,
                   csrf_of(sealer_, key),
                   row->time(1),
                   row->time(1) + rules_.session_life,
                   row->time(2) + rules_.step_up_life,
                   seen + rules_.idle_life};
  });
  if (session && who == Asks::a_person && now - seen >= seen_precision(rules_)) {
    store_.write([&](Transaction& tx) {
      tx.run("UPDATE staff_session SET last_seen_at = $2 WHERE key = $1 AND last_seen_at < $2",
             Blob{key}, now);
    });
    session->idle_until = now + rules_.idle_life;
  }
  return session;
}

StepUp Staff::step_up(const Session& session, std::string_view code, const Along& along) {
  const Tried tried = count_try(session.member.name);
  if (!tried.let_through || !tried.known) return StepUp::refused;
  const auto step = matching_totp_step(tried.known->totp, code, clock_.now());
  if (!step) return StepUp::refused;
  return store_.write([&](Transaction& tx) {
    const auto used = tx.run(
        "UPDATE staff SET last_step = $2 WHERE id = $1 AND last_step < $2 AND state = 'active'",
        session.member.id, *step);
    if (used.changed == 0) return StepUp::refused;
    forget_tries(tx, session.member.id);
    const auto done = tx.run("UPDATE staff_session SET stepped_up_at = $2 WHERE key = $1",
                             Blob{session.key}, clock_.now());
    if (done.changed == 0) return StepUp::refused;
    if (along) along(tx, session.member.id);
    return StepUp::done;
  });
}

void Staff::sign_out(const Session& session, const Along& along) {
  store_.write([&](Transaction& tx) {
    tx.run("DELETE FROM staff_session WHERE key = $1", Blob{session.key});
    if (along) along(tx, session.member.id);
  });
}

void Staff::tidy() {
  const Time now = clock_.now();
  store_.write([&](Transaction& tx) {
    tx.run("DELETE FROM staff_session WHERE last_seen_at <= $1 OR started_at <= $2",
           now - rules_.idle_life - ended_session_kept,
           now - rules_.session_life - ended_session_kept);
    // A member's own count never ages: fifty in a row are fifty, however slowly.
    tx.run(
        "DELETE FROM staff_try WHERE last_at < $1 AND NOT EXISTS"
        " (SELECT 1 FROM staff WHERE staff.name_index = staff_try.name_index)",
        now - std::chrono::hours(24));
  });
}

}  // namespace latchkey::staff
