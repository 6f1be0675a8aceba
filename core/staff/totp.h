// Six digits from an authenticator app (RFC 6238: SHA-1, 30 s steps).
//
// The secret has 160 bits; the current step and the one before are accepted, none ahead
// (standards.md section 3). Which step matched is told, so that the caller can refuse it a second
// time (NIST 800-63B-4 §3.1.4). Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/dice.h"
#include "core/base/secret.h"
#include "core/base/time.h"

namespace latchkey::staff {

inline constexpr std::size_t totp_secret_bytes = 20;

// Raw bytes, not base 32.
Secret new_totp_secret(Dice& dice);

// The number of the 30 s step that `t` is in. Needs: t is not before 1970.
std::int64_t totp_step(Time t);

// The six digits of one step. Throws Fault if liboath fails.
std::string totp_code(const Secret& secret, std::int64_t step);

// The step, this one or the last, whose code is `typed` (spaces are passed over); empty if none.
// Both are always computed.
std::optional<std::int64_t> matching_totp_step(const Secret& secret, std::string_view typed,
                                               Time now);

// For typing the secret by hand: RFC 4648 base 32 without padding.
std::string totp_base32(const Secret& secret);
// The secret again. Needs: made by totp_base32().
Secret totp_secret_from_base32(std::string_view base32);

// What the app's camera reads: otpauth://totp/Issuer:name?secret=…&issuer=… (Key Uri Format).
std::string otpauth_uri(std::string_view issuer, std::string_view name, const Secret& secret);

}  // namespace latchkey::staff
