#include "core/staff/passkeys.h"

#include "core/base/codec.h"
#include "core/staff/session_rows.h"

namespace latchkey::staff {

using storage::Blob;
using storage::Row;
using storage::Transaction;

namespace {

constexpr std::size_t nonce_size = 32, time_size = 8, mac_size = 32;

std::string eight_bytes(Time t) {
  auto ms = static_cast<std::uint64_t>(to_millis(t));
  std::string out(time_size, '\0');
  for (std::size_t i = time_size; i > 0; --i, ms >>= 8U) out[i - 1] = static_cast<char>(ms & 255U);
  return out;
}

std::optional<Time> time_of(std::string_view bytes) {
  std::uint64_t ms = 0;
  for (const char c : bytes) ms = (ms << 8U) | static_cast<unsigned char>(c);
  constexpr std::uint64_t ms_max = std::uint64_t{1} << 50U;
  if (ms > ms_max) return std::nullopt;
  return from_millis(static_cast<std::int64_t>(ms));
}

Blob index_of(const Sealer& sealer, std::string_view credential) {
  return {sealer.blind("staff.passkey", credential)};
}

}  // namespace

// A passkey as it was found, whether it still works or not.
struct Passkeys::Held {
  PasskeyId id;
  StaffId member;
  Es256Key key;
  bool works = false;
};

// An assertion whose signature is right.
struct Passkeys::Judged {
  PasskeyId id;
  StaffId member;
  std::string challenge;
  std::uint32_t counter = 0;
};

Passkeys::Passkeys(storage::Store& store, const Sealer& sealer, Dice& dice, const Clock& clock,
                   std::optional<RelyingParty> party, const Rules& rules)
    : store_(store),
      sealer_(sealer),
      dice_(dice),
      clock_(clock),
      party_(std::move(party)),
      rules_(rules) {}

std::string Passkeys::challenge_mac(ChallengeFor what, const Session* session,
                                    std::string_view head) const {
  ensure((what == ChallengeFor::sign_in) == (session == nullptr),
         "a challenge belongs to a session, unless it is for signing in");
  Writer said;
  said.choice(what);
  said.text(session ? session->key : "");
  said.text(head);
  return sealer_.mac("staff.challenge", said.take());
}

std::string Passkeys::challenge(ChallengeFor what, const Session* session) const {
  const std::string head = dice_.bytes(nonce_size) + eight_bytes(clock_.now());
  return head + challenge_mac(what, session, head);
}

std::string Passkeys::user_handle(StaffId member) const {
  return sealer_.mac("staff.handle", std::to_string(member.value));
}

// The challenge that was signed, if it is one of ours, fresh, and for this.
OrFlaw<std::string> Passkeys::judge_challenge(std::string_view client_data, Ceremony ceremony,
                                              ChallengeFor what, const Session* session) const {
  auto read = read_client_data(client_data, ceremony, *party_);
  if (std::holds_alternative<Flaw>(read)) return read;
  const auto& challenge = std::get<std::string>(read);
  if (challenge.size() != nonce_size + time_size + mac_size) return Flaw::challenge;
  const std::string_view head = std::string_view(challenge).substr(0, nonce_size + time_size);
  const std::string_view mac = std::string_view(challenge).substr(head.size());
  if (!same_bytes(mac, challenge_mac(what, session, head))) return Flaw::challenge;
  const auto made = time_of(head.substr(nonce_size));
  const Time now = clock_.now();
  if (!made || *made + challenge_life <= now || *made > now) return Flaw::challenge;
  return read;
}

// Whether nobody has answered it before. What has expired is forgotten on the way.
bool Passkeys::take_challenge(Transaction& tx, std::string_view challenge, Time now) const {
  tx.run("DELETE FROM staff_challenge WHERE expires_at <= $1", now);
  const auto taken = tx.run(
      "INSERT INTO staff_challenge (key, expires_at) VALUES ($1, $2)"
      " ON CONFLICT (key) DO NOTHING",
      Blob{sealer_.mac("staff.challenge.used", challenge)}, now + challenge_life);
  return taken.changed == 1;
}

std::vector<std::string> Passkeys::credentials(StaffId member) const {
  return store_.read([&](Transaction& tx) {
    const auto found = tx.run(
        "SELECT id, sealed FROM staff_passkey WHERE staff = $1 AND ended_at IS NULL"
        " ORDER BY added_at, id",
        member);
    std::vector<std::string> out;
    for (const Row& row : found.rows) {
      const std::string opened =
          sealer_.open_or_fault(row.blob(1), row.integer(0), "staff.passkey");
      Reader reader(opened);
      reader.number();
      out.push_back(reader.text());
    }
    return out;
  });
}

std::optional<Passkeys::Held> Passkeys::find(std::string_view credential) const {
  return store_.read([&](Transaction& tx) -> std::optional<Held> {
    const auto found = tx.run(
        "SELECT p.id, p.staff, p.sealed, p.ended_at, m.state FROM staff_passkey p"
        " JOIN staff m ON m.id = p.staff WHERE p.credential_index = $1",
        index_of(sealer_, credential));
    const Row* row = found.one();
    if (!row) return std::nullopt;
    const std::string opened =
        sealer_.open_or_fault(row->blob(2), row->integer(0), "staff.passkey");
    Reader reader(opened);
    // Whose it is stands under the seal: who can write to the database gives nobody another's.
    const StaffId member{reader.number()};
    if (member != row->id<StaffId>(1) || reader.text() != credential) return std::nullopt;
    Held out{row->id<PasskeyId>(0), member, {}, false};
    out.key.x = reader.text();
    out.key.y = reader.text();
    out.works = row->is_null(3) && row->text(4) == member_state_names[MemberState::active];
    return out;
  });
}

std::variant<Passkeys::Judged, PasskeyRefused> Passkeys::judge(const Assertion& given,
                                                               ChallengeFor what,
                                                               const Session* session) const {
  if (!party_) return PasskeyRefused{Flaw::party};
  auto challenge = judge_challenge(given.client_data, Ceremony::get, what, session);
  if (const auto* flaw = std::get_if<Flaw>(&challenge)) return PasskeyRefused{*flaw};
  const auto data = read_authenticator_data(given.authenticator_data, Ceremony::get, *party_);
  if (const auto* flaw = std::get_if<Flaw>(&data)) return PasskeyRefused{*flaw};
  const auto held = find(given.credential);
  if (!held) return PasskeyRefused{Flaw::unknown};
  // Who signs in has said no name: the authenticator says whose the passkey is. Who is signed in
  // has asked for their own ones by id, and some authenticators then say nothing.
  const bool said = what == ChallengeFor::sign_in || !given.user_handle.empty();
  if ((said && !same_bytes(given.user_handle, user_handle(held->member))) ||
      (session && session->member.id != held->member))
    return PasskeyRefused{Flaw::handle, held->member};
  if (!is_signed_by(held->key, given.authenticator_data + sha256(given.client_data),
                    given.signature))
    return PasskeyRefused{Flaw::signature, held->member};
  if (!held->works) return PasskeyRefused{Flaw::ended, held->member};
  return Judged{held->id, held->member, std::get<std::string>(std::move(challenge)),
                std::get<AuthenticatorData>(data).counter};
}

// In the transaction that lets in: all that may have changed since it was judged.
std::optional<Flaw> Passkeys::use(Transaction& tx, const Judged& judged, Time now) const {
  if (!take_challenge(tx, judged.challenge, now)) return Flaw::replayed;
  const auto found = tx.run(
      "SELECT p.counter FROM staff_passkey p JOIN staff m ON m.id = p.staff"
      " WHERE p.id = $1 AND p.ended_at IS NULL AND m.state = 'active'",
      judged.id);
  const Row* row = found.one();
  if (!row) return Flaw::ended;
  const auto before = row->integer(0);
  const auto after = static_cast<std::int64_t>(judged.counter);
  if (after <= before && (after != 0 || before != 0)) {
    tx.run("UPDATE staff_passkey SET ended_at = $2, ended_how = 'counter_fell' WHERE id = $1",
           judged.id, now);
    // Whoever has the copy may be signed in by it.
    tx.run("DELETE FROM staff_session WHERE staff = $1", judged.member);
    return Flaw::counter;
  }
  tx.run("UPDATE staff_passkey SET counter = $2, used_at = $3 WHERE id = $1", judged.id, after,
         now);
  return std::nullopt;
}

PasskeyRefused Passkeys::refuse(const PasskeyRefused& refused, const Told& told) const {
  if (told) store_.write([&](Transaction& tx) { told(tx, nullptr, &refused); });
  return refused;
}

std::variant<SignedIn, PasskeyRefused> Passkeys::sign_in(const Assertion& given, const Told& told) {
  using Result = std::variant<SignedIn, PasskeyRefused>;
  const auto judged = judge(given, ChallengeFor::sign_in, nullptr);
  if (const auto* refused = std::get_if<PasskeyRefused>(&judged)) return refuse(*refused, told);
  const auto& right = std::get<Judged>(judged);
  Secret token(dice_.token());
  const std::string key = session_key_of(sealer_, token);
  return store_.write([&](Transaction& tx) -> Result {
    const Time now = clock_.now();
    if (const auto flaw = use(tx, right, now)) {
      const PasskeyRefused refused{*flaw, right.member};
      if (told) told(tx, nullptr, &refused);
      return refused;
    }
    SignedIn in{token, begin_session(tx, sealer_, rules_, right.member, key, now)};
    if (told) told(tx, &in.session, nullptr);
    return in;
  });
}

std::optional<PasskeyRefused> Passkeys::step_up(const Session& session, const Assertion& given,
                                                const Told& told) {
  const auto judged = judge(given, ChallengeFor::step_up, &session);
  if (const auto* refused = std::get_if<PasskeyRefused>(&judged)) return refuse(*refused, told);
  const auto& right = std::get<Judged>(judged);
  return store_.write([&](Transaction& tx) -> std::optional<PasskeyRefused> {
    const Time now = clock_.now();
    const auto flaw = [&]() -> std::optional<Flaw> {
      if (const auto why = use(tx, right, now)) return why;
      const auto done = tx.run("UPDATE staff_session SET stepped_up_at = $2 WHERE key = $1",
                               Blob{session.key}, now);
      return done.changed == 0 ? std::optional(Flaw::ended) : std::nullopt;
    }();
    if (!flaw && told) told(tx, &session, nullptr);
    if (!flaw) return std::nullopt;
    const PasskeyRefused refused{*flaw, right.member};
    if (told) told(tx, nullptr, &refused);
    return refused;
  });
}

PasskeyAdded Passkeys::add(const Session& session, const Attestation& given, std::string_view name,
                           const Staff::Along& along) {
  ensure(!name.empty(), "a passkey has a name");
  if (!party_ || !session.stepped_up(clock_.now())) return PasskeyAdded::refused;
  const auto challenge =
      judge_challenge(given.client_data, Ceremony::create, ChallengeFor::adding, &session);
  const auto data = read_attestation(given.object, given.client_data, *party_);
  if (std::holds_alternative<Flaw>(challenge) || std::holds_alternative<Flaw>(data))
    return PasskeyAdded::refused;
  const auto& made = std::get<AuthenticatorData>(data);
  const StaffId member = session.member.id;
  const PasskeyId id{dice_.row_id()};
  Writer sealed;
  sealed.number(member.value);
  for (const std::string& part : {made.created->id, made.created->key.x, made.created->key.y})
    sealed.text(part);
  const Blob whole{sealer_.seal(sealed.take(), id.value, "staff.passkey")};
  const Blob named{sealer_.seal(name, id.value, "staff.passkey.name")};
  return store_.write([&](Transaction& tx) {
    const Time now = clock_.now();
    if (!take_challenge(tx, std::get<std::string>(challenge), now)) return PasskeyAdded::refused;
    // The session may have been ended since the request began, by who invited the member again.
    const auto still = tx.run(
        "SELECT 1 FROM staff_session s JOIN staff m ON m.id = s.staff WHERE s.key = $1"
        " AND m.id = $2 AND m.state = 'active'",
        Blob{session.key}, member);
    if (still.rows.empty()) return PasskeyAdded::refused;
    const auto had =
        tx.run("SELECT id FROM staff_passkey WHERE staff = $1 AND ended_at IS NULL", member);
    if (had.rows.size() >= passkeys_max) return PasskeyAdded::too_many;
    const auto inserted = tx.run(
        "INSERT INTO staff_passkey (id, staff, credential_index, sealed, name, counter, added_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential_index) DO NOTHING",
        id, member, index_of(sealer_, made.created->id), whole, named,
        static_cast<std::int64_t>(made.counter), now);
    if (inserted.changed == 0) return PasskeyAdded::exists;
    if (along) along(tx, member);
    return PasskeyAdded::added;
  });
}

Changed Passkeys::remove(StaffId member, PasskeyId id, const Staff::Along& along) {
  return store_.write([&](Transaction& tx) {
    const auto done = tx.run(
        "UPDATE staff_passkey SET ended_at = $3, ended_how = 'removed'"
        " WHERE id = $1 AND staff = $2 AND ended_at IS NULL",
        id, member, clock_.now());
    if (done.changed == 0) return Changed::unknown;
    if (along) along(tx, member);
    return Changed::changed;
  });
}

std::vector<Passkey> Passkeys::list(StaffId member) const {
  return store_.read([&](Transaction& tx) {
    const auto found = tx.run(
        "SELECT id, name, added_at, used_at, ended_at, ended_how FROM staff_passkey"
        " WHERE staff = $1 ORDER BY added_at DESC, id",
        member);
    const auto maybe_time = [](const Row& row, std::size_t column) {
      return row.is_null(column) ? std::nullopt : std::optional(row.time(column));
    };
    std::vector<Passkey> out;
    for (const Row& row : found.rows) {
      Passkey one{row.id<PasskeyId>(0),
                  sealer_.open_or_fault(row.blob(1), row.integer(0), "staff.passkey.name"),
                  row.time(2),
                  maybe_time(row, 3),
                  maybe_time(row, 4),
                  {}};
      if (const auto how = row.maybe_text(5)) one.ended_how = passkey_end_names.read(*how);
      out.push_back(std::move(one));
    }
    return out;
  });
}

}  // namespace latchkey::staff
