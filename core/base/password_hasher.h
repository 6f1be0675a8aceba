// How a password is turned into what may be stored, behind a seam.
//
// Rooms that keep passwords (staff, the local account system) are siblings of the room that owns
// Argon2id, so they are given a hasher. Hashing is slow and takes tens of megabytes on purpose
// (standards.md section 3): it never runs inside a transaction. Implementations are thread-safe
// and bound how many hashes run at once.
#pragma once

#include <string>

#include "core/base/secret.h"

namespace latchkey {

enum class PasswordMatch { wrong, right, right_but_old_settings };

class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;

  // A self-describing, salted hash. Throws Busy when the queue is full, and Fault without memory.
  virtual std::string hash(const Secret& password) = 0;

  // Takes as long for any `stored`; `right_but_old_settings` asks the caller to store a new hash.
  virtual PasswordMatch check(const std::string& stored, const Secret& password) = 0;

  // A hash of nothing anybody knows, with today's settings: checked when there is no account, so
  // that an unknown name costs what a known one does (standards.md T7).
  virtual const std::string& decoy() const = 0;
};

}  // namespace latchkey
