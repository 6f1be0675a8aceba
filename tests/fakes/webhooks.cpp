#include "tests/fakes/webhooks.h"

#include "ivr/text_phone/url.h"
#include "ivr/webhook_proof.h"
#include "tests/fakes/clinic.h"

namespace latchkey::fakes {

void join_provider(Config& config, ProviderProfile profile) {
  ProviderSettings& provider = config.provider;
  const bool telnyx = profile == ProviderProfile::telnyx;
  provider.profile = profile;
  provider.ssml = profile == ProviderProfile::somleng ? Ssml::off : Ssml::on;
  provider.whisper = profile == ProviderProfile::somleng ? ProviderSettings::Whisper::off
                                                         : ProviderSettings::Whisper::on;
  provider.signature = telnyx ? SignatureMode::ed25519 : SignatureMode::hmac_sha1;
  provider.signing_keys = {
      Secret(telnyx ? ivr::public_half(Secret(provider_seed)) : std::string(provider_seed))};
}

const ivr::Habits& habits_of(const Config& config) {
  switch (config.provider.profile) {
    case ProviderProfile::signalwire:
      return ivr::habits_of(ivr::Provider::signalwire);
    case ProviderProfile::telnyx:
      return ivr::habits_of(ivr::Provider::telnyx);
    case ProviderProfile::somleng:
      return ivr::habits_of(ivr::Provider::somleng);
    case ProviderProfile::none:
    case ProviderProfile::twilio:
      break;
  }
  return ivr::habits_of(ivr::Provider::twilio);
}

http::Request webhook(const Clinic& clinic, const std::string& path, http::Fields event,
                      const std::optional<Secret>& key) {
  const Config& config = clinic.config();
  const ivr::Habits& habits = habits_of(config);
  event.insert(event.begin(), {"AccountSid", config.provider.account_id});
  http::Request request;
  request.method = "POST";
  request.target = request.path = path;
  request.peer = "192.0.2.20";
  request.body = ivr::encode_form(event);
  std::string signature;
  if (habits.signs == ivr::Signs::moment) {
    const std::string now = std::to_string(to_millis(clinic.clock.now()) / 1000);
    request.headers.emplace_back(ivr::telnyx_timestamp, now);
    signature = ivr::sign_timed(key.value_or(Secret(provider_seed)), now, request.body);
  } else {
    signature = ivr::sign(key.value_or(config.provider.signing_keys.front()),
                          config.urls.webhook + path, event);
  }
  request.headers.emplace_back(habits.signature_header, signature);
  return request;
}

}  // namespace latchkey::fakes
