// Passkeys: the way in that no false page can take over (NIST 800-63B-4 section 2.2.2, B-24).
//
// A passkey is held (a phone, a security key, the computer) and opened by finger, face or PIN, so
// that it is both factors: whoever signs in by one types no name, no password and no digits. It is
// tied to the desk's own address by the browser. A member adds it from a session that is stepped
// up; being invited again ends them all. Rows are never deleted, only ended (NIST section 4.1).
//
// A challenge is 256 random bits, its time and a MAC over both, what it is for and whose session
// asked: nothing is stored for whoever only asks. What was answered well is remembered until it
// would have expired, so that it is taken once. Wrong passkeys count no tries: there is nothing to
// guess, and nobody can lock a colleague out by them. Audit is the caller's. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/staff/staff.h"
#include "core/staff/webauthn.h"

namespace latchkey::staff {

using PasskeyId = Id<struct PasskeyTag>;

inline constexpr auto challenge_life = std::chrono::minutes(5);
inline constexpr std::size_t passkeys_max = 10;  // that work, per member

// counter_fell: its counter went back, so there may be a copy of it.
enum class PasskeyEnd { removed, counter_fell, invited_again };
inline constexpr Names<PasskeyEnd, 3> passkey_end_names{
    {"removed", "counter_fell", "invited_again"}};

struct Passkey {
  PasskeyId id;
  std::string name;  // the member's own
  Time added_at;
  std::optional<Time> used_at, ended_at;
  std::optional<PasskeyEnd> ended_how;
};

// What a challenge is for. One for signing in belongs to nobody.
enum class ChallengeFor { sign_in, step_up, adding };

// What a browser hands over, decoded; nothing of it is believed yet.
struct Assertion {
  std::string credential, client_data, authenticator_data, signature, user_handle;
};
struct Attestation {
  std::string client_data, object;
};

// `member`: whose passkey it is, where that is known, for the audit log.
struct PasskeyRefused {
  Flaw flaw;
  std::optional<StaffId> member{};
};
enum class PasskeyAdded { added, refused, exists, too_many };

class Passkeys {
 public:
  // All must outlive this. Without a `party` there are no passkeys: see relying_party().
  Passkeys(storage::Store& store, const Sealer& sealer, Dice& dice, const Clock& clock,
           std::optional<RelyingParty> party, const Rules& rules = {});

  const std::optional<RelyingParty>& party() const { return party_; }

  // Bytes to be signed. Needs: a session unless it is for signing in.
  std::string challenge(ChallengeFor what, const Session* session = nullptr) const;
  // What authenticators keep to know a member by: no name, nothing to learn from.
  std::string user_handle(StaffId member) const;
  // The ids of the passkeys that work.
  std::vector<std::string> credentials(StaffId member) const;

  // What the caller keeps of an attempt: called once, in the transaction that lets in, ends a
  // copied passkey or does nothing. One of both is null.
  using Told = std::function<void(storage::Transaction&, const Session*, const PasskeyRefused*)>;
  std::variant<SignedIn, PasskeyRefused> sign_in(const Assertion& given, const Told& told = {});
  // As six digits do (Staff::step_up); empty if it is done.
  std::optional<PasskeyRefused> step_up(const Session& session, const Assertion& given,
                                        const Told& told = {});

  // Refused where the session is not stepped up. `name`: as the member will know it, not empty.
  PasskeyAdded add(const Session& session, const Attestation& given, std::string_view name,
                   const Staff::Along& along);
  Changed remove(StaffId member, PasskeyId id, const Staff::Along& along);
  // All there ever were, newest first.
  std::vector<Passkey> list(StaffId member) const;

 private:
  struct Held;
  struct Judged;
  OrFlaw<std::string> judge_challenge(std::string_view client_data, Ceremony ceremony,
                                      ChallengeFor what, const Session* session) const;
  std::string challenge_mac(ChallengeFor what, const Session* session, std::string_view head) const;
  std::optional<Held> find(std::string_view credential) const;
  std::variant<Judged, PasskeyRefused> judge(const Assertion& given, ChallengeFor what,
                                             const Session* session) const;
  std::optional<Flaw> use(storage::Transaction& tx, const Judged& judged, Time now) const;
  PasskeyRefused refuse(const PasskeyRefused& refused, const Told& told) const;
  bool take_challenge(storage::Transaction& tx, std::string_view challenge, Time now) const;

  storage::Store& store_;
  const Sealer& sealer_;
  Dice& dice_;
  const Clock& clock_;
  std::optional<RelyingParty> party_;
  Rules rules_;
};

}  // namespace latchkey::staff
