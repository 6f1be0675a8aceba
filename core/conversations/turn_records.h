// What a turn may ask of the roster and the budgets, on its own transaction.
//
// Implements what core/flow declares. For everybody the same look-ups are made and the same budgets
// are read (rulings.md R5): strangers have keys of their own where patients have theirs.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>

#include "core/accounts/roster.h"
#include "core/audit/audit.h"
#include "core/base/calendar.h"
#include "core/base/config.h"
#include "core/conversations/conversation_rows.h"
#include "core/courier/destinations.h"
#include "core/flow/context.h"
#include "core/identity/attempts.h"
#include "core/identity/registration_codes.h"
#include "core/identity/saved_codes.h"
#include "core/tickets/routing.h"

namespace latchkey::conversations {

// What identifying and counting need; all outlive it.
struct Rooms {
  const accounts::Roster& roster;
  const identity::Attempts& attempts;
  const identity::AttemptKeys& keys;
  const identity::RegistrationCodes& registrations;
  const identity::SavedCodes& saved_codes;
  const Sealer& sealer;
  const courier::Destinations& destinations;
  const Config& config;
};

// The two budget keys of a claim: of the account, or of what takes its place for a stranger, and
// of what was claimed.
std::array<identity::AttemptKey, 2> budget_keys(const Rooms& rooms, const std::string& claim_key,
                                                std::optional<PatientId> patient);

// What tries of a saved code are counted under, and nothing else is.
identity::AttemptKey saved_key(const Rooms& rooms, const std::string& claim_key,
                               std::optional<PatientId> patient);

// Both keys that count against a patient, whatever they were claimed by.
std::array<identity::AttemptKey, 2> budget_keys(const Sealer& sealer,
                                                const identity::AttemptKeys& keys,
                                                PatientId patient);

// The key of every claim to be this patient, whatever it was claimed by.
std::string claim_key_of(const Sealer& sealer, PatientId patient);

// How people can be reached, looked up once in a turn however often it is asked: the roster does
// the same heavy work for everybody, and a turn that sends a code asks four times. For nobody
// (PatientId{}) too. Lives within one transaction.
class TurnContacts {
 public:
  TurnContacts(storage::Transaction& tx, const accounts::Roster& roster, Time now)
      : tx_(tx), roster_(roster), now_(now) {}

  const accounts::Reach& reach(PatientId patient, accounts::StandIn stand_in = {});
  // The contact that a code of this kind goes to; empty when there is none to use.
  std::optional<accounts::Contact> contact(PatientId patient, flow::ProofKind by,
                                           accounts::StandIn stand_in = {});

 private:
  storage::Transaction& tx_;
  const accounts::Roster& roster_;
  Time now_;
  std::map<std::int64_t, accounts::Reach> known_;  // by patient
};

// What one code is counted for. Decoys fill the same fields from their claim.
identity::Send send_of(TurnContacts& contacts, const Rooms& rooms, const Leg& leg,
                       const std::string& claim_key, std::optional<PatientId> patient,
                       flow::ProofKind by);
// A text with a guide's steps, with numbers of its own: whoever shows a patient's number as theirs
// must not use up what that patient's codes may cost.
identity::Send steps_send(const Rooms& rooms, std::string_view e164);

// Makes it a send that did not go out: as many rows are written, and none of those that others
// share.
void reach_nobody(identity::Send& send, const Rooms& rooms, const std::string& claim_key);

// The leg's own key for sends and look-ups: a number that calls is counted like an address.
std::optional<identity::AttemptKey> origin_of(const Leg& leg);

// Whom wrong codes of a visitor without a leg count against.
identity::Origin code_origin(const identity::AttemptKeys& keys, const std::string& address);

// Whom wrong hand-off codes of this leg count against; legs without an address share one.
identity::Origin hand_off_origin(const Rooms& rooms, const Leg& leg);

// Whom a promised call counts against; a kiosk's visitors, and callers who hide their
// number, share wide ones.
identity::Origin promise_origin(const Rooms& rooms, const Leg& leg);

// What the roster says about where this patient's tickets go: offices that still exist only. The
// rest of the facts is empty (product.md Routing).
tickets::RoutingFacts offices_of(storage::Transaction& tx, const Rooms& rooms, PatientId patient,
                                 Time now);

// Where this patient's tickets and letters go if nothing else says so: their office, or the
// clinic's default.
LocationId office_of(storage::Transaction& tx, const Rooms& rooms, PatientId patient, Time now);

// The audit log's row of a ticket that this conversation has opened.
audit::Event ticket_opened(ConversationId conversation, TicketId ticket, Time now);

// What a hand-off code's row is found by.
std::string hand_off_index(const Sealer& sealer, const Secret& code);

class TurnRecords final : public flow::Records {
 public:
  // `here`: the office for a patient who is on no roster any more.
  TurnRecords(storage::Transaction& tx, const Rooms& rooms, TurnContacts& contacts, const Leg& leg,
              LocationId here, Time now)
      : tx_(tx), rooms_(rooms), contacts_(contacts), leg_(leg), here_(here), now_(now) {}

  flow::Found find(const flow::Facts& facts) const override;
  std::string claim_key(const flow::Facts& facts, std::optional<PatientId> patient) const override;
  bool may_try(const std::string& claim_key, std::optional<PatientId> patient) const override;
  bool may_send(const std::string& claim_key, std::optional<PatientId> patient,
                flow::ProofKind by) const override;
  bool may_ring(std::string_view e164) const override;
  bool may_text(std::string_view e164) const override;
  std::optional<ConversationId> cut_off(std::string_view digits) const override;
  bool may_promise() const override;
  flow::Standing standing(PatientId patient) const override;
  LocationId office_of(PatientId patient) const override;
  bool hand_offs_open() const override;
  std::optional<ConversationId> hand_off(std::string_view code, Date birth_date) const override;
  bool finds_again() const override;
  bool registrations_open() const override;
  Registration registration(const Secret& code, Date birth_date) const override;
  bool registration_stands(RegistrationId code) const override;
  bool saved_code(const Secret& typed, const std::string& claim_key,
                  std::optional<PatientId> patient) const override;
  bool has_saved_code(PatientId patient) const override;
  std::optional<Incident> incident() const override;

 private:
  storage::Transaction& tx_;
  const Rooms& rooms_;
  TurnContacts& contacts_;
  const Leg& leg_;
  LocationId here_;
  Time now_;
};

class TurnOffices final : public flow::Offices {
 public:
  // `here`: where a ZIP code leads that no office claims: the number dialled outranks the clinic's
  // default (product.md Routing).
  TurnOffices(const Config& config, const Calendar& calendar, LocationId here)
      : config_(config), calendar_(calendar), here_(here) {}

  std::optional<LocationId> pick(std::string_view id_or_zip) const override;
  bool is_open(LocationId office, Time at) const override;
  std::optional<Time> changes(LocationId office, Time at) const override;
  Time promise(LocationId office, Time at, std::chrono::minutes work) const override;

 private:
  const Config& config_;
  const Calendar& calendar_;
  LocationId here_;
};

}  // namespace latchkey::conversations
