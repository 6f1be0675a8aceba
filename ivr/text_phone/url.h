// The few things a phone provider does with a URL: take it apart, resolve, sort, encode.
//
// Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/http/message.h"

namespace latchkey::ivr {

struct Url {
  std::string scheme;     // "https" or "http"
  std::string authority;  // host and port as written
  std::string path;       // begins with '/'
  std::string query;      // without '?'; as written
  std::string fragment;   // without '#'; connection overrides, never sent nor signed

  // Without the fragment.
  std::string text() const;
};

// Nothing if it is not an absolute http(s) URL that a provider would call: user info, spaces,
// control characters and host names with '_' are refused (telephony.md §1.4).
std::optional<Url> parse_url(std::string_view text);

// `reference` as seen from the document at `base` (RFC 3986 §5.2).
std::optional<Url> resolve(const Url& base, std::string_view reference);

// The form that is signed: a voice call's port is left out over HTTPS (telephony.md §1.2).
std::string signed_form(const Url& url);

// As the provider really sends it: query parameters in alphabetical order, though the signature
// was made over the original order (telephony.md §1.2).
Url with_sorted_query(Url url);

// application/x-www-form-urlencoded: a space becomes '+'.
std::string encode_form(const http::Fields& fields);

}  // namespace latchkey::ivr
