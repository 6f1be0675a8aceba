#include "core/operations/hasher.h"

#include "core/base/fault.h"

namespace latchkey::operations {

namespace {

template <class T>
T or_busy(std::optional<T> result) {
  if (!result) throw Fault("too many passwords are being checked at once; try again in a moment");
  return *std::move(result);
}

}  // namespace

Hasher::Hasher(const Sealer& sealer, Dice& dice, identity::HashCost cost)
    : hash_(sealer, dice, cost),
      gate_(identity::gate_for(cost.memory_bytes)),
      decoy_(hash_.hash(Secret(dice.token()))) {}

std::string Hasher::hash(const Secret& password) {
  return or_busy(gate_.run([&] { return hash_.hash(password); }));
}

PasswordMatch Hasher::check(const std::string& stored, const Secret& password) {
  const bool right = or_busy(gate_.run([&] { return hash_.verify(password, stored); }));
  if (!right) return PasswordMatch::wrong;
  return hash_.needs_rehash(stored) ? PasswordMatch::right_but_old_settings : PasswordMatch::right;
}

}  // namespace latchkey::operations
