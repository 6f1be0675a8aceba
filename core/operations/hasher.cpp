#include "core/operations/hasher.h"

#include <algorithm>

#include "core/base/busy.h"

namespace latchkey::operations {

namespace {

template <class T>
T or_busy(std::optional<T> result) {
  if (!result) throw Busy("too many passwords are being checked at once; try again in a moment");
  return *std::move(result);
}

identity::GateSize gate_of(std::size_t memory_bytes_each, std::size_t at_once_max) {
  identity::GateSize size = identity::gate_for(memory_bytes_each);
  size.at_once = std::min(size.at_once, at_once_max);
  return size;
}

}  // namespace

Hasher::Hasher(const Sealer& sealer, Dice& dice, identity::HashCost cost, std::size_t at_once_max)
    : hash_(sealer, dice, cost),
      gate_(gate_of(cost.memory_bytes, at_once_max)),
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
