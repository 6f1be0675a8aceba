// Codes that prove something is held: how they are made, kept and judged.
//
// A code is for one purpose and one challenge (product.md rule 4). It is kept twice (rulings.md
// R7): as a keyed MAC of challenge, purpose and code, which judges it, and as a sealed copy, which
// lets a resend say the same code and is erased when the code is used or expired. Neither says
// anything to somebody who has the database without its keys; the challenge's random id is the salt
// (NIST 800-63B-4 §3.1.2.2). A code made for one challenge or purpose is wrong for every other.
//
// Judging takes the same time wherever the difference is and writes nothing: the caller counts the
// try in the same transaction (attempts.h) and marks the row used.
//
// Pure but for the dice; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/dice.h"
#include "core/base/sealer.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/identity/limits.h"
#include "core/storage/store.h"

namespace latchkey::identity {

// What a code opens. Stored numbers: never reused for something else.
enum class CodePurpose : std::int64_t {
  recover_by_text = 1,
  recover_by_voice = 2,
  recover_by_mail = 3,
  desk_read_back = 4,  // told to the clinic person the patient called, and good for nothing else
  hand_off = 5,        // phone to web (R17)
  registration_paper = 6,
  registration_live = 7,  // read to the patient in person (R19)
  saved = 8,              // the patient's own, on paper
  postal = 9,
  kiosk_match = 10,  // shown by the kiosk, typed by the clerk (R20)
  callback = 11,     // spoken in the first call, typed in the second (R18)
};
inline constexpr std::int64_t code_purpose_last = 11;

struct CodeShape {
  enum class Alphabet { digits, crockford };
  Alphabet alphabet;
  int length;
  std::optional<Millis> life;  // empty: until used (saved codes)
};

// Length and life of a purpose's codes. Needs: limits.check() has passed.
CodeShape shape_of(CodePurpose purpose, const Limits& limits);

// What the row of a challenge keeps.
struct SealedCode {
  std::int64_t challenge;  // the row's random id, made before (R14)
  CodePurpose purpose;
  storage::Blob mac;  // 32 bytes
  Time issued_at;
  std::optional<Time> expires_at;
};

struct NewCode {
  Secret plain;  // for the message, and nowhere else
  SealedCode sealed;
  storage::Blob sealed_copy;  // for resends; erase it when the code is used or expired
};

// A new code of the purpose's shape, every value equally likely.
NewCode make_code(Dice& dice, const Sealer& sealer, const Limits& limits, std::int64_t challenge,
                  CodePurpose purpose, Time now);

// The code to say again. Empty when the copy belongs to another challenge or purpose.
std::optional<Secret> open_copy(const Sealer& sealer, const SealedCode& code,
                                const storage::Blob& sealed_copy);

enum class Judgement {
  right,
  wrong,
  expired,  // right, but too late: from its expiry on, or when the clock was set back by more than
            // five minutes since it was issued (T41). A wrong code is never called expired.
};

// `typed`: as normal_code() or normal_paper_code() return it.
Judgement judge(const Sealer& sealer, const SealedCode& code, const Secret& typed, Time now);

// The exact index for codes that are found by their digits (hand-off, registration).
storage::Blob code_index(const Sealer& sealer, CodePurpose purpose, const Secret& typed);

// In groups for paper and screens: "123 456", "1234 5678", "ABCD-EFGH-JKMN-PQRS".
std::string in_groups(const Secret& code);

}  // namespace latchkey::identity
