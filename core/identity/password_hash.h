// How passwords are kept: Argon2id, then a keyed step with a key that is not in the database.
//
// "$argon2id$v=19$m=65536,t=2,p=1$<salt>$<32 bytes>" looks like libsodium's own string, but its
// last field is the MAC of the Argon2id output under the key file's key (NIST 800-63B-4 §3.1.1.2:
// an additional keyed step): a stolen database alone can verify nothing. The prefix "lk1" tells
// this apart from strings that other programs made.
//
// Passwords are brought to Unicode NFC here, at setting and at verifying, and are otherwise used
// exactly as typed (standards.md C-4). One verification takes `memory_bytes` of memory and some
// tens of milliseconds: callers go through a HashGate, never through the store's writer (R16).
//
// Thread-safe; dice and sealer must outlive it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/base/dice.h"
#include "core/base/sealer.h"
#include "core/base/secret.h"

namespace latchkey::identity {

struct HashCost {
  unsigned passes = 2;                               // Argon2's t
  std::size_t memory_bytes = std::size_t{64} << 20;  // libsodium's INTERACTIVE
};

class PasswordHash {
 public:
  // Throws ConfigFault when the cost is under OWASP's floor (2 passes, 19 MiB), or over 10 passes
  // or 1 GiB, which no clinic's machine can serve.
  PasswordHash(const Sealer& sealer, Dice& dice, HashCost cost);

  // A new salt each time. Needs: a password that the policy accepted (well-formed UTF-8, at most
  // 1024 bytes). Throws Fault if the machine has not enough memory.
  std::string hash(const Secret& password) const;

  // False for a wrong password, for text that is no hash of ours, and for passwords over 1024
  // bytes. With nothing stored the same work is done for nothing, so that the time does not tell
  // who has an account. Throws Fault only if the machine has not enough memory.
  bool verify(const Secret& password, const std::optional<std::string>& stored) const;

  // True when `stored` was made with other costs than today's, or is no hash of ours.
  bool needs_rehash(const std::string& stored) const;

 private:
  struct Parts;
  static std::optional<Parts> parse(const std::string& stored);
  std::string keyed(const Secret& password, const Parts& parts) const;

  const Sealer& sealer_;
  Dice& dice_;
  HashCost cost_;
};

}  // namespace latchkey::identity
