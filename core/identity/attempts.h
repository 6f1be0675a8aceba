// Budgets: how often somebody may guess, search, be sent something, or call.
//
// A budget is rows, one per key and minute or so, never a number in memory: it survives a restart,
// it is the same on every node, and it is spent in the transaction that judges, so that a hundred
// parallel guesses can't overdraw it (standards.md T9). There is no row that everybody touches.
//
// One budget covers phone, web and kiosk (rulings.md R6); what an office does in person is not
// counted here, so that a stranger who burns tries can't shut a patient out of it. Nothing here
// touches sign-in: an exhausted budget pauses recovery, not the account (product.md rule 6). What
// an exhausted budget looks like from outside is the flow's (R4: nothing).
//
// While a budget is exhausted no code is judged, so none that is typed then is a guess: it is
// written like any other, but makes neither the pause nor the row of wrong ones longer. Else
// whoever knows a patient's name and birth date could switch off self-service in an afternoon.
//
// All answers follow from the rows and `now` alone. Windows slide: "10 in an hour" holds for every
// hour, and opens again a minute later at most; what everybody shares, five minutes later for its
// hour and two hours for its day. Rows from the future (a clock set back) still count.
//
// Call these inside Store::write: check and record in the same transaction. Stateless; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/address.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/identity/limits.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::identity {

// Tables attempt_window and attempt_streak.
storage::AreaSchema attempts_schema();

// Whom a budget belongs to. Made by AttemptKeys; no personal data can be read from it.
struct AttemptKey {
  enum class Kind { account, claim, destination, prefix, address, caller, anonymous, shared };
  Kind kind;
  storage::Blob blind;  // 16 bytes
};

// Keyed names for whatever is counted. Thread-safe; the sealer must outlive it.
class AttemptKeys {
 public:
  // `shared`: addresses that many people share; each counts as a kiosk does.
  explicit AttemptKeys(const Sealer& sealer, AddressSet shared = {})
      : sealer_(sealer), shared_(std::move(shared)) {}

  AttemptKey account(PatientId patient) const;
  // Of a patient's saved code alone: who burns its tries spends nobody's other budget, and the
  // other way round. Strangers have a key of their own for their claim.
  AttemptKey saved_code(PatientId patient) const;
  AttemptKey saved_code_of_nobody(std::string_view claim_key) const;
  // Of a member of staff, for what they look up.
  AttemptKey member(StaffId staff) const;
  // What somebody claims to be, found or not: the normalised facts in a fixed order.
  AttemptKey claim(std::string_view normalised_facts) const;
  // A normalised phone number or e-mail address. For decoys any text of their own (R5).
  AttemptKey destination(std::string_view normal_contact) const;
  // The block of 1,000 numbers a NANP number lies in. Needs: normal_phone's form.
  AttemptKey prefix(std::string_view normal_phone) const;
  // An internet address in text; IPv6 counts by /64, IPv4-mapped as IPv4. What is no address at
  // all shares one key. Kind::shared for one that the clinic says many share.
  AttemptKey address(std::string_view internet_address) const;
  // The /48 that an IPv6 address lies in: one customer of a provider can walk all its /64s. Empty
  // for all other texts, and for an address that many share.
  std::optional<AttemptKey> network(std::string_view internet_address) const;
  // A caller's number as the provider says it; one that is not a number ("anonymous", empty,
  // withheld) shares the anonymous bucket.
  AttemptKey caller(std::string_view from) const;
  // A registered kiosk by its row's id: a clinic's visitors share one address, and a kiosk's own
  // numbers are wider (standards.md section 3).
  AttemptKey kiosk(std::int64_t device) const;

 private:
  AttemptKey make(AttemptKey::Kind kind, std::string_view text) const;
  const Sealer& sealer_;
  const AddressSet shared_;
};

enum class MayTry {
  allowed,
  paused_hour,  // until fewer wrong codes lie in the last hour
  paused_day,   // until a day after the wrong code that was one too many
  disabled,     // too many in a row: until restore()
  suspended,    // somebody said "this wasn't me": until restore()
};

enum class Channel { text, voice, mail };

enum class MaySend {
  allowed,
  too_soon,
  destination_full,
  account_full,
  prefix_full,
  origin_full,
  everywhere_full
};

// What one send is counted for. A decoy fills the same fields (R5).
struct Send {
  Channel channel;
  AttemptKey destination;
  AttemptKey account;
  std::optional<AttemptKey> prefix;  // of phone numbers
  std::optional<AttemptKey> origin;  // who asked, as for look-ups; empty if hidden
  // Nobody: written the same, but not counted against everybody's hour and day, or a stranger
  // with invented names could switch off every code of the clinic.
  enum class Reaches { somebody, nobody } reaches = Reaches::somebody;
  // Words are never typed back, and share no number of everybody's with codes.
  enum class Carries { code, words } carries = Carries::code;
};

// What everybody's sends by telephone come to, for whoever runs the clinic.
struct SendWatch {
  std::int64_t sends_hour = 0, sends_day = 0, cents_day = 0;
  std::int64_t paused_prefixes = 0;  // of whose codes too few are typed
};

enum class MayCall { allowed, to_a_person };

// Who asks, where no claim says whom it counts against: for codes that are found by themselves
// alone (hand-off, registration, "this wasn't me") and for calls that an office promises.
struct Origin {
  AttemptKey address;
  std::optional<AttemptKey> network{};
};

class Attempts {
 public:
  // Needs: limits.check() has passed.
  explicit Attempts(const Limits& limits) : limits_(limits) {}
  const Limits& limits() const { return limits_; }

