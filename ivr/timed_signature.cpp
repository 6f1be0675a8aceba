#include "ivr/timed_signature.h"

#include <sodium.h>

#include <array>
#include <charconv>

#include "core/base/fault.h"

namespace latchkey::ivr {

namespace {

// The bytes that `text` is base64 of, if it is and they are `count`; else empty.
std::string bytes_of(std::string_view text, std::size_t count) {
  std::string out(count, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  const int failed =
      sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), "\r\n", &length, &end, sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0 || length != count || end != text.data() + text.size()) return {};
  return out;
}

std::string base64(const unsigned char* bytes, std::size_t count) {
  std::string out(sodium_base64_encoded_len(count, sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes, count, sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // the terminating zero
  return out;
}

std::string signed_text(std::string_view timestamp, std::string_view body) {
  std::string out;
  out.reserve(timestamp.size() + 1 + body.size());
  return out.append(timestamp).append("|").append(body);
}

bool is_recent(std::string_view timestamp, Time now) {
  std::int64_t seconds = 0;
  const auto [stop, error] =
      std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
  if (error != std::errc() || stop != timestamp.data() + timestamp.size()) return false;
  if (seconds < 0 || seconds > 100'000'000'000) return false;
  const Millis apart = now - Time(Millis(seconds * 1000));
  return apart <= webhook_age_max && -apart <= webhook_age_max;
}

struct Pair {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> closed{};
  ~Pair() { sodium_memzero(closed.data(), closed.size()); }
};

void open_pair(const Secret& private_key, Pair& pair) {
  std::string seed = bytes_of(private_key.reveal(), crypto_sign_SEEDBYTES);
  if (seed.empty())
    throw ConfigFault("the signing key must be 32 bytes in base64, as Ed25519 has them");
  crypto_sign_seed_keypair(pair.open.data(), pair.closed.data(),
                           reinterpret_cast<const unsigned char*>(seed.data()));
  sodium_memzero(seed.data(), seed.size());
}

}  // namespace

TimedSignatureCheck::TimedSignatureCheck(const std::vector<Secret>& public_keys) {
  if (public_keys.empty())
    throw ConfigFault("provider.signing_key_files: without a key anybody could call us");
  for (const Secret& key : public_keys) {
    keys_.push_back(bytes_of(key.reveal(), crypto_sign_PUBLICKEYBYTES));
    if (keys_.back().empty())
      throw ConfigFault(
          "provider.signing_key_files: a public key is 44 characters of base64, as the provider's "
          "pages show it");
  }
}

bool TimedSignatureCheck::is_genuine(std::string_view timestamp, std::string_view body,
                                     std::string_view signature, Time now) const {
  if (!is_recent(timestamp, now)) return false;
  const std::string made = bytes_of(signature, crypto_sign_BYTES);
  if (made.empty()) return false;
  const std::string text = signed_text(timestamp, body);
  for (const std::string& key : keys_) {
    if (crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(made.data()),
                                    reinterpret_cast<const unsigned char*>(text.data()),
                                    text.size(),
                                    reinterpret_cast<const unsigned char*>(key.data())) == 0)
      return true;
  }
  return false;
}

std::string sign_timed(const Secret& private_key, std::string_view timestamp,
                       std::string_view body) {
  Pair pair;
  open_pair(private_key, pair);
  const std::string text = signed_text(timestamp, body);
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       pair.closed.data());
  return base64(signature.data(), signature.size());
}

std::string public_half(const Secret& private_key) {
  Pair pair;
  open_pair(private_key, pair);
  return base64(pair.open.data(), pair.open.size());
}

}  // namespace latchkey::ivr
