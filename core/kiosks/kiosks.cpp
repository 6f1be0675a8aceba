#include "core/kiosks/kiosks.h"

#include <algorithm>

#include "core/base/normal.h"
#include "core/base/unicode.h"

namespace latchkey::kiosks {

using storage::Blob;
using storage::Row;
using storage::Transaction;

namespace {

constexpr std::size_t pairing_characters = 10;  // 5 bits each
constexpr std::size_t credential_characters = 43;

constexpr const char* version_1[] = {
    // `pairing_mac` and `pairing_until` are set while a code is out, `credential` while a device
    // holds one; `visit` and its moments while somebody stands there.
    "CREATE TABLE kiosk ("
    " id INTEGER PRIMARY KEY,"
    " name BLOB NOT NULL,"
    " location INTEGER NOT NULL,"
    " state TEXT NOT NULL CHECK (state IN ('waiting', 'paired', 'revoked')),"
    " pairing_mac BLOB UNIQUE,"
    " pairing_until INTEGER,"
    " credential BLOB UNIQUE,"
    " added_at INTEGER NOT NULL,"
    " seen_at INTEGER,"
    " inspected_at INTEGER,"
    " visit BLOB,"
    " visit_began_at INTEGER,"
    " visit_touched_at INTEGER) STRICT"};

constexpr storage::SchemaVersion versions[] = {{version_1}};

constexpr std::string_view name_purpose = "kiosk.name";

std::string cut(std::string_view name) {
  auto points = unicode::code_points(name);
  if (!points) return "";
  if (points->size() > name_points_max) points->resize(name_points_max);
  return unicode::to_utf8(unicode::trimmed(*points));
}

std::optional<Time> moment(const Row& row, std::size_t column) {
  const auto millis = row.maybe_integer(column);
  return millis ? std::optional(from_millis(*millis)) : std::nullopt;
}

// Columns: id, name, location, state, added, seen, inspected.
Kiosk kiosk_of(const Row& row, const Sealer& sealer) {
  Kiosk out;
  out.id = row.id<KioskId>(0);
  out.name = sealer.open_or_fault(row.blob(1), out.id.value, name_purpose);
  out.location = row.id<LocationId>(2);
  out.state = state_names.read(row.text(3));
  out.added_at = row.time(4);
  out.seen_at = moment(row, 5);
  out.inspected_at = moment(row, 6);
  return out;
}

}  // namespace

storage::AreaSchema schema() { return {"kiosks", versions}; }

Draws draw(Dice& dice) {
  return {KioskId{dice.row_id()}, Secret(dice.crockford(pairing_characters)), Secret(dice.token())};
}

Secret spaced(const Secret& pairing_code) {
  std::string out(pairing_code.reveal());
  out.insert(out.size() / 2, 1, '-');
  return Secret(std::move(out));
}

std::string Kiosks::code_mac(const Secret& code) const {
  return sealer_.mac("kiosk.pairing", normal_paper_code(code.reveal()).value_or(""));
}

std::string Kiosks::credential_mac(const Secret& credential) const {
  return sealer_.mac("kiosk.credential", credential.reveal());
}

Kiosk Kiosks::add(Transaction& tx, const Draws& draws, std::string_view name, LocationId location,
                  Time now) const {
  Kiosk out{draws.id, cut(name), location, State::waiting, now, {}, {}};
  tx.run(
      "INSERT INTO kiosk (id, name, location, state, pairing_mac, pairing_until, added_at)"
      " VALUES ($1, $2, $3, 'waiting', $4, $5, $6)",
      out.id, Blob{sealer_.seal(out.name, out.id.value, name_purpose)}, location,
      Blob{code_mac(draws.pairing_code)}, now + pairing_life, now);
  return out;
}

bool Kiosks::pair_again(Transaction& tx, KioskId id, const Draws& draws, Time now) const {
  return tx.run(
               "UPDATE kiosk SET state = 'waiting', pairing_mac = $2, pairing_until = $3,"
               " credential = NULL, visit = NULL WHERE id = $1 AND state <> 'revoked'",
               id, Blob{code_mac(draws.pairing_code)}, now + pairing_life)
             .changed > 0;
}

std::optional<Kiosk> Kiosks::pair(Transaction& tx, const Secret& code, const Draws& draws,
                                  Time now) const {
  const auto found = tx.run(
      "SELECT id FROM kiosk WHERE pairing_mac = $1 AND pairing_until > $2 AND state = 'waiting'",
      Blob{code_mac(code)}, now);
  const Row* row = found.one();
  if (!row) return std::nullopt;
  const auto id = row->id<KioskId>(0);
  tx.run(
      "UPDATE kiosk SET state = 'paired', pairing_mac = NULL, pairing_until = NULL,"
      " credential = $2, seen_at = $3 WHERE id = $1",
      id, Blob{credential_mac(draws.credential)}, now);
  return get(tx, id);
}

bool Kiosks::revoke(Transaction& tx, KioskId id) const {
  return tx.run(
               "UPDATE kiosk SET state = 'revoked', pairing_mac = NULL, pairing_until = NULL,"
               " credential = NULL, visit = NULL WHERE id = $1 AND state <> 'revoked'",
               id)
             .changed > 0;
}

bool Kiosks::inspected(Transaction& tx, KioskId id, Time now) const {
  return tx.run("UPDATE kiosk SET inspected_at = $2 WHERE id = $1", id, now).changed > 0;
}

std::optional<Kiosk> Kiosks::present(Transaction& tx, const Secret& credential) const {
  if (credential.size() != credential_characters) return std::nullopt;
  const auto found = tx.run(
      "SELECT id, name, location, state, added_at, seen_at, inspected_at FROM kiosk"
      " WHERE credential = $1 AND state = 'paired'",
      Blob{credential_mac(credential)});
  const Row* row = found.one();
  return row ? std::optional(kiosk_of(*row, sealer_)) : std::nullopt;
}

bool Kiosks::is_news(const Kiosk& kiosk, Time now) {
  // A clock that was set back is news too.
  return !kiosk.seen_at || now >= *kiosk.seen_at + seen_every || now < *kiosk.seen_at;
}

void Kiosks::seen(Transaction& tx, KioskId id, Time now) const {
  tx.run("UPDATE kiosk SET seen_at = $2 WHERE id = $1", id, now);
}

std::optional<Kiosk> Kiosks::get(Transaction& tx, KioskId id) const {
  const auto found = tx.run(
      "SELECT id, name, location, state, added_at, seen_at, inspected_at FROM kiosk WHERE id = $1",
      id);
  const Row* row = found.one();
  return row ? std::optional(kiosk_of(*row, sealer_)) : std::nullopt;
}

std::vector<Kiosk> Kiosks::list(Transaction& tx) const {
  const auto found = tx.run(
      "SELECT id, name, location, state, added_at, seen_at, inspected_at FROM kiosk"
      " ORDER BY state = 'revoked', location, added_at, id");
  std::vector<Kiosk> out;
  out.reserve(found.rows.size());
  for (const Row& row : found.rows) out.push_back(kiosk_of(row, sealer_));
  return out;
}

void Kiosks::begin_visit(Transaction& tx, KioskId id, std::string_view leg, Time now) const {
  tx.run("UPDATE kiosk SET visit = $2, visit_began_at = $3, visit_touched_at = $3 WHERE id = $1",
         id, Blob{std::string(leg)}, now);
}

std::optional<Left> Kiosks::visit(Transaction& tx, KioskId id, std::string_view leg,
                                  Time now) const {
  const auto found =
      tx.run("SELECT visit_began_at, visit_touched_at FROM kiosk WHERE id = $1 AND visit = $2", id,
             Blob{std::string(leg)});
  const Row* row = found.one();
  if (!row) return std::nullopt;
  // A clock that was set back makes a visit longer by a walk to the desk at most.
  const Time began = std::min(row->time(0), now);
  const Time touched = std::min(row->time(1), now + desk_walk);
  const Left left{touched + idle_life - now, touched + idle_life + asks_for - now,
                  began + visit_life - now};
  const bool over = left.asked + asked_late <= Millis(0) || left.whole <= Millis(0);
  return over ? std::nullopt : std::optional(left);
}

void Kiosks::touch(Transaction& tx, KioskId id, Time now) const {
  tx.run("UPDATE kiosk SET visit_touched_at = $2 WHERE id = $1 AND visit IS NOT NULL", id, now);
}

void Kiosks::wait_for_desk(Transaction& tx, KioskId id, Time now) const {
  touch(tx, id, now + desk_walk);
}

std::optional<std::string> Kiosks::end_visit(Transaction& tx, KioskId id) const {
  const auto found = tx.run("SELECT visit FROM kiosk WHERE id = $1 AND visit IS NOT NULL", id);
  const Row* row = found.one();
  if (!row) return std::nullopt;
  std::string leg = row->blob(0);
  tx.run("UPDATE kiosk SET visit = NULL WHERE id = $1", id);
  return leg;
}

}  // namespace latchkey::kiosks
