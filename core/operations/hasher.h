// Argon2id for the rooms that keep passwords, at most one hash per core at a time.
//
// Joins core/identity's hash with its gate behind the port that staff and account systems use
// (core/base/password_hasher.h). When the queue is full, hashing is a Fault: the courier tries
// again later, a sign-in answers "busy". Thread-safe.
#pragma once

#include <string>

#include "core/base/password_hasher.h"
#include "core/identity/hash_gate.h"
#include "core/identity/password_hash.h"

namespace latchkey::operations {

class Hasher final : public PasswordHasher {
 public:
  // `sealer` and `dice` outlive it. A cost below the floor is a ConfigFault. `at_once_max`: fewer
  // hashes at once than the machine could do, if that is less.
  Hasher(const Sealer& sealer, Dice& dice, identity::HashCost cost, std::size_t at_once_max = 64);

  std::string hash(const Secret& password) override;
  PasswordMatch check(const std::string& stored, const Secret& password) override;
  const std::string& decoy() const override { return decoy_; }

  std::size_t at_once() const { return gate_.at_once(); }

 private:
  identity::PasswordHash hash_;
  identity::HashGate gate_;
  std::string decoy_;
};

}  // namespace latchkey::operations
