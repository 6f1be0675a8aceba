// The provider's side of HTTP: signed webhooks, redirects, cookies, repeats, and their failures.
//
// Behaves as telephony.md §1.2–1.5 documents: every request is signed over the original URL while
// its query is sent sorted; 3xx are followed without Digits, at most ten times; cookies are sent
// back; 15 seconds are the limit; a doubled webhook carries the same idempotency token twice and
// must be answered alike. One call, one thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/http/message.h"
#include "ivr/text_phone/document.h"
#include "ivr/text_phone/url.h"

namespace latchkey::ivr {

enum class Trouble { none, refused, no_such_host, timed_out, tls };

struct PhoneHttpCall {
  std::string method;  // "POST" or "GET"
  std::string url;
  http::Fields headers;
  std::string body;
  Millis deadline{15000};
};

struct PhoneHttpAnswer {
  Trouble trouble = Trouble::none;
  int status = 0;
  http::Fields headers;
  std::string body;
  Millis took{0};
};

// One exchange; never throws for what the network does. Redirects are not followed here.
using PhoneHttp = std::function<PhoneHttpAnswer(const PhoneHttpCall&)>;

enum class Doubling { once, every_webhook_twice };

struct Webhook {
  Url url;
  Method method = Method::post;
  http::Fields standard;  // what every request of this call carries
  http::Fields event;     // what only this one carries: Digits and the like
};

struct Page {
  Url url;  // after redirects
  int status = 0;
  std::string content_type, body;
};

class Carrier {
 public:
  // `dice` and `clock` must outlive the carrier. `signing_key`: what the habits sign with; for a
  // signature over the moment, a seed in base64.
  Carrier(Secret signing_key, const Habits& habits, Doubling doubling, PhoneHttp http, Dice& dice,
          const Clock& clock);

  // A 2xx page, or the error that the provider would report.
  std::variant<Page, Finding> fetch(const Webhook& webhook);

  // What a provider forgives but we don't: unlike answers to one doubled webhook. Grows.
  const std::vector<Finding>& findings() const { return findings_; }

 private:
  PhoneHttpAnswer exchange(const Webhook& webhook);
  PhoneHttpAnswer once(const Webhook& webhook, const std::string& token);
  void sign_call(const Url& url, const http::Fields& parameters, PhoneHttpCall& call) const;
  void keep_cookies(const Url& url, const PhoneHttpAnswer& answer);
  std::string cookies_for(const Url& url) const;

  Secret signing_key_;
  const Habits& habits_;
  Doubling doubling_;
  PhoneHttp http_;
  Dice& dice_;
  const Clock& clock_;
  std::map<std::string, std::map<std::string, std::string>> cookies_;  // by authority, by name
  std::vector<Finding> findings_;
};

// The first header of that name (any case), or empty.
std::string_view header_of(const PhoneHttpAnswer& answer, std::string_view name);

}  // namespace latchkey::ivr
