#include "ivr/signature.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "core/base/fault.h"

namespace latchkey::ivr {

namespace {

constexpr std::size_t sha1_bytes = 20;
constexpr std::size_t base64_characters = 28;

struct FreeContext {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MAC_CTX, FreeContext>;

// The key's inner and outer hash states are computed once; each request copies them.
Context keyed_context(const Secret& key) {
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  if (mac == nullptr) throw Fault("signature: OpenSSL has no HMAC");
  Context context(EVP_MAC_CTX_new(mac));
  EVP_MAC_free(mac);
  std::string digest = "SHA1";
  const std::array<OSSL_PARAM, 2> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  const auto* bytes = reinterpret_cast<const unsigned char*>(key.reveal().data());
  if (!context || EVP_MAC_init(context.get(), bytes, key.size(), parameters.data()) != 1) {
    throw Fault("signature: OpenSSL refused HMAC-SHA1");
  }
  return context;
}

void update(EVP_MAC_CTX* context, std::string_view bytes) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  if (EVP_MAC_update(context, data, bytes.size()) != 1) throw Fault("signature: HMAC failed");
}

std::string finish(EVP_MAC_CTX* context) {
  std::array<unsigned char, sha1_bytes> mac{};
  std::size_t length = 0;
  if (EVP_MAC_final(context, mac.data(), &length, mac.size()) != 1 || length != mac.size()) {
    throw Fault("signature: HMAC failed");
  }
  std::array<unsigned char, base64_characters + 1> text{};
  EVP_EncodeBlock(text.data(), mac.data(), static_cast<int>(mac.size()));
  return {reinterpret_cast<const char*>(text.data()), base64_characters};
}

using Field = std::pair<std::string, std::string>;

std::vector<const Field*> pointers_to(const http::Fields& fields) {
  std::vector<const Field*> all;
  all.reserve(fields.size());
  for (const Field& field : fields) all.push_back(&field);
  return all;
}

std::string joined(const std::vector<const Field*>& fields) {
  std::size_t size = 0;
  for (const Field* field : fields) size += field->first.size() + field->second.size();
  std::string out;
  out.reserve(size);
  for (const Field* field : fields) out.append(field->first).append(field->second);
  return out;
}

// Twilio: a repeated name's values are sorted and each stands once.
std::string sorted_unique(const http::Fields& fields) {
  std::vector<const Field*> all = pointers_to(fields);
  std::sort(all.begin(), all.end(), [](const Field* a, const Field* b) { return *a < *b; });
  const auto same = [](const Field* a, const Field* b) { return *a == *b; };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  return joined(all);
}

// SignalWire: a repeated name's values stand as they came.
std::string sorted_by_name(const http::Fields& fields) {
  std::vector<const Field*> all = pointers_to(fields);
  std::stable_sort(all.begin(), all.end(),
                   [](const Field* a, const Field* b) { return a->first < b->first; });
  return joined(all);
}

[[noreturn]] void refuse_base(std::string_view base, const char* why) {
  throw ConfigFault("phone.public_base '" + std::string(base) + "': " + why);
}

// The forms of the base that a provider may have signed (telephony.md §1.2, "Ports").
std::vector<std::string> accepted_bases(std::string_view base) {
  const std::size_t scheme_end = base.find("://");
  const std::string_view scheme = base.substr(0, scheme_end);
  if (scheme != "https" && scheme != "http") refuse_base(base, "begin with https:// or http://");
  if (base.find_first_of("@?# ") != std::string_view::npos) {
    refuse_base(base, "no user name, query, fragment or space belongs here");
  }
  while (base.ends_with('/')) base.remove_suffix(1);
  const std::size_t host_at = scheme_end + 3;
  const std::size_t host_end = std::min(base.find('/', host_at), base.size());
  if (host_at >= host_end) refuse_base(base, "the host is missing");
  const std::string_view authority = base.substr(host_at, host_end - host_at);
  if (authority[0] == ':') refuse_base(base, "the host is missing");
  // The colons of an IPv6 address stand before its closing bracket.
  const std::size_t after_bracket = authority.rfind(']') + 1;  // npos + 1 is 0
  const std::size_t colon = std::min(authority.find(':', after_bracket), authority.size());

  const std::string before = std::string(base.substr(0, host_at)).append(authority, 0, colon);
  const std::string prefix(base.substr(host_end));
  std::vector<std::string> bases{std::string(base)};
  for (const char* port : {"", scheme == "https" ? ":443" : ":80"}) {
    std::string form = before;
    form.append(port).append(prefix);
    if (form != bases[0]) bases.push_back(std::move(form));
  }
  return bases;
}

}  // namespace

struct SignatureCheck::Prepared {
  explicit Prepared(const Secret& key) : context(keyed_context(key)) {}
  Context context;
};

std::string sign(const Secret& key, std::string_view url, const http::Fields& fields) {
  const Context context = keyed_context(key);
  update(context.get(), url);
  update(context.get(), sorted_unique(fields));
  return finish(context.get());
}

SignatureCheck::SignatureCheck(const std::vector<Secret>& keys, std::string_view public_base)
    : bases_(accepted_bases(public_base)) {
  if (keys.empty()) throw ConfigFault("phone.signing_keys: without a key anybody could call us");
  for (const Secret& key : keys) {
    if (key.empty()) throw ConfigFault("phone.signing_keys: an empty key protects nothing");
    keys_.push_back(std::make_unique<Prepared>(key));
  }
}

SignatureCheck::~SignatureCheck() = default;

bool SignatureCheck::is_genuine(std::string_view target, const http::Fields& fields,
                                std::string_view signature) const {
  if (signature.size() != base64_characters) return false;
  const std::string usual = sorted_unique(fields);
  if (any_key_signed(target, usual, signature)) return true;
  const std::string in_order = sorted_by_name(fields);
  return in_order != usual && any_key_signed(target, in_order, signature);
}

bool SignatureCheck::any_key_signed(std::string_view target, std::string_view fields,
                                    std::string_view signature) const {
  for (const auto& key : keys_) {
    for (const std::string& base : bases_) {
      const Context context(EVP_MAC_CTX_dup(key->context.get()));
      if (!context) throw Fault("signature: out of memory");
      update(context.get(), base);
      update(context.get(), target);
      update(context.get(), fields);
      if (same_bytes(finish(context.get()), signature)) return true;
    }
  }
  return false;
}

}  // namespace latchkey::ivr
