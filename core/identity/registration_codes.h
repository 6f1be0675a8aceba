// Registration codes: what an office gives a patient to open an account that was never used (R19).
//
// Two kinds: on paper, 16 Crockford characters (80 bits) for seven days, and live, 8 digits for ten
// minutes, for somebody who stands at the desk or is called back (standards.md 3, A-9). A code is
// found by itself, without a name; whoever redeems it must know the birth date too, which the
// caller compares. It opens once; a new one voids the earlier; after five wrong birth dates it is
// dead. Those tries are the code's own: who does not hold it can't burn them, and they take nothing
// from the budget of recovery (rulings.md R6).
//
// Kept are only a keyed index and a keyed MAC salted by the row's random id (NIST 800-63B-4
// §3.1.2.2), both erased when the code ends; the row stays for a while, to say what became of it.
//
// Call these inside Store::write. Holds nothing but its keys and limits; thread-safe.
#pragma once

#include <array>
#include <optional>

#include "core/base/dice.h"
#include "core/base/ids.h"
#include "core/base/names.h"
#include "core/base/sealer.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/identity/limits.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::identity {

storage::AreaSchema registration_schema();

enum class RegistrationKind { paper, live };
inline constexpr Names<RegistrationKind, 2> registration_kind_names{{"paper", "live"}};

// `expired` is told by the time; the others are stored.
enum class RegistrationStatus { issued, used, voided, expired };
inline constexpr Names<RegistrationStatus, 4> registration_status_names{
    {"issued", "used", "voided", "expired"}};

// Chance for one issue, thrown before its transaction (rulings.md R14). Eight digits may be given
// out already: then the next ones are taken.
struct RegistrationDraws {
  RegistrationId id;
  std::array<Secret, 6> codes;
};
RegistrationDraws draw_registration(Dice& dice, RegistrationKind kind);

struct RegistrationFound {
  RegistrationId id;
  PatientId patient;
  bool operator==(const RegistrationFound&) const = default;
};

// What became of a patient's newest code, for staff.
struct RegistrationNews {
  RegistrationKind kind = RegistrationKind::paper;
  RegistrationStatus status = RegistrationStatus::issued;
  Time issued_at, expires_at;
};

class RegistrationCodes {
 public:
  // `sealer` must outlive this.
  RegistrationCodes(const Sealer& sealer, const Limits& limits);

  // Voids the patient's earlier code. The code is told here once and can't be read again.
  struct Issued {
    Secret code;
    Time expires_at;
  };
  Issued issue(storage::Transaction& tx, PatientId patient, RegistrationKind kind,
               const RegistrationDraws& draws, Time now) const;

  // The live code that was typed, in any spelling that normal_paper_code() takes. Empty for what
  // was never issued, is used, voided, too old or tried too often: these are not told apart.
  std::optional<RegistrationFound> find(storage::Transaction& tx, const Secret& typed,
                                        Time now) const;
  // As find(), by the row: whether the code may still be used. Its time is not looked at again, for
  // whoever typed it in time may take a few minutes to choose a password.
  bool stands(storage::Transaction& tx, RegistrationId id) const;

  // A wrong birth date with this code; the fifth voids it.
  void count_wrong(storage::Transaction& tx, RegistrationId id, Time now) const;
  // The account is being opened by this errand. Once; false if the code did not stand any more.
  enum class Use { taken, refused };
  Use use(storage::Transaction& tx, RegistrationId id, ErrandId by, Time now) const;
  // Whether the code was used by this errand: then what it began may be finished.
  bool used_by(storage::Transaction& tx, RegistrationId id, ErrandId errand) const;
  void void_all(storage::Transaction& tx, PatientId patient, Time now) const;

  // Whether this text is the patient's live code, which may not become the password (ASVS 6.4.1).
  bool is_code_of(storage::Transaction& tx, PatientId patient, const Secret& text) const;

  std::optional<RegistrationNews> newest(storage::Transaction& tx, PatientId patient,
                                         Time now) const;
  // What ended long ago. For the sweeper.
  void forget(storage::Transaction& tx, Time now) const;

 private:
  const Sealer& sealer_;
  seconds paper_life_, live_life_;
  int wrong_max_;
};

}  // namespace latchkey::identity