  // Whether a code may be judged now: the strictest answer of all `keys` (account and claim).
  MayTry may_try(storage::Transaction& tx, std::span<const AttemptKey> keys, Time now) const;
  // One wrong code, for each key; while may_try() says no, one that counts for nothing, with the
  // same writes. Never reset by sending another code (B-8).
  void record_wrong_code(storage::Transaction& tx, std::span<const AttemptKey> keys,
                         Time now) const;
  // A right code ends the row of wrong ones; what was wrong this hour and day stays counted.
  void record_success(storage::Transaction& tx, std::span<const AttemptKey> keys) const;
  // "This wasn't me": no code of this account is judged any more, whatever is proven (rulings.md
  // R22). A success does not end it.
  void suspend(storage::Transaction& tx, const AttemptKey& account, Time now) const;
  bool is_suspended(storage::Transaction& tx, const AttemptKey& account) const;
  // The office has seen the patient: what counts against them, their pause and their suspension
  // are forgotten.
  void restore(storage::Transaction& tx, std::span<const AttemptKey> keys) const;

  // The breaker for hand-off codes, which are found by their digits: false while too many of
  // everybody's were wrong in the last 10 minutes (R17), or too many of this address alone, or of
  // the network around it. What they try beyond their own share no longer counts against
  // everybody, so that nobody can shut the door for all. Needs: while it is closed, no code is
  // judged and nothing is recorded.
  bool hand_offs_open(storage::Transaction& tx, const Origin& origin, Time now) const;
  void record_wrong_hand_off(storage::Transaction& tx, const Origin& origin, Time now) const;

  // The same door for codes of "this wasn't me", with numbers and a breaker of its own.
  bool not_me_open(storage::Transaction& tx, const Origin& origin, Time now) const;
  void record_wrong_not_me(storage::Transaction& tx, const Origin& origin, Time now) const;

  // The same door for registration codes. A right one is written like a wrong one, and counts for
  // nothing.
  bool registrations_open(storage::Transaction& tx, const Origin& origin, Time now) const;
  void record_wrong_registration(storage::Transaction& tx, const Origin& origin, Time now) const;
  void record_right_registration(storage::Transaction& tx, const Origin& origin, Time now) const;

  MaySend send_allowed(storage::Transaction& tx, const Send& send, Time now) const;
  void record_send(storage::Transaction& tx, const Send& send, Time now) const;

  // A code that came by text or call was typed: whoever lives in this block gets and uses them.
  void record_typed(storage::Transaction& tx, const AttemptKey& prefix, Time now) const;
  SendWatch watch_sends(storage::Transaction& tx, Time now) const;

  // `origin`: an address, a caller's number, which is counted like one, or a kiosk.
  bool lookup_allowed(storage::Transaction& tx, const AttemptKey& origin, Time now) const;
  void record_lookup(storage::Transaction& tx, const AttemptKey& origin, Time now) const;

  // The same of a member of staff at the desk; a key of AttemptKeys::member().
  bool desk_lookup_allowed(storage::Transaction& tx, const AttemptKey& member, Time now) const;
  void record_desk_lookup(storage::Transaction& tx, const AttemptKey& member, Time now) const;

  // A code for a new password that staff send under a photo ID which they saw: a budget of the
  // account's own, so that nobody who used up the other one stops the office (rulings.md R6), and
  // the office takes nothing from the patient's.
  bool desk_reset_allowed(storage::Transaction& tx, const AttemptKey& account, Time now) const;
  void record_desk_reset(storage::Transaction& tx, const AttemptKey& account, Time now) const;

  // Whether an office may be promised to call somebody back who proved nothing. Whoever asks for
  // nothing else is looked up nowhere, and would fill an office's list without end.
  bool promise_allowed(storage::Transaction& tx, const Origin& origin, Time now) const;
  void record_promise(storage::Transaction& tx, const Origin& origin, Time now) const;

  // A call failed if it ended, or was hung up, after a look-up and without a proof. Callers who
  // hide their number share one wide bucket of calls and none of failures.
  MayCall call_allowed(storage::Transaction& tx, const AttemptKey& caller, Time now) const;
  void record_call(storage::Transaction& tx, const AttemptKey& caller, Time now) const;
  void record_failed_call(storage::Transaction& tx, const AttemptKey& caller, Time now) const;

  // Drops windows that no rule looks at any more, and rows of wrong codes of *claims* untouched
  // for 90 days; an account's row stays until a success (NIST 800-63B-4 §3.2.2).
  void forget_old(storage::Transaction& tx, Time now) const;

 private:
  MayTry judge_key(storage::Transaction& tx, const AttemptKey& key, Time now) const;
  MaySend phone_send_allowed(storage::Transaction& tx, const Send& send, Time now) const;
  MaySend mail_send_allowed(storage::Transaction& tx, const Send& send, Time now) const;
  bool is_pumped(storage::Transaction& tx, const AttemptKey& prefix, Time now) const;
  int price(Channel channel) const;
  MaySend words_allowed(storage::Transaction& tx, Time now) const;
  void record_words(storage::Transaction& tx, const Send& send, Time now) const;
  bool origin_may_send(storage::Transaction& tx, const AttemptKey& origin, Time now) const;
  struct Door;  // of codes that are found by themselves alone
  Door hand_off_door() const;
  Door not_me_door() const;
  Door registration_door() const;

  Limits limits_;
};

}  // namespace latchkey::identity
