// Who sent a webhook, by Telnyx's way: Ed25519 over the moment and the body.
//
// base64(Ed25519(private key, timestamp "|" raw body)), with the timestamp in a header of its own
// and believed for five minutes (telephony.md §3). We hold public keys only, so that whoever steals
// them can sign nothing. The address is not signed: core/courier/path_seal.h makes our paths such
// that nobody else can. Immutable; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/secret.h"
#include "core/base/time.h"

namespace latchkey::ivr {

inline constexpr Millis webhook_age_max{300'000};  // and as far ahead of our clock

class TimedSignatureCheck {
 public:
  // Public keys in base64, as the provider shows them; several are valid while they are changed.
  // No key, or one that is none, is a ConfigFault.
  explicit TimedSignatureCheck(const std::vector<Secret>& public_keys);

  // `timestamp`: seconds UTC, as the header says. `signature`: base64, as the header says.
  bool is_genuine(std::string_view timestamp, std::string_view body, std::string_view signature,
                  Time now) const;

 private:
  std::vector<std::string> keys_;  // 32 bytes each
};

// What the provider would send. `private_key`: base64 of a seed of 32 bytes.
// A ConfigFault if it is none.
std::string sign_timed(const Secret& private_key, std::string_view timestamp,
                       std::string_view body);

// The public half of such a key, in base64: what an operator copies from the provider's pages.
std::string public_half(const Secret& private_key);

}  // namespace latchkey::ivr
