// Unpredictable numbers, behind a seam.
//
// Codes, tokens, ids and nonces all come from here (NIST 800-63B-4 §3.2.12: approved generator).
// SystemDice asks libsodium; tests give a fake that repeats. Thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/time.h"

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
  // A row id for rows that are written together with others of about `now`: ids of one second lie
  // next to each other, so that their rows share pages. 42 bits are random; the seconds come again
  // after 12 days, so that over the years these ids collide no oftener than the others.
  std::int64_t row_id(Time now);
};

class SystemDice final : public Dice {
 public:
  SystemDice();
  void fill(std::span<unsigned char> out) override;
};

// Several draws for one question to the source: a turn draws ten small numbers, and each question
// to the system is a call into the kernel. What is left over is wiped. For one thread; `source`
// must outlive it.
class DiceCup final : public Dice {
 public:
  explicit DiceCup(Dice& source) : source_(source) {}
  ~DiceCup() override;
  DiceCup(const DiceCup&) = delete;
  DiceCup& operator=(const DiceCup&) = delete;
  void fill(std::span<unsigned char> out) override;

 private:
  Dice& source_;
  std::array<unsigned char, 256> drawn_{};  // the most that the kernel gives without pausing
  std::size_t used_ = drawn_.size();
};

}  // namespace latchkey
