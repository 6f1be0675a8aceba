// Saved recovery codes: what a patient has printed for the day when nothing else works.
//
// 16 Crockford characters (80 bits), one a patient, good until used or replaced (standards.md 3,
// NIST 800-63B-4 §4.2.1.1). A saved code proves, it does not find: it is judged for a patient who
// has been named. Kept is only a keyed MAC, salted by the row's random id (§3.1.2.2). Using it ends
// it. How often it may be tried is the caller's to count (AttemptKeys::saved_code()).
//
// Call these inside Store::write. Holds nothing but its keys; thread-safe.
#pragma once

#include "core/base/dice.h"
#include "core/base/ids.h"
#include "core/base/sealer.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::identity {

storage::AreaSchema saved_codes_schema();

// As it is typed: without separators.
Secret draw_saved_code(Dice& dice);

class SavedCodes {
 public:
  // `sealer` must outlive this.
  explicit SavedCodes(const Sealer& sealer) : sealer_(sealer) {}

  // Replaces the patient's earlier one. `row`: a random id, drawn before the transaction.
  void keep(storage::Transaction& tx, std::int64_t row, PatientId patient, const Secret& code,
            Time now) const;
  // Whether this is the patient's saved code, in any spelling that normal_paper_code() takes. The
  // work is the same for a patient without one, and for nobody (PatientId{}).
  bool fits(storage::Transaction& tx, PatientId patient, const Secret& typed) const;
  bool has(storage::Transaction& tx, PatientId patient) const;
  // It was used, or opens nothing any more.
  void end(storage::Transaction& tx, PatientId patient) const;

 private:
  const Sealer& sealer_;
};

}  // namespace latchkey::identity
