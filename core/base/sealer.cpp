#include "core/base/sealer.h"

#include <sodium.h>

#include "core/base/fault.h"

namespace latchkey {

namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t key_size = 32;

const unsigned char* raw(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}
unsigned char* raw(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

// The context of a keyed hash is length-prefixed, so that ("ab","c") and ("a","bc") differ.
std::string keyed_hash(const Secret& key, std::string_view context, std::string_view message,
                       std::size_t size) {
  crypto_generichash_state state;
  std::string out(size, '\0');
  const auto prefix = static_cast<unsigned char>(context.size());
  crypto_generichash_init(&state, raw(key.reveal()), key.size(), size);
  crypto_generichash_update(&state, &prefix, 1);
  crypto_generichash_update(&state, raw(context), context.size());
  crypto_generichash_update(&state, raw(message), message.size());
  crypto_generichash_final(&state, raw(out), out.size());
  return out;
}

std::string associated(unsigned char version, std::int64_t row, std::string_view purpose) {
  std::string out(1, static_cast<char>(version));
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((row >> shift) & 0xff);
  return out.append(purpose);
}

}  // namespace

Sealer::Sealer(const Secret& master, unsigned version, Dice& dice)
    : version_(version), dice_(dice) {
  ensure(master.size() == key_size, "a master key has 32 bytes");
  ensure(version >= 1 && version <= 255, "a key version fits one byte");
  seal_key_ = Secret(keyed_hash(master, "latchkey", "seal", key_size));
  blind_key_ = Secret(keyed_hash(master, "latchkey", "blind", key_size));
  mac_key_ = Secret(keyed_hash(master, "latchkey", "mac", key_size));
}

std::string Sealer::seal(std::string_view plain, std::int64_t row, std::string_view purpose) const {
  std::string out(1 + nonce_size + plain.size() + tag_size, '\0');
  out[0] = static_cast<char>(version_);
  dice_.fill({raw(out) + 1, nonce_size});
  const std::string ad = associated(static_cast<unsigned char>(version_), row, purpose);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(out) + 1 + nonce_size, nullptr, raw(plain),
                                             plain.size(), raw(ad), ad.size(), nullptr,
                                             raw(out) + 1, raw(seal_key_.reveal()));
  return out;
}

std::optional<std::string> Sealer::open(std::string_view sealed, std::int64_t row,
                                        std::string_view purpose) const {
  if (sealed.size() < 1 + nonce_size + tag_size) return std::nullopt;
  if (static_cast<unsigned char>(sealed[0]) != version_) return std::nullopt;
  const std::string ad = associated(static_cast<unsigned char>(sealed[0]), row, purpose);
  const std::string_view body = sealed.substr(1 + nonce_size);
  std::string plain(body.size() - tag_size, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), nullptr, nullptr, raw(body),
                                                 body.size(), raw(ad), ad.size(), raw(sealed) + 1,
                                                 raw(seal_key_.reveal())) != 0)
    return std::nullopt;
  return plain;
}

std::string Sealer::open_or_fault(std::string_view sealed, std::int64_t row,
                                  std::string_view purpose) const {
  if (auto plain = open(sealed, row, purpose)) return *std::move(plain);
  throw Fault("row " + std::to_string(row) + ": sealed field " + std::string(purpose) +
              " does not open; is this the key file the database was made with?");
}

std::string Sealer::blind(std::string_view index, std::string_view normalised) const {
  return keyed_hash(blind_key_, index, normalised, 16);
}

std::string Sealer::mac(std::string_view purpose, std::string_view message) const {
  return keyed_hash(mac_key_, purpose, message, 32);
}

std::uint64_t first_bits(std::string_view keyed) {
  std::uint64_t value = 0;
  for (const char byte : keyed.substr(0, sizeof value))
    value = (value << 8U) | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace latchkey
