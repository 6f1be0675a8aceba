// A registration code, as an office gives it to a patient (rulings.md R19).
//
// Only for an account that nobody has ever signed in to: the account system is asked first, outside
// of every transaction. Then, in one, the earlier code is voided, the new one written, every safe
// contact on file told, and who gave it out audited. The code is in the answer and nowhere else in
// clear. Thread-safe; blocks on the account system.
#pragma once

#include <string>
#include <variant>

#include "core/accounts/account_system.h"
#include "core/accounts/roster.h"
#include "core/audit/audit.h"
#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/names.h"
#include "core/base/texts.h"
#include "core/courier/outbox.h"
#include "core/identity/registration_codes.h"
#include "core/storage/store.h"

namespace latchkey::conversations {

// How the office knows that it is the patient: product.md, R21. `by_post`: it sees nobody, and the
// code goes in an envelope to the address on file (NIST 800-63A-4 §3.9).
enum class Seen { in_person, callback, by_post };
inline constexpr Names<Seen, 3> seen_names{{"in_person", "callback", "by_post"}};

// Who gives it out, for the audit log.
struct Issuer {
  audit::Actor actor = audit::Actor::operations;
  std::int64_t id = 0;
  Seen seen = Seen::in_person;
};

// Why there is none.
enum class NotIssued {
  unknown_patient,
  not_active,  // deceased, deactivated or merged away
  minor,       // the office itself opens such an account (product.md T4)
  no_account,
  used,     // somebody has signed in: recovery helps, and no such code
  has_one,  // a letter voids no code that another letter, or the counter, has given out
  not_told  // the account system could not say
};
inline constexpr Names<NotIssued, 7> not_issued_names{
    {"unknown_patient", "not_active", "minor", "no_account", "used", "has_one", "not_told"}};

struct IssuedRegistration {
  Secret code;
  Time expires_at;
  int told = 0;  // contacts on file that hear of it
  RegistrationId id{};
};

class RegistrationDesk {
 public:
  // All outlive it.
  struct Parts {
    storage::Store& store;
    const Sealer& sealer;
    const Config& config;
    const Texts& texts;
    const accounts::Roster& roster;
    accounts::AccountSystem& accounts;
    const identity::RegistrationCodes& codes;
    const courier::Outbox& outbox;
    const audit::Audit& audit;
    const Clock& clock;
    Dice& dice;
  };
  explicit RegistrationDesk(const Parts& parts) : at_(parts) {}

  std::variant<IssuedRegistration, NotIssued> issue(PatientId patient,
                                                    identity::RegistrationKind kind,
                                                    const Issuer& by) const;

 private:
  std::variant<accounts::Person, NotIssued> admitted(PatientId patient) const;
  int tell(storage::Transaction& tx, const accounts::Person& person, std::int64_t seed,
           RegistrationId code, Seen seen, Time now) const;

  Parts at_;
};

}  // namespace latchkey::conversations
