// The people at the desk: who they are, how they sign in, and for how long.
//
// There is no default account: an admin adds a member and hands over a setup code in person; the
// member opens it once, chooses a password and enrols an authenticator. Signing in takes name,
// password and six digits in one form and fails in one way: nobody learns which of them was wrong
// or whether the name exists; unknown names cost the same look-ups, hash and writes. Tries are
// counted before they are judged, per name, and survive a restart (standards.md section 3).
//
// Sessions live in the store, so that disabling a member ends them at the next request. Only a
// keyed hash of the session's token is kept. The password is hashed between two transactions,
// never inside one. Audit is the caller's. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/base/ids.h"
#include "core/base/password_hasher.h"
#include "core/base/sealer.h"
#include "core/staff/permissions.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::staff {

storage::AreaSchema schema();

inline constexpr auto setup_life = std::chrono::hours(72);
inline constexpr auto ended_session_kept = std::chrono::hours(12);
inline constexpr std::size_t password_points_min = 15;
inline constexpr std::size_t password_points_max = 128;

// What the operator may set ([staff], and one of [limits]); defaults of standards.md section 3.
struct Rules {
  std::chrono::minutes idle_life{15};
  std::chrono::hours session_life{8};    // busy or not
  std::chrono::minutes step_up_life{5};  // how fresh six digits must be for what is delicate
  int sessions_max = 2;                  // at the same time, per member
  int failures_max = 50;                 // in a row; then only a new setup code helps
};

// How long nobody can try this name after `failures` wrong tries in a row (NIST §3.2.2).
std::chrono::seconds wait_after(std::int64_t failures);

enum class MemberState { invited, active, disabled };
inline constexpr Names<MemberState, 3> member_state_names{{"invited", "active", "disabled"}};

struct Member {
  StaffId id;
  std::string name;     // to sign in with
  std::string display;  // as colleagues see it
  Role role = Role::office;
  std::vector<LocationId> locations;  // in ascending order
  MemberState state = MemberState::invited;
  std::optional<Time> signed_in_at{};  // last
};

struct NewMember {
  std::string name;
  std::string display;
  Role role = Role::office;
  std::vector<LocationId> locations;
};

// Shown once, to the admin, to be handed over in person; good for 72 hours.
struct Invitation {
  StaffId id;
  Secret setup_code;
};

// Shown to the member who gave a good setup code.
struct Enrolment {
  std::string otpauth_uri;
  std::string secret_base32;
};

enum class Enrolled { enrolled, refused, weak_password, wrong_code };

struct Session {
  Member member;
  std::string key;  // what the store knows of the token
  Secret csrf;      // 64 hex digits, for hidden fields
  Time started_at;
  Time expires_at;        // whatever is done
  Time stepped_up_until;  // by when six digits must be given again for what is delicate
  Time idle_until;        // when it ends if nothing more is asked for
  bool stepped_up(Time now) const { return now <= stepped_up_until; }
};

struct SignedIn {
  Secret token;  // for the cookie; 43 characters
  Session session;
};
// `not_before`: when trying again makes sense; the same for names that do not exist.
struct Refused {
  std::optional<Time> not_before;
};
using SignInResult = std::variant<SignedIn, Refused>;

enum class Changed { changed, unknown, last_admin };
enum class StepUp { done, refused };

class Staff {
 public:
  // All must outlive this. `issuer` is what authenticator apps show above the name.
  Staff(storage::Store& store, const Sealer& sealer, Dice& dice, const Clock& clock,
        PasswordHasher& hasher, std::string issuer, const Rules& rules = {});

  // What the caller keeps in the same transaction, such as its audit row. May run twice (R14).
  using Along = std::function<void(storage::Transaction&, StaffId)>;

  // Empty if the name is taken or can't be a name.
  std::optional<Invitation> add(const NewMember& asked, const Along& along = {});
  // Anew, for a lost authenticator or password: in person, by another admin (ASVS 6.4.4). Ends the
  // old password, authenticator and sessions at once, and forgets failed tries; lets in again who
  // was disabled. Empty if there is no such member.
  std::optional<Invitation> invite_again(StaffId id, const Along& along = {});

  std::optional<Enrolment> open_enrolment(std::string_view name, const Secret& setup_code);
  // `along`: once it is done, as with all that follow.
  Enrolled enrol(std::string_view name, const Secret& setup_code, const Secret& password,
                 std::string_view code, const Along& along = {});

  SignInResult sign_in(std::string_view name, const Secret& password, std::string_view code,
                       const Along& along = {});
  // The session of a cookie, or empty: unknown, ended, idle, too old, or its member disabled.
  // What is idle is judged within a minute, or a quarter of the idle time if that is less.
  // `by_itself`: a page's script asks, not a person, and so it keeps no session alive.
  enum class Asks { a_person, by_itself };
  std::optional<Session> authenticate(const Secret& token, Asks who = Asks::a_person);
  StepUp step_up(const Session& session, std::string_view code, const Along& along = {});
  void sign_out(const Session& session, const Along& along = {});

  // The last active admin can't be disabled or lose the role: nobody could add another.
  Changed disable(StaffId id, const Along& along = {});
  // Role and offices in one: nobody is for a moment in the new role at the old offices.
  Changed place(StaffId id, Role role, const std::vector<LocationId>& locations,
                const Along& along = {});

  std::vector<Member> list() const;
  std::optional<Member> find(StaffId id) const;
  // Members with wrong tries since they last came in, and how many in a row (standards.md H-10).
  std::map<StaffId, std::int64_t> wrong_tries() const;

  // Deletes sessions that have ended half a day ago (see sessions.h) and the tries of names that
  // are nobody's. Safe at any time.
  void tidy();

 private:
  struct Known;
  struct Tried;
  Tried count_try(std::string_view name);
  std::optional<Known> setup_of(std::string_view name, const Secret& setup_code);
  std::optional<Session> start_session(const Known& known, std::int64_t step,
                                       const std::optional<std::string>& better_hash,
                                       const std::string& key, const Along& along);
  Invitation invite(storage::Transaction& tx, StaffId id, const Secret& code,
                    const Secret& totp) const;
  std::string name_index(std::string_view name) const;
  std::string setup_mac(StaffId id, const Secret& setup_code) const;

  storage::Store& store_;
  const Sealer& sealer_;
  Dice& dice_;
  const Clock& clock_;
  PasswordHasher& hasher_;
  std::string issuer_;
  Rules rules_;
  Secret nobodys_totp_;  // judged where a name is unknown
};

}  // namespace latchkey::staff
