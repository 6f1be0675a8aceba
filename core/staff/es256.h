// ES256: ECDSA over P-256 with SHA-256, checked by OpenSSL (libsodium has no such curve).
//
// Only public keys and signatures of strangers come here; nothing is secret. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace latchkey::staff {

// A point, 32 bytes a coordinate.
struct Es256Key {
  std::string x, y;
};

// Whether it is a point of the curve. Throws Fault if OpenSSL can't work.
bool is_on_curve(const Es256Key& key);

// Whether `signature` (DER) is this key's over `message`. A key that is no point signs nothing.
bool is_signed_by(const Es256Key& key, std::string_view message, std::string_view signature);

// 32 bytes.
std::string sha256(std::string_view bytes);

}  // namespace latchkey::staff
