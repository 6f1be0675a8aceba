// What a web request and its answer are to Latchkey's channels, free of any HTTP library.
//
// Only core/http knows cpp-httplib; kiosk and ivr see these values. Bodies are byte-exact, form
// fields keep their order and duplicates (webhook signatures need both, telephony.md §1.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latchkey::http {

using Fields = std::vector<std::pair<std::string, std::string>>;

// Decodes application/x-www-form-urlencoded bytes: '+' is a space, %XX a byte, a missing '=' an
// empty value. Nothing is trimmed or merged. Empty if a %XX is malformed, a decoded name or value
// holds a NUL, or there are more than `fields_max` fields.
std::optional<Fields> parse_form(std::string_view bytes, std::size_t fields_max = 100);

struct Request {
  std::string method;  // "GET", "HEAD" or "POST"; nothing else reaches a handler
  std::string target;  // as sent, byte-exact: path and query
  std::string path;    // target up to '?', not decoded
  std::string query;   // after '?', not decoded; empty if none
  std::string body;    // byte-exact, at most 64 KiB but for a listener's one large path
  std::string peer;    // the address of the other end of the connection
  std::string tls;     // "TLSv1.2", as a trusted proxy says it; empty if none does
  Fields headers;      // in the order received; names as sent

  // The first header of that name (any case), or empty.
  std::string_view header(std::string_view name) const;
  // The first cookie of that name, or empty.
  std::string_view cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  Fields headers;

  Response& with(std::string name, std::string value) & {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  Response&& with(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
};

// What every answer carries, whoever made it: a browser that is led to any port or error of ours
// takes nothing in, shows it in nobody's frame, guesses no type and keeps nothing (standards.md
// ASVS 3.4). Handlers that serve pages say more; what they say stands.
inline constexpr std::pair<std::string_view, std::string_view> safe_headers[] = {
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"}};
// Adds those of safe_headers that `answer` doesn't have.
void make_safe(Response& answer);

// The value of the only field of that name; empty if it is missing or given more than once
// (a duplicate is an attack or a bug, standards.md 15.3.7).
std::optional<std::string_view> only(const Fields& fields, std::string_view name);
// The same as a whole number, such as a row's id; empty also for anything else than digits and a
// sign in front.
std::optional<std::int64_t> only_number(const Fields& fields, std::string_view name);

// For hrefs and redirects: everything but unreserved characters as %XX.
std::string percent_encode(std::string_view text);

}  // namespace latchkey::http
