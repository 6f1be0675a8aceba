// The errands that must happen elsewhere: rows written in the turn that asked for them.
//
// put() is a plain local row inside the asker's own transaction, so that a state and its remote
// effects are stored together or not at all. A row's key is (origin kind, origin id, revision,
// ordinal): asking twice is asking once (rulings.md R15). Bodies are sealed, padded to a few sizes
// so that an errand of kind `nothing` looks like a real one (rulings.md R5), and erased when the
// errand ends. Nothing here touches a network. Thread-safe; a Transaction belongs to its thread.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/sealer.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/courier/outcome.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::courier {

// What is asked for. The numbers are stored.
enum class Kind {
  nothing = 0,         // a decoy's row: same size, same writes, no network
  send_code = 1,       // a code by text, call or mail
  notice = 2,          // "your password was changed"; must arrive, even a day later
  message = 3,         // a copy of what somebody was shown or told
  call_back = 4,       // ring a person and let them press a key
  set_password = 5,    // hashes and sets; setting twice is setting once
  check_account = 6,   // asks the account system, changes nothing
  account_act = 7,     // unlock, rename, activate …: never repeated when its end is unknown
  take_recording = 8,  // fetches a spoken message from the provider and deletes it there
  look_up = 9,         // asks the provider what kind of line a number is
  webhook = 10         // tells another system; it knows repeats by their number
};
inline constexpr Kind last_kind = Kind::webhook;
std::string_view name_of(Kind kind);

// Who works on an errand. Lanes never wait for each other: a silent mail server holds up no text,
// and hashing (Argon2id), which burns processor time and memory, runs on few threads of its own.
// The numbers are stored.
enum class Lane { phone = 0, mail = 1, accounts = 2, hashing = 3, lookups = 4 };
inline constexpr int lanes = 5;
using Lanes = std::bitset<lanes>;
std::string_view name_of(Lane lane);
constexpr Lane lane_of(Kind kind) {
  switch (kind) {
    case Kind::message:
    case Kind::webhook:
    case Kind::take_recording:  // half a megabyte must hold up no text
      return Lane::mail;
    case Kind::look_up:
      return Lane::lookups;
    case Kind::set_password:
      return Lane::hashing;
    case Kind::check_account:
    case Kind::account_act:
      return Lane::accounts;
    default:
      return Lane::phone;
  }
}

enum class OriginKind { conversation = 0, act = 1, ticket = 2, system = 3 };

// What asked, and which of its wishes this is: the idempotency key.
struct Origin {
  OriginKind kind = OriginKind::system;
  std::int64_t id = 0;
  std::int64_t revision = 0;
  std::int64_t ordinal = 0;
  bool operator==(const Origin&) const = default;
};

struct Errand {
  ErrandId id;  // dice.row_id(), thrown before the transaction
  Origin origin;
  Kind kind = Kind::nothing;
  std::optional<Lane> lane;  // empty: lane_of(kind). load() of delivery.h sets the channel's
  Secret body;               // a packed Delivery for messages; else the performer's own encoding
  Time created_at{};
  Time due_at{};
  Time expires_at{};  // from then on it is never performed
};

// An errand that this process may perform until its lease ends.
struct Claimed {
  ErrandId id;
  Origin origin;
  Kind kind = Kind::nothing;
  std::optional<Secret> body;  // empty: its seal does not open
  int tries = 1;               // this one included; it also fences off late finishers
  int unknowns = 0;            // earlier tries that may have happened, crashes included
  Time created_at{};
  Time expires_at{};
};

