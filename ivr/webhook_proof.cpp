#include "ivr/webhook_proof.h"

#include <algorithm>

#include "ivr/telnyx_event.h"

namespace latchkey::ivr {

WebhookProof::WebhookProof(const Config& config, const Clock& clock)
    : provider_(config.provider), clock_(clock) {
  if (provider_.signature == SignatureMode::ed25519)
    by_moment_.emplace(provider_.signing_keys);
  else
    by_address_.emplace(provider_.signing_keys, config.urls.webhook);
}

bool WebhookProof::is_signed(const http::Request& request, const http::Fields& fields) const {
  if (by_moment_)
    return by_moment_->is_genuine(request.header(telnyx_timestamp), request.body,
                                  request.header(telnyx_signature), clock_.now());
  std::string_view signature = request.header(twilio_signature);
  // SignalWire sends its own, and the other beside it to programs made for that one.
  if (provider_.profile == ProviderProfile::signalwire &&
      !request.header(signalwire_signature).empty())
    signature = request.header(signalwire_signature);
  return by_address_->is_genuine(request.target, fields, signature);
}

bool WebhookProof::is_known(std::string_view account) const {
  const auto& further = provider_.further_accounts;
  return account == provider_.account_id || std::ranges::find(further, account) != further.end();
}

bool WebhookProof::is_genuine(const http::Request& request, const http::Fields& fields) const {
  if (!is_signed(request, fields)) return false;
  if (by_moment_ && is_telnyx_event(request)) return true;
  return is_known(http::only(fields, "AccountSid").value_or(""));
}

}  // namespace latchkey::ivr
