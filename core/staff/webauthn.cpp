#include "core/staff/webauthn.h"

#include <algorithm>

#include "core/base/base64url.h"
#include "core/base/json.h"
#include "core/base/secret.h"
#include "core/staff/cbor.h"

namespace latchkey::staff {

namespace {

constexpr std::size_t hash_size = 32;
constexpr std::size_t head_size = hash_size + 1 + 4;
constexpr std::size_t aaguid_size = 16;

// Of the byte of flags (WebAuthn 6.1).
constexpr unsigned present = 1U << 0U, verified = 1U << 2U, may_be_copied = 1U << 3U,
                   is_copied = 1U << 4U, has_credential = 1U << 6U, has_extensions = 1U << 7U;

std::uint32_t number(std::string_view bytes) {
  std::uint32_t out = 0;
  for (const char c : bytes) out = (out << 8U) | static_cast<unsigned char>(c);
  return out;
}

std::string_view host_of(std::string_view origin) {
  const std::string_view rest = origin.substr(origin.find("://") + 3);
  return rest.substr(0, rest.find(':'));
}

bool is_address(std::string_view host) {
  return host.empty() || host.front() == '[' ||
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Exactly the five members of an ES256 key (RFC 9053 section 7.1).
std::optional<Es256Key> read_key(const Cbor& map) {
  const auto is = [&](std::int64_t key, std::int64_t value) {
    const Cbor* found = map.find(key);
    return found && found->integer() == value;
  };
  constexpr std::int64_t kty = 1, alg = 3, crv = -1, ec2 = 2, es256 = -7, p256 = 1;
  if (map.entry_count() != 5 || !is(kty, ec2) || !is(alg, es256) || !is(crv, p256))
    return std::nullopt;
  const Cbor *x = map.find(-2), *y = map.find(-3);
  if (!x || !y) return std::nullopt;
  Es256Key out{x->bytes().value_or(""), y->bytes().value_or("")};
  return is_on_curve(out) ? std::optional(std::move(out)) : std::nullopt;
}

// Takes the credential off the beginning of `rest`.
OrFlaw<NewCredential> take_credential(std::string_view& rest) {
  if (rest.size() < aaguid_size + 2) return Flaw::authenticator_data;
  rest.remove_prefix(aaguid_size);
  const std::size_t size = number(rest.substr(0, 2));
  rest.remove_prefix(2);
  if (size == 0 || size > credential_id_bytes_max || size > rest.size())
    return Flaw::authenticator_data;
  NewCredential out{std::string(rest.substr(0, size)), {}};
  rest.remove_prefix(size);
  const auto map = Cbor::first_of(rest);
  if (!map) return Flaw::authenticator_data;
  rest.remove_prefix(map->size);
  auto key = read_key(map->value);
  if (!key) return Flaw::key;
  out.key = *std::move(key);
  return out;
}

// Exactly algorithm and signature, without anybody's certificate (WebAuthn 8.2).
bool is_own_signature(const Cbor& statement, const Es256Key& key, std::string_view message) {
  const Cbor *alg = statement.find("alg"), *signature = statement.find("sig");
  constexpr std::int64_t es256 = -7;
  return statement.entry_count() == 2 && alg && signature && alg->integer() == es256 &&
         is_signed_by(key, message, signature->bytes().value_or(""));
}

}  // namespace

std::optional<RelyingParty> relying_party(std::string_view staff_url) {
  const auto scheme = staff_url.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  const std::string_view origin = staff_url.substr(0, staff_url.find('/', scheme + 3));
  const std::string_view host = host_of(origin);
  const bool here = host == "localhost" || host.ends_with(".localhost");
  if (is_address(host) || (!origin.starts_with("https://") && !here)) return std::nullopt;
  return RelyingParty{std::string(origin), std::string(host)};
}

OrFlaw<std::string> read_client_data(std::string_view json, Ceremony ceremony,
                                     const RelyingParty& party) {
  if (json.size() > client_data_bytes_max) return Flaw::client_data;
  const auto data = Json::parse(json);
  if (!data || !data->is_object()) return Flaw::client_data;
  if (data->text_of("type") != (ceremony == Ceremony::get ? "webauthn.get" : "webauthn.create"))
    return Flaw::type;
  if (data->text_of("origin") != party.origin) return Flaw::origin;
  // Within a frame of another site nobody sees whom they sign in to.
  if (const Json* cross = data->find("crossOrigin"); cross && cross->truth() != false)
    return Flaw::origin;
  if (data->find("topOrigin")) return Flaw::origin;
  constexpr std::size_t challenge_bytes_max = 256;
  auto challenge = from_base64url(data->text_of("challenge").value_or(""), challenge_bytes_max);
  if (!challenge) return Flaw::challenge;
  return *std::move(challenge);
}

OrFlaw<AuthenticatorData> read_authenticator_data(std::string_view bytes, Ceremony ceremony,
                                                  const RelyingParty& party) {
  if (bytes.size() < head_size || bytes.size() > authenticator_data_bytes_max)
    return Flaw::authenticator_data;
  if (!same_bytes(bytes.substr(0, hash_size), sha256(party.id))) return Flaw::party;
  const auto flags = static_cast<unsigned char>(bytes[hash_size]);
  if ((flags & present) == 0 || (flags & verified) == 0) return Flaw::not_verified;
  if ((flags & is_copied) != 0 && (flags & may_be_copied) == 0) return Flaw::authenticator_data;
  AuthenticatorData out{number(bytes.substr(hash_size + 1, 4)), {}};
  std::string_view rest = bytes.substr(head_size);
  if (((flags & has_credential) != 0) != (ceremony == Ceremony::create))
    return Flaw::authenticator_data;
  if (ceremony == Ceremony::create) {
    auto created = take_credential(rest);
    if (const auto* flaw = std::get_if<Flaw>(&created)) return *flaw;
    out.created = std::get<NewCredential>(std::move(created));
  }
  // Nobody asked for extensions; some authenticators add one all the same.
  if ((flags & has_extensions) != 0) {
    const auto extensions = Cbor::first_of(rest);
    if (!extensions || !std::holds_alternative<Cbor::Entries>(extensions->value.value()))
      return Flaw::authenticator_data;
    rest.remove_prefix(extensions->size);
  }
  if (!rest.empty()) return Flaw::authenticator_data;
  return out;
}

OrFlaw<AuthenticatorData> read_attestation(std::string_view object, std::string_view client_data,
                                           const RelyingParty& party) {
  if (object.size() > 2 * authenticator_data_bytes_max) return Flaw::attestation;
  const auto map = Cbor::whole(object);
  if (!map || map->entry_count() != 3) return Flaw::attestation;
  const Cbor *format = map->find("fmt"), *statement = map->find("attStmt"),
             *data = map->find("authData");
  if (!format || !statement || !data) return Flaw::attestation;
  const std::string made = data->bytes().value_or("");
  auto read = read_authenticator_data(made, Ceremony::create, party);
  const auto* good = std::get_if<AuthenticatorData>(&read);
  if (!good) return read;
  const bool is_none =
      format->text() == "none" && statement->value() == Cbor::Value(Cbor::Entries{});
  if (!is_none && (format->text() != "packed" ||
                   !is_own_signature(*statement, good->created->key, made + sha256(client_data))))
    return Flaw::attestation;
  return read;
}

}  // namespace latchkey::staff
