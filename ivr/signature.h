// Who sent a webhook: the provider, who alone shares our signing key, or anybody else.
//
// base64(HMAC-SHA1(key, URL ‖ sorted form fields)), as telephony.md §1.2 pins it. The URL is built
// from the *configured* public address and the raw request target, never from Host or forwarded
// headers, so that a forger gains nothing by choosing them (standards.md T16). Several keys may be
// valid at once while they are changed. Without a key nothing can be constructed, so there is no
// way to run open by forgetting one. Immutable; thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/secret.h"
#include "core/http/message.h"

namespace latchkey::ivr {

// What a provider would send: the signature of a request to `url` (scheme … query, byte-exact,
// without fragment) with these form fields (none for GET: the URL holds them already).
std::string sign(const Secret& key, std::string_view url, const http::Fields& fields);

class SignatureCheck {
 public:
  // `public_base`: the scheme, host, optional port and optional path prefix under which the
  // provider reaches us ("https://phone.example.org"). No key, an empty key, or a base with user
  // info, query or fragment is a ConfigFault.
  SignatureCheck(const std::vector<Secret>& keys, std::string_view public_base);
  ~SignatureCheck();
  SignatureCheck(const SignatureCheck&) = delete;
  SignatureCheck& operator=(const SignatureCheck&) = delete;

  // Is `signature` (the header's value; empty if there is none) the provider's for a request to
  // `target` (as sent, byte-exact) with these decoded form fields, all that were received, in
  // their order? For GET give no fields. Accepts the base as configured, without its port, and
  // with the scheme's own port, because providers differ in which of them they sign.
  bool is_genuine(std::string_view target, const http::Fields& fields,
                  std::string_view signature) const;

 private:
  struct Prepared;
  bool any_key_signed(std::string_view target, std::string_view fields,
                      std::string_view signature) const;

  std::vector<std::unique_ptr<Prepared>> keys_;
  std::vector<std::string> bases_;  // accepted forms of the public base; the usual one first
};

}  // namespace latchkey::ivr