inline constexpr Millis lease_length{30'000};

// A message's or call's life at the provider, in the order of its ranks (telephony.md §2.1, §2.2).
enum class ProviderStatus {
  accepted = 0,
  queued = 1,
  sending = 2,      // calls: ringing
  sent = 3,         // calls: answered
  delivered = 4,    // calls: completed. This and the following are ends of equal rank.
  undelivered = 5,  // calls: busy or no answer
  failed = 6,       // calls: failed
  cancelled = 7,
};
std::string_view name_of(ProviderStatus status);
// The provider's own word ("in-progress"), for messages and calls; empty for an unknown word.
std::optional<ProviderStatus> provider_status(std::string_view word);
int rank_of(ProviderStatus status);

struct ProviderReport {
  ProviderStatus status = ProviderStatus::accepted;
  std::string sid;
  int error_code = 0;  // 0: none
  std::string to{};    // whom it went to, as the provider says; may be empty
};

// What a report changed.
struct Settled {
  Origin origin;
  Kind kind = Kind::nothing;
  ProviderStatus status = ProviderStatus::accepted;
  Outcome outcome;  // done, or refused_permanent with the reason that the error code stands for
};

struct Backlog {
  std::int64_t due = 0;
  std::optional<Time> oldest_due;
};

// What the other side says of us, and how often. `code`: its own number, or HTTP's or SMTP's.
struct Complaint {
  int code = 0;
  std::int64_t errands = 0;
};

// How far an errand is: for operators, without a word of what it says or to whom.
struct Progress {
  Kind kind = Kind::nothing;
  Lane lane = Lane::phone;
  Time created_at{};
  std::string state;  // "waiting", "leased", "done", "refused" …
  std::int64_t tries = 0;
  std::optional<Result> result;          // of the last try
  std::int64_t code = 0;                 // the other side's own number; 0: none
  std::optional<ProviderStatus> status;  // its latest report
};

class Outbox {
 public:
  // `sealer` must outlive it.
  explicit Outbox(const Sealer& sealer) : sealer_(sealer) {}

  // Stores an errand; one with the same origin that is there already stays as it is.
  void put(storage::Transaction& tx, const Errand& errand) const;

  // Leases up to `max` due errands of a lane until now + lease_length, oldest first. Errands whose
  // lease ran out come again, with that try counted among `unknowns`. Expired ones come too: the
  // courier ends them.
  std::vector<Claimed> claim(storage::Transaction& tx, Lane lane, Time now, int max) const;

  // Hands back at once what a carrier that is dead still has leased, instead of when its leases
  // end. Each of those tries may have happened: claim() counts it among `unknowns`, and where a
  // repeat leaves a provider's report time to settle it first (rules.h), it still does, but no
  // longer than the lease would have lasted. How many were leased. Needs: nobody else carries
  // errands of this store (core/storage/serve_lock.h).
  std::int64_t give_back_leases(storage::Transaction& tx, Time now) const;

  // Ends an errand and erases its body. `already`: it had ended before (a callback was faster), or
  // the lease was lost to another try, which then has the say; success is believed from anyone.
  enum class Finish { finished, already };
  Finish finish(storage::Transaction& tx, const Claimed& claimed, const Outcome& outcome,
                Time now) const;

  // Gives the lease back, to be tried at `due_at` (its expiry at the latest). Nothing happens if
  // the lease was lost or the errand has ended.
  void postpone(storage::Transaction& tx, const Claimed& claimed, const Outcome& outcome,
                Time due_at) const;

  // Takes a provider's report, in whatever order reports arrive: a rank never goes back. It also
  // ends errands whose answer was lost. Empty if it changed nothing or there is no such errand.
  std::optional<Settled> settle_by_callback(storage::Transaction& tx, ErrandId id,
                                            const ProviderReport& report, Time now) const;

  // Cancels what an origin still has waiting of a kind; a try under way goes on. How many.
  std::int64_t cancel_waiting(storage::Transaction& tx, OriginKind origin_kind,
                              std::int64_t origin_id, Kind kind, Time now) const;

  // How many errands of a kind have not ended yet; whether one of that origin is here, ended or
  // not.
  std::int64_t open_errands(storage::Transaction& tx, Kind kind) const;
  bool has(storage::Transaction& tx, const Origin& origin) const;

  // Of one origin, in the order asked for; until they are forgotten.
  std::vector<Progress> progress_of(storage::Transaction& tx, OriginKind origin_kind,
                                    std::int64_t origin_id) const;

  // The next moment at which this lane has something to do; empty if nothing waits.
  std::optional<Time> next_due(storage::Transaction& tx, Lane lane) const;

  // For health and metrics: what should have been taken by now.
  Backlog backlog(storage::Transaction& tx, Time now) const;

  // What an operator must act on: errands that ended since `since`, or were made since and still
  // wait, whose last try our configuration failed or whose number has advice (provider_advice.h).
  // The most frequent first, at most 20.
  std::vector<Complaint> complaints(storage::Transaction& tx, Time since) const;

  // Deletes errands that ended before that moment. How many.
  std::int64_t forget_ended(storage::Transaction& tx, Time before) const;

 private:
  const Sealer& sealer_;
};

storage::AreaSchema schema();

}  // namespace latchkey::courier
