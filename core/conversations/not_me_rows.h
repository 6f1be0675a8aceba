// "This wasn't me": what the notices of one recovery carry, as rows (product.md rule 8, R22).
//
// One recovery has one link and one code, the same in all its notices. They are kept only as keyed
// MACs, each for its own purpose, on a row that names the patient, the recovery and the end of
// their life: who reads the database can say nothing in a patient's name. The row's id is that of
// the repudiation's own conversation. Call inside a transaction of the caller; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/dice.h"
#include "core/base/ids.h"
#include "core/base/sealer.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/flow/words.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::conversations {

storage::AreaSchema not_me_schema();

// Five days more than the notice itself may take (T40): mailboxes are read at week's end. All that
// it opens is a door that closes others.
inline constexpr std::chrono::hours not_me_life{7 * 24};

// Thrown before the transaction (rulings.md R14).
struct NotMeSecrets {
  Secret link;  // 256 bits, 43 characters for a URL's fragment (standards.md section 3)
  Secret code;  // 50 bits, 10 characters without look-alikes: found by itself alone
};
NotMeSecrets draw_not_me(Dice& dice);

// As people read and type it: "7K4MP-9QX2T".
Secret spaced_not_me(const Secret& code);

struct NotMe {
  ConversationId id;
  PatientId patient;
  flow::Topic recovered = flow::Topic::forgot_password;
  ConversationId recovery;  // the conversation that is repudiated
  Time issued_at, expires_at;
  // What the person was told when they said so; empty until then.
  struct Told {
    std::string help_number;
    LocationId office;
    Time promised_by;
  };
  std::optional<Told> told;
};

// Writes a row once, however often it is asked for with the same id.
void keep_not_me(storage::Transaction& tx, const Sealer& sealer, const NotMe& row,
                 const NotMeSecrets& secrets);

// What was typed or followed. Either is found with one look-up; what is neither is looked up too.
struct NotMeTyped {
  enum class What { link, code } what = What::code;
  std::string mac;
};
NotMeTyped read_not_me(const Sealer& sealer, const Secret& typed);

// Empty for what nobody was sent, and from the end of its life on.
std::optional<NotMe> find_not_me(storage::Transaction& tx, const NotMeTyped& typed, Time now);

// Of which recovery its patient was told, by its conversation; empty if nobody was, or long ago.
std::optional<NotMe> notified(storage::Transaction& tx, ConversationId recovery);

// It was said: whoever says it again is told the same.
void mark_told(storage::Transaction& tx, ConversationId id, const NotMe::Told& told, Time now);

void forget_not_me(storage::Transaction& tx, Time now);

}  // namespace latchkey::conversations
