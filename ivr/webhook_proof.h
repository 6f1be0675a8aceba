// Whether a webhook is the provider's own, by whichever way the configured one proves it.
//
// Two ways are in use (telephony.md §3): HMAC-SHA1 over address and form (Twilio, SignalWire and
// Somleng, who differ in the header's name), and Ed25519 over moment and body (Telnyx). Whoever
// passes belongs to an account that we know; a body in JSON names none and is known by its key.
// Immutable; thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/http/message.h"
#include "ivr/signature.h"
#include "ivr/timed_signature.h"

namespace latchkey::ivr {

class WebhookProof {
 public:
  // Both outlive it. Without keys, or with one that is none, it is a ConfigFault (fails closed).
  WebhookProof(const Config& config, const Clock& clock);

  // `fields`: all that were received, in their order.
  bool is_genuine(const http::Request& request, const http::Fields& fields) const;

 private:
  bool is_signed(const http::Request& request, const http::Fields& fields) const;
  bool is_known(std::string_view account) const;

  const ProviderSettings& provider_;
  const Clock& clock_;
  std::optional<SignatureCheck> by_address_;
  std::optional<TimedSignatureCheck> by_moment_;
};

// The headers that carry a signature, the usual one first.
inline constexpr std::string_view twilio_signature = "X-Twilio-Signature";
inline constexpr std::string_view signalwire_signature = "X-SignalWire-Signature";
inline constexpr std::string_view telnyx_signature = "telnyx-signature-ed25519";
inline constexpr std::string_view telnyx_timestamp = "telnyx-timestamp";

}  // namespace latchkey::ivr
