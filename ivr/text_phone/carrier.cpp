#include "ivr/text_phone/carrier.h"

#include <algorithm>
#include <utility>

#include "ivr/webhook_proof.h"

namespace latchkey::ivr {

namespace {

constexpr int redirects_max = 10;
constexpr Millis limit{15000};

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return small(x) == small(y); });
}

std::optional<Finding> failure(const Url& url, const PhoneHttpAnswer& answer) {
  const std::string where = " from " + url.text();
  switch (answer.trouble) {
    case Trouble::refused:
      return Finding{11205, "no connection" + where};
    case Trouble::timed_out:
      return Finding{11205, "no answer in time" + where};
    case Trouble::no_such_host:
      return Finding{11210, "no such host" + where};
    case Trouble::tls:
      return Finding{11220, "TLS failed" + where};
    case Trouble::none:
      break;
  }
  if (answer.took > limit) return Finding{11205, "no answer within 15 seconds" + where};
  if (answer.status >= 200 && answer.status < 400) return std::nullopt;
  return Finding{11200, "HTTP " + std::to_string(answer.status) + where};
}

// A redirect is followed as a browser does; what was pressed is not sent again.
Webhook redirected(const Webhook& webhook, Url target, int status) {
  Webhook next = webhook;
  next.url = std::move(target);
  next.event.clear();
  if (status != 307 && status != 308) next.method = Method::get;
  return next;
}

}  // namespace

std::string_view header_of(const PhoneHttpAnswer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers) {
    if (same_name(key, name)) return value;
  }
  return {};
}

Carrier::Carrier(Secret signing_key, const Habits& habits, Doubling doubling, PhoneHttp http,
                 Dice& dice, const Clock& clock)
    : signing_key_(std::move(signing_key)),
      habits_(habits),
      doubling_(doubling),
      http_(std::move(http)),
      dice_(dice),
      clock_(clock) {}

std::variant<Page, Finding> Carrier::fetch(const Webhook& webhook) {
  Webhook current = webhook;
  for (int followed = 0;; ++followed) {
    PhoneHttpAnswer answer = exchange(current);
    if (std::optional<Finding> failed = failure(current.url, answer)) return std::move(*failed);
    keep_cookies(current.url, answer);
    if (answer.status < 300) {
      return Page{current.url, answer.status, std::string(header_of(answer, "Content-Type")),
                  std::move(answer.body)};
    }
    if (followed == redirects_max) return Finding{11215, "more than ten redirects"};
    const std::string_view location = header_of(answer, "Location");
    std::optional<Url> target = resolve(current.url, location);
    if (location.empty() || !target) return Finding{11200, "a redirect to nowhere"};
    current = redirected(current, std::move(*target), answer.status);
  }
}

PhoneHttpAnswer Carrier::exchange(const Webhook& webhook) {
  const std::string token = dice_.token();
  PhoneHttpAnswer first = once(webhook, token);
  if (doubling_ == Doubling::once || first.trouble != Trouble::none) return first;
  PhoneHttpAnswer second = once(webhook, token);
  if (second.status != first.status || second.body != first.body) {
    findings_.push_back(
        {0, "the same webhook twice was answered differently: " + webhook.url.text()});
  }
  return second;
}

PhoneHttpAnswer Carrier::once(const Webhook& webhook, const std::string& token) {
  http::Fields parameters = webhook.standard;
  parameters.insert(parameters.end(), webhook.event.begin(), webhook.event.end());
  Url url = webhook.url;
  PhoneHttpCall call;
  call.deadline = limit;
  call.headers = {
      {"User-Agent", "TextPhone/1.0"}, {"Accept", "*/*"}, {"I-Twilio-Idempotency-Token", token}};
  if (const std::string cookies = cookies_for(url); !cookies.empty()) {
    call.headers.emplace_back("Cookie", cookies);
  }
  const std::string form = encode_form(parameters);
  if (webhook.method == Method::get) {
    url.query += (url.query.empty() ? "" : "&") + form;
    call.method = "GET";
    parameters.clear();
  } else {
    call.method = "POST";
    call.body = form;
    call.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  }
  sign_call(url, parameters, call);
  // Over GET the call's own parameters follow the sorted ones of the URL, unsorted.
  Url sent = with_sorted_query(webhook.url);
  if (webhook.method == Method::get) sent.query += (sent.query.empty() ? "" : "&") + form;
  call.url = sent.text();
  return http_(call);
}

void Carrier::sign_call(const Url& url, const http::Fields& parameters, PhoneHttpCall& call) const {
  if (habits_.signs == Signs::address) {
    call.headers.emplace_back(habits_.signature_header,
                              sign(signing_key_, signed_form(url), parameters));
    return;
  }
  const std::string now = std::to_string(clock_.now().time_since_epoch().count() / 1000);
  call.headers.emplace_back(telnyx_timestamp, now);
  call.headers.emplace_back(habits_.signature_header, sign_timed(signing_key_, now, call.body));
}

void Carrier::keep_cookies(const Url& url, const PhoneHttpAnswer& answer) {
  for (const auto& [name, value] : answer.headers) {
    if (!same_name(name, "Set-Cookie")) continue;
    const std::string_view pair = std::string_view(value).substr(0, value.find(';'));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    const std::string cookie(pair.substr(0, equals));
    if (value.find("Max-Age=0") != std::string::npos) {
      cookies_[url.authority].erase(cookie);
    } else {
      cookies_[url.authority][cookie] = pair.substr(equals + 1);
    }
  }
}

std::string Carrier::cookies_for(const Url& url) const {
  const auto jar = cookies_.find(url.authority);
  if (jar == cookies_.end()) return {};
  std::string out;
  for (const auto& [name, value] : jar->second) {
    if (!out.empty()) out += "; ";
    out.append(name).append("=").append(value);
  }
  return out;
}

}  // namespace latchkey::ivr
