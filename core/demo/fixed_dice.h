// Numbers that look random and are the same every time: for made-up people only, never for secrets.
//
// splitmix64, written out so that every machine and compiler draws the same (std's distributions
// differ between libraries).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace latchkey::demo {

class FixedDice {
 public:
  explicit FixedDice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  // In [0, bound). Needs: bound > 0. The bias of a remainder does not matter for names.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  template <class T, std::size_t N>
  const T& one_of(const std::array<T, N>& all) {
    return all[below(N)];
  }

 private:
  std::uint64_t state_;
};

}  // namespace latchkey::demo
