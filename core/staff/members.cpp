// Adding, enrolling, changing and disabling members.
#include <algorithm>

#include "core/base/normal.h"
#include "core/base/unicode.h"
#include "core/staff/session_rows.h"
#include "core/staff/staff_known.h"
#include "core/staff/staff_rows.h"
#include "core/staff/totp.h"

namespace latchkey::staff {

using storage::Blob;
using storage::Row;
using storage::Transaction;

namespace {

// 100 bits: nothing to guess, and short enough to type once from paper.
constexpr std::size_t setup_characters = 20;

constexpr std::size_t password_bytes_max = 1024;

bool is_strong_enough(const Secret& password) {
  if (password.size() > password_bytes_max) return false;
  const auto points = unicode::code_points(password.reveal());
  return points && points->size() >= password_points_min && points->size() <= password_points_max;
}

// Nobody else could add an admin, or let this one in again.
bool is_last_admin(Transaction& tx, StaffId id) {
  const auto others = tx.run(
      "SELECT 1 FROM staff WHERE role = 'admin' AND state = 'active' AND id <> $1 LIMIT 1", id);
  const auto own =
      tx.run("SELECT 1 FROM staff WHERE role = 'admin' AND state = 'active' AND id = $1", id);
  return !own.rows.empty() && others.rows.empty();
}

}  // namespace

Staff::Staff(storage::Store& store, const Sealer& sealer, Dice& dice, const Clock& clock,
             PasswordHasher& hasher, std::string issuer, const Rules& rules)
    : store_(store),
      sealer_(sealer),
      dice_(dice),
      clock_(clock),
      hasher_(hasher),
      issuer_(std::move(issuer)),
      rules_(rules),
      nobodys_totp_(new_totp_secret(dice)) {}

std::string Staff::name_index(std::string_view name) const {
  // What can't be a name is still counted, so that it costs what a name costs.
  return sealer_.blind("staff.name", normal_user_name(name).value_or("\n"));
}

std::string Staff::setup_mac(StaffId id, const Secret& setup_code) const {
  const auto normal = normal_paper_code(setup_code.reveal());
  return sealer_.mac("staff.setup." + std::to_string(id.value), normal.value_or(""));
}

Invitation Staff::invite(Transaction& tx, StaffId id, const Secret& code,
                         const Secret& totp) const {
  tx.run(
      "UPDATE staff SET state = 'invited', password = NULL, totp = $2, last_step = 0,"
      " setup_mac = $3, setup_until = $4 WHERE id = $1",
      id, Blob{seal_totp(sealer_, id, totp)}, Blob{setup_mac(id, code)}, clock_.now() + setup_life);
  tx.run(
      "UPDATE staff_passkey SET ended_at = $2, ended_how = 'invited_again'"
      " WHERE staff = $1 AND ended_at IS NULL",
      id, clock_.now());
  return {id, code};
}

std::optional<Invitation> Staff::add(const NewMember& asked, const Along& along) {
  const auto name = normal_user_name(asked.name);
  if (!name || name->empty()) return std::nullopt;
  const StaffId id{dice_.row_id()};
  const Secret code(dice_.crockford(setup_characters));
  const Secret totp = new_totp_secret(dice_);
  return store_.write([&](Transaction& tx) -> std::optional<Invitation> {
    const auto inserted = tx.run(
        "INSERT INTO staff (id, name_index, name, display, role, state, password, totp, last_step,"
        " setup_mac, setup_until, created_at)"
        " VALUES ($1, $2, $3, $4, $5, 'invited', NULL, $6, 0, NULL, NULL, $7)"
        " ON CONFLICT (name_index) DO NOTHING",
        id, Blob{name_index(asked.name)}, Blob{sealer_.seal(*name, id.value, "staff.name")},
        Blob{sealer_.seal(asked.display, id.value, "staff.display")}, role_names[asked.role],
        Blob{seal_totp(sealer_, id, totp)}, clock_.now());
    if (inserted.changed == 0) return std::nullopt;
    write_locations(tx, id, asked.locations);
    if (along) along(tx, id);
    return invite(tx, id, code, totp);
  });
}

std::optional<Invitation> Staff::invite_again(StaffId id, const Along& along) {
  const Secret code(dice_.crockford(setup_characters));
  const Secret totp = new_totp_secret(dice_);
  return store_.write([&](Transaction& tx) -> std::optional<Invitation> {
    const auto found = tx.run("SELECT name_index FROM staff WHERE id = $1", id);
    const Row* row = found.one();
    if (!row) return std::nullopt;
    if (along) along(tx, id);
    end_sessions(tx, id);
    tx.run("DELETE FROM staff_try WHERE name_index = $1", Blob{row->blob(0)});
    return invite(tx, id, code, totp);
  });
}

// A setup code is 100 random bits: guessing it needs no counting, judging it no equal time.
std::optional<Staff::Known> Staff::setup_of(std::string_view name, const Secret& setup_code) {
  return store_.read([&](Transaction& tx) -> std::optional<Known> {
    const auto found = tx.run(
        "SELECT id, totp, setup_mac, name FROM staff WHERE name_index = $1 AND state = 'invited'"
        " AND setup_mac IS NOT NULL AND setup_until > $2",
        Blob{name_index(name)}, clock_.now());
    const Row* row = found.one();
    if (!row) return std::nullopt;
    const auto id = row->id<StaffId>(0);
    if (!same_bytes(row->blob(2), setup_mac(id, setup_code))) return std::nullopt;
    return Known{id, std::nullopt, open_totp(sealer_, id, row->blob(1)),
                 sealer_.open_or_fault(row->blob(3), id.value, "staff.name")};
  });
}

std::optional<Enrolment> Staff::open_enrolment(std::string_view name, const Secret& setup_code) {
  const auto known = setup_of(name, setup_code);
  if (!known) return std::nullopt;
  return Enrolment{otpauth_uri(issuer_, known->name, known->totp), totp_base32(known->totp)};
}

Enrolled Staff::enrol(std::string_view name, const Secret& setup_code, const Secret& password,
                      std::string_view code, const Along& along) {
  const auto known = setup_of(name, setup_code);
  if (!known) return Enrolled::refused;
  if (!is_strong_enough(password)) return Enrolled::weak_password;
  const auto step = matching_totp_step(known->totp, code, clock_.now());
  if (!step) return Enrolled::wrong_code;
  const std::string hash = hasher_.hash(password);
  return store_.write([&](Transaction& tx) {
    const auto done = tx.run(
        "UPDATE staff SET state = 'active', password = $2, last_step = $3, setup_mac = NULL,"
        " setup_until = NULL WHERE id = $1 AND state = 'invited' AND setup_mac = $4",
        known->id, hash, *step, Blob{setup_mac(known->id, setup_code)});
    if (done.changed == 0) return Enrolled::refused;
    if (along) along(tx, known->id);
    return Enrolled::enrolled;
  });
}

Changed Staff::disable(StaffId id, const Along& along) {
  return store_.write([&](Transaction& tx) {
    if (is_last_admin(tx, id)) return Changed::last_admin;
    const auto done = tx.run(
        "UPDATE staff SET state = 'disabled', password = NULL, setup_mac = NULL,"
        " setup_until = NULL WHERE id = $1",
        id);
    if (done.changed == 0) return Changed::unknown;
    end_sessions(tx, id);
    if (along) along(tx, id);
    return Changed::changed;
  });
}

Changed Staff::place(StaffId id, Role role, const std::vector<LocationId>& locations,
                     const Along& along) {
  return store_.write([&](Transaction& tx) {
    if (role != Role::admin && is_last_admin(tx, id)) return Changed::last_admin;
    const auto done = tx.run("UPDATE staff SET role = $2 WHERE id = $1", id, role_names[role]);
    if (done.changed == 0) return Changed::unknown;
    write_locations(tx, id, locations);
    if (along) along(tx, id);
    return Changed::changed;
  });
}

std::vector<Member> Staff::list() const {
  return store_.read([&](Transaction& tx) {
    std::vector<Member> out;
    for (const Row& row : tx.run("SELECT id FROM staff ORDER BY created_at, id").rows)
      if (auto member = read_member(tx, sealer_, row.id<StaffId>(0)))
        out.push_back(*std::move(member));
    return out;
  });
}

std::optional<Member> Staff::find(StaffId id) const {
  return store_.read([&](Transaction& tx) { return read_member(tx, sealer_, id); });
}

std::map<StaffId, std::int64_t> Staff::wrong_tries() const {
  return store_.read([&](Transaction& tx) {
    std::map<StaffId, std::int64_t> out;
    const auto found = tx.run(
        "SELECT m.id, t.failures FROM staff_try t JOIN staff m ON m.name_index = t.name_index"
        " WHERE t.failures > 0");
    for (const Row& row : found.rows) out[row.id<StaffId>(0)] = row.integer(1);
    return out;
  });
}

}  // namespace latchkey::staff
