// Tells another system of something, once at least, in a way that it can check.
//
// A request is a JSON document with a signature over its time and its bytes: whoever shares the key
// knows that it is ours, whole, and fresh. A document's number stays the same for all its tries, so
// that the other side can pass over what it has had (standards.md T26; the scheme is the one that
// the large providers use: `t=<seconds>,v1=<HMAC-SHA256 in hex>`). Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/courier/outbox.h"
#include "core/courier/outcome.h"
#include "core/courier/transport.h"

namespace latchkey::courier {

// "t=1767225600,v1=5f2b…": what a receiver computes again from the raw body.
std::string webhook_signature(const Secret& key, Time at, std::string_view body);

// Any 2xx has it. Everything else is tried again, as rules.h says: a receiver that refuses us is
// set up wrongly or is being mended, and neither is a reason to leave something out.
Outcome outcome_of_webhook(const HttpAnswer& answer);

class Webhooks {
 public:
  // `transport` and `clock` outlive it. An empty `url`: there is nobody to tell.
  Webhooks(Transport& transport, const Clock& clock, std::string url, Secret key);

  bool can_tell() const { return !url_.empty(); }
  // Posts the errand's body, a JSON document.
  Outcome post(const Claimed& claimed) const;

 private:
  Transport& transport_;
  const Clock& clock_;
  std::string url_;
  Secret key_;
};

}  // namespace latchkey::courier
