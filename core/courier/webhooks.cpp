#include "core/courier/webhooks.h"

#include <sodium.h>

#include <array>

#include "core/base/hex.h"

namespace latchkey::courier {

namespace {

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string hmac_sha256(const Secret& key, std::string_view message) {
  crypto_auth_hmacsha256_state state;
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> out{};
  crypto_auth_hmacsha256_init(&state, raw(key.reveal()), key.size());
  crypto_auth_hmacsha256_update(&state, raw(message), message.size());
  crypto_auth_hmacsha256_final(&state, out.data());
  sodium_memzero(&state, sizeof state);
  return hex({reinterpret_cast<const char*>(out.data()), out.size()});
}

Outcome ended(Result result, int code = 0) {
  Outcome outcome;
  outcome.result = result;
  outcome.code = code;
  return outcome;
}

}  // namespace

std::string webhook_signature(const Secret& key, Time at, std::string_view body) {
  const std::string seconds = std::to_string(to_millis(at) / 1000);
  return "t=" + seconds + ",v1=" + hmac_sha256(key, seconds + "." + std::string(body));
}

Outcome outcome_of_webhook(const HttpAnswer& answer) {
  if (std::holds_alternative<NotSent>(answer)) return ended(Result::not_sent);
  const auto* answered = std::get_if<Answered>(&answer);
  if (!answered) return ended(Result::unknown);
  const int status = answered->status;
  if (status >= 200 && status < 300) return ended(Result::done, status);
  if (status == 429 || status == 503) {
    Outcome outcome = ended(Result::throttled, status);
    outcome.retry_after = retry_after(answered->headers);
    return outcome;
  }
  return ended(status >= 500 || status == 408 ? Result::unknown : Result::configuration, status);
}

Webhooks::Webhooks(Transport& transport, const Clock& clock, std::string url, Secret key)
    : transport_(transport), clock_(clock), url_(std::move(url)), key_(std::move(key)) {}

Outcome Webhooks::post(const Claimed& claimed) const {
  if (!can_tell()) return ended(Result::refused_permanent);  // taken out of the configuration
  HttpCall call;
  call.url = url_;
  call.headers = {
      {"Content-Type", "application/json"},
      {"Latchkey-Delivery", std::to_string(claimed.id.value)},
      {"Latchkey-Signature", webhook_signature(key_, clock_.now(), claimed.body->reveal())}};
  call.body = *claimed.body;
  return outcome_of_webhook(transport_.http(call));
}

}  // namespace latchkey::courier
