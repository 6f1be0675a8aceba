// Codes that prove something is held: how they are sealed, judged and found.
//
// A code is for one purpose and one challenge (product.md rule 4); what judges it is a keyed MAC of
// challenge, purpose and code (rulings.md R7), which says nothing to somebody who has the database
// without its keys: the challenge's random id is the salt (NIST 800-63B-4 §3.1.2.2). A code made
// for one challenge or purpose is wrong for every other.
//
// The one place for this: core/flow judges codes that were sent, core/conversations finds hand-off
// codes by their digits. Judging takes the same time wherever the difference is and writes nothing;
// the caller counts the try in the same transaction. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/sealer.h"
#include "core/base/secret.h"
#include "core/base/time.h"

namespace latchkey {

// What a code opens. Stored numbers, part of every MAC: never reused for something else.
enum class CodePurpose : std::int64_t {
  recover_by_text = 1,
  recover_by_call = 2,
  recover_by_mail = 3,
  hand_off = 5,      // phone to web (rulings.md R17)
  not_me_code = 6,   // "this wasn't me", typed (rulings.md R22)
  not_me_link = 7,   // the same, from a link's fragment
  registration = 8,  // first sign-in (rulings.md R19)
  saved = 9,         // a saved recovery code (NIST 800-63B-4 §4.2.1.1)
};

// What is kept of a code in order to judge it.
struct SealedCode {
  std::int64_t challenge = 0;  // a random id that is nobody else's
  CodePurpose purpose = CodePurpose::recover_by_text;
  std::string mac;  // 32 bytes
  Time issued_at, expires_at;
};

// The MAC that judges `code`.
std::string seal_code(const Sealer& sealer, std::int64_t challenge, CodePurpose purpose,
                      const Secret& code);

enum class Judgement {
  right,
  wrong,
  expired,  // right, but too late: from its expiry on, or when the clock was set back by more than
            // five minutes since it was issued (T41). A wrong code is never called expired.
};

// `typed`: as normal_code() returns it.
Judgement judge(const Sealer& sealer, const SealedCode& code, const Secret& typed, Time now);

// The exact index of a code that is found by its digits alone.
std::string code_index(const Sealer& sealer, CodePurpose purpose, const Secret& typed);

// A code on paper as people read it, in fours: "7K4M-9QX2-T5VW-3J8N".
Secret in_fours(const Secret& code);

}  // namespace latchkey
