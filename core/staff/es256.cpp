#include "core/staff/es256.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <array>
#include <memory>

#include "core/base/fault.h"

namespace latchkey::staff {

namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Null if it is no point. OpenSSL notes why; nobody reads it, so it is cleared.
Key key_of(const Es256Key& key) {
  constexpr std::size_t coordinate = 32;
  if (key.x.size() != coordinate || key.y.size() != coordinate) return nullptr;
  std::string group = "prime256v1";
  std::string point = "\x04" + key.x + key.y;
  const std::array<OSSL_PARAM, 3> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1)
    throw Fault("passkey: OpenSSL has no elliptic curves");
  EVP_PKEY* out = nullptr;
  auto* given = const_cast<OSSL_PARAM*>(parameters.data());
  const bool made = EVP_PKEY_fromdata(context.get(), &out, EVP_PKEY_PUBLIC_KEY, given) == 1;
  Key made_key(out);
  if (!made) {
    ERR_clear_error();
    return nullptr;
  }
  const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, made_key.get(), nullptr));
  if (!check || EVP_PKEY_public_check(check.get()) != 1) {
    ERR_clear_error();
    return nullptr;
  }
  return made_key;
}

}  // namespace

bool is_on_curve(const Es256Key& key) { return key_of(key) != nullptr; }

bool is_signed_by(const Es256Key& key, std::string_view message, std::string_view signature) {
  const Key pkey = key_of(key);
  if (!pkey) return false;
  const DigestContext context(EVP_MD_CTX_new());
  if (!context ||
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, pkey.get()) != 1)
    throw Fault("passkey: OpenSSL refused ES256");
  const int verdict = EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(),
                                       bytes_of(message), message.size());
  ERR_clear_error();
  return verdict == 1;
}

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, 32> out{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, EVP_sha256(), nullptr) != 1 ||
      size != out.size())
    throw Fault("passkey: OpenSSL has no SHA-256");
  return {reinterpret_cast<const char*>(out.data()), out.size()};
}

}  // namespace latchkey::staff
