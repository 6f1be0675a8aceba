// An authenticator with real ES256 keys, and the browser that talks to it: what a page would get
// from navigator.credentials. Every part can be bent on its way.
#pragma once

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <functional>
#include <memory>
#include <string>

#include "core/base/base64url.h"
#include "core/base/fault.h"
#include "core/staff/passkeys.h"

namespace latchkey::fakes {

class Authenticator {
  staff::RelyingParty party_;  // first: what may be bent begins as it is
  std::string credential_;
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key_;

 public:
  explicit Authenticator(staff::RelyingParty party, std::string credential = "credential-0001")
      : party_(std::move(party)),
        credential_(std::move(credential)),
        key_(EVP_EC_gen("P-256"), EVP_PKEY_free) {
    if (!key_) throw Fault("no key");
  }

  // What may be bent; each begins as it should be.
  std::string type;  // else as the ceremony says
  std::string origin = party_.origin;
  std::string rp_id = party_.id;
  unsigned flags = 0x05;  // present and verified
  std::uint32_t counter = 0;
  std::string more_client_data;  // further members
  const std::string& credential() const { return credential_; }

  std::string point() const {
    std::string out(65, '\0');
    std::size_t size = 0;
    if (EVP_PKEY_get_octet_string_param(key_.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                        reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                        &size) != 1 ||
        size != out.size())
      throw Fault("no point");
    return out;
  }
  std::string cose_key() const {
    const std::string xy = point().substr(1);
    return std::string("\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10) + xy.substr(0, 32) +
           std::string("\x22\x58\x20", 3) + xy.substr(32);
  }
  std::string client_data(const std::string& ceremony, const std::string& challenge) const {
    return "{\"type\":\"" + (type.empty() ? ceremony : type) + "\",\"challenge\":\"" +
           base64url(challenge) + "\",\"origin\":\"" + origin + "\"" + more_client_data + "}";
  }
  std::string head(unsigned more_flags) const {
    std::string out = staff::sha256(rp_id);
    out += static_cast<char>(flags | more_flags);
    for (int shift = 24; shift >= 0; shift -= 8)
      out += static_cast<char>((counter >> static_cast<unsigned>(shift)) & 255U);
    return out;
  }
  std::string created_data() const {
    std::string out = head(0x40) + std::string(16, '\0');
    out += static_cast<char>(credential_.size() >> 8U);
    out += static_cast<char>(credential_.size() & 255U);
    return out + credential_ + cose_key();
  }
  // `statement`: CBOR; else that nobody attests it.
  static std::string attestation_object(const std::string& data, const std::string& format = "none",
                                        const std::string& statement = "\xa0") {
    std::string out =
        "\xa3\x63"
        "fmt";
    out += static_cast<char>(0x60U | format.size());
    out += format + "\x67" + "attStmt" + statement + "\x68" + "authData";
    // The shortest writing of a length, as CTAP2 wants it.
    out += data.size() < 256 ? '\x58' : '\x59';
    if (data.size() >= 256) out += static_cast<char>(data.size() >> 8U);
    out += static_cast<char>(data.size() & 255U);
    return out + data;
  }
  // As browsers may hand it on: signed by the new key itself.
  std::string own_statement(const std::string& data, const std::string& client_data) const {
    const std::string signature = sign(data + staff::sha256(client_data));
    return std::string("\xa2\x63") + "alg\x26\x63" + "sig\x58" +
           static_cast<char>(signature.size()) + signature;
  }
  staff::Attestation create(const std::string& challenge) const {
    return {client_data("webauthn.create", challenge), attestation_object(created_data())};
  }
  staff::Assertion get(const std::string& challenge, const std::string& handle) const {
    staff::Assertion out{credential_, client_data("webauthn.get", challenge), head(0), "", handle};
    out.signature = sign(out.authenticator_data + staff::sha256(out.client_data));
    return out;
  }
  std::string sign(const std::string& message) const {
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                     EVP_MD_CTX_free);
    std::string out(128, '\0');
    std::size_t size = out.size();
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                       reinterpret_cast<const unsigned char*>(message.data()), message.size()) != 1)
      throw Fault("no signature");
    out.resize(size);
    return out;
  }
};

}  // namespace latchkey::fakes
