// What a turn may know of the world: this moment, what the roster says, what was drawn by chance.
//
// Records and Offices are declared here, by their consumer, and implemented by core/conversations
// on the turn's own transaction, so that a decision is repeatable for a given snapshot.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/sealer.h"
#include "core/flow/policy.h"
#include "core/flow/state.h"

namespace latchkey::flow {

// Whom facts point to. The same work is done for everybody.
struct Found {
  std::optional<PatientId> patient;  // exactly one
  Decoy decoy = Decoy::nobody;       // none: codes can really be sent
  std::array<bool, 3> reach{};       // by ProofKind
};

// What is revealed only after one proof (rulings.md R3).
struct Standing {
  bool minor = false, deactivated = false, two_step = false;
};

class Records {
 public:
  virtual ~Records() = default;

  virtual Found find(const Facts& facts) const = 0;
  // The budget key of a claim: keyed, the same for the same person however they are named.
  virtual std::string claim_key(const Facts& facts, std::optional<PatientId> patient) const = 0;
  // False: this claim's budget of wrong codes is spent; it walks on as a decoy (rulings.md R4).
  virtual bool may_try(const std::string& claim_key, std::optional<PatientId> patient) const = 0;
  // False: enough was sent for now; nothing is sent and nobody is told.
  virtual bool may_send(const std::string& claim_key, std::optional<PatientId> patient,
                        ProofKind by) const = 0;
  // False: a number that we don't ring, because it costs dearly or lies abroad (rulings.md R28).
  virtual bool may_ring(std::string_view e164) const = 0;
  // False: whoever shows this number is sent no text: it said STOP, or it was sent enough. Nobody
  // is told.
  virtual bool may_text(std::string_view e164) const = 0;
  // False: this address or caller was promised so many calls that no more is promised now.
  virtual bool may_promise() const = 0;
  virtual Standing standing(PatientId patient) const = 0;
  // The office that knows this patient best (product.md Routing).
  virtual LocationId office_of(PatientId patient) const = 0;
  // False: too many hand-off codes were wrong, of this address or of everybody; none is judged now.
  virtual bool hand_offs_open() const = 0;
  // The conversation that a hand-off code belongs to, if code and birth date fit and it is live.
  virtual std::optional<ConversationId> hand_off(std::string_view code, Date birth_date) const = 0;
  // The live conversation of an earlier call from this number that waits for a code, if these are
  // the digits that it told.
  virtual std::optional<ConversationId> cut_off(std::string_view digits) const = 0;
  // As hand_offs_open(), for registration codes.
  virtual bool registrations_open() const = 0;
  // Whether whoever is cut off now can be found again when they call (cut_off()): not without the
  // number that calls.
  virtual bool finds_again() const = 0;
  // What a registration code and a birth date say: `code` if there is such a live one, `patient`
  // too if the birth date is theirs and nothing bars them.
  struct Registration {
    RegistrationId code{};
    std::optional<PatientId> patient{};
  };
  virtual Registration registration(const Secret& code, Date birth_date) const = 0;
  // Whether that code may still open an account: used and replaced ones do not.
  virtual bool registration_stands(RegistrationId code) const = 0;
  // Whether this is the saved code of the claimed person, within its own budget of tries and with
  // the same work for everybody.
  virtual bool saved_code(const Secret& typed, const std::string& claim_key,
                          std::optional<PatientId> patient) const = 0;
  virtual bool has_saved_code(PatientId patient) const = 0;
  // The known outage, if there is one (domain.md C27).
  struct Incident {
    IncidentId id;
    std::optional<Time> expected;
  };
  virtual std::optional<Incident> incident() const = 0;
};

class Offices {
 public:
  virtual ~Offices() = default;
  // By the id that a page's list carries, or a ZIP code; empty if neither fits.
  virtual std::optional<LocationId> pick(std::string_view id_or_zip) const = 0;
  virtual bool is_open(LocationId office, Time at) const = 0;
  // When it closes if it is open, else when it opens next; empty if it never does.
  virtual std::optional<Time> changes(LocationId office, Time at) const = 0;
  // `work` business minutes after `at`, by the office's own hours and holidays.
  virtual Time promise(LocationId office, Time at, std::chrono::minutes work) const = 0;
};

// Drawn for this turn, used or not, before the transaction (rulings.md R14).
struct Fresh {
  std::array<Secret, 3> codes;  // by ProofKind, each as long as Policy says
  Secret hand_off;
  Secret saved;             // 80 bits (standards.md section 3)
  std::string match_code;   // four digits: shown on a kiosk, or told on the phone
  std::string help_number;  // speakable: 6 digits and a check digit
};

struct Context {
  Time now;
  Channel channel;
  // The office whose number was dialled, whose kiosk this is, or the clinic's default.
  LocationId here;
  // Binds codes to this conversation: part of what their MAC covers.
  ConversationId conversation;
  Time began;  // when this conversation did
  const Policy& policy;
  const Records& records;
  const Offices& offices;
  const Sealer& sealer;
  const Fresh& fresh;
};

}  // namespace latchkey::flow
