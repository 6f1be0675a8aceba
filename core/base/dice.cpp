#include "core/base/dice.h"

#include <sodium.h>

#include <array>
#include <cstring>
#include <limits>

#include "core/base/fault.h"

namespace latchkey {

namespace {

template <class Unsigned>
Unsigned draw(Dice& dice) {
  std::array<unsigned char, sizeof(Unsigned)> raw{};
  dice.fill(raw);
  Unsigned value = 0;
  for (const unsigned char byte : raw) value = static_cast<Unsigned>((value << 8U) | byte);
  return value;
}

}  // namespace

std::string Dice::bytes(std::size_t count) {
  std::string out(count, '\0');
  fill({reinterpret_cast<unsigned char*>(out.data()), out.size()});
  return out;
}

std::uint32_t Dice::below(std::uint32_t bound) {
  ensure(bound > 0, "Dice::below needs a positive bound");
  // Values under `unfair` would make the low remainders likelier than the rest.
  const std::uint32_t unfair = (std::numeric_limits<std::uint32_t>::max() - bound + 1) % bound;
  for (;;) {
    const auto value = draw<std::uint32_t>(*this);
    if (value >= unfair) return value % bound;
  }
}

std::string Dice::digits(std::size_t count) {
  // One question to the system for all digits: a turn draws four codes.
  constexpr std::uint32_t fair = std::numeric_limits<std::uint32_t>::max() / 10 * 10;
  std::string raw = bytes(count * sizeof(std::uint32_t));
  std::string out(count, '0');
  for (std::size_t i = 0; i < count; ++i) {
    std::uint32_t value = 0;
    std::memcpy(&value, raw.data() + i * sizeof value, sizeof value);
    // Values from `fair` on would make the low digits likelier than the rest.
    out[i] = static_cast<char>('0' + (value < fair ? value % 10 : below(10)));
  }
  sodium_memzero(raw.data(), raw.size());
  return out;
}

std::string Dice::crockford(std::size_t count) {
  static constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string out = bytes(count);
  for (char& c : out) c = alphabet[static_cast<unsigned char>(c) & 31U];
  return out;
}

std::string Dice::token() {
  const std::string raw = bytes(32);
  std::string out(sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(raw.data()),
                    raw.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.pop_back();  // the terminating NUL
  return out;
}

std::int64_t Dice::row_id() {
  for (;;) {
    const auto value = static_cast<std::int64_t>(draw<std::uint64_t>(*this) >> 2U);
    if (value > 0) return value;
  }
}

std::int64_t Dice::row_id(Time now) {
  constexpr unsigned random_bits = 42, second_bits = 20;
  const auto seconds = static_cast<std::uint64_t>(to_millis(now) / 1000);
  const auto near = (seconds & ((1ULL << second_bits) - 1)) << random_bits;
  const auto value = near | (draw<std::uint64_t>(*this) >> (64U - random_bits));
  return value > 0 ? static_cast<std::int64_t>(value) : row_id(now);
}

SystemDice::SystemDice() {
  if (sodium_init() < 0) throw Fault("libsodium could not start: no source of randomness");
}

void SystemDice::fill(std::span<unsigned char> out) { randombytes_buf(out.data(), out.size()); }

DiceCup::~DiceCup() { sodium_memzero(drawn_.data(), drawn_.size()); }

void DiceCup::fill(std::span<unsigned char> out) {
  if (out.size() > drawn_.size()) return source_.fill(out);
  if (drawn_.size() - used_ < out.size()) {
    source_.fill(drawn_);
    used_ = 0;
  }
  std::memcpy(out.data(), drawn_.data() + used_, out.size());
  sodium_memzero(drawn_.data() + used_, out.size());
  used_ += out.size();
}

}  // namespace latchkey
