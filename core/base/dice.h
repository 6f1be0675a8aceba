// Unpredictable numbers, behind a seam.
//
// Codes, tokens, ids and nonces all come from here (NIST 800-63B-4 §3.2.12: approved generator).
// SystemDice asks libsodium; tests give a fake that repeats. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace latchkey {

class Dice {
 public:
  virtual ~Dice() = default;

  // Fills `out` with unpredictable bytes.
  virtual void fill(std::span<unsigned char> out) = 0;

  // `count` random bytes.
  std::string bytes(std::size_t count);

  // Uniform in [0, bound). Needs: bound > 0. Free of modulo bias.
  std::uint32_t below(std::uint32_t bound);

  // `count` uniform decimal digits, leading zeros included: a code for a person to type.
  std::string digits(std::size_t count);

  // `count` characters of Crockford base 32 (no I, L, O, U), 5 bits each.
  std::string crockford(std::size_t count);

  // A secret for cookies and URLs' fragments: 256 bits as 43 base64url characters.
  std::string token();

  // A row id: uniform in [1, 2^62), positive so that it reads well everywhere.
  std::int64_t row_id();
};

class SystemDice final : public Dice {
 public:
  SystemDice();
  void fill(std::span<unsigned char> out) override;
};

}  // namespace latchkey
