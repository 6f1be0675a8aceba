#include <arpa/inet.h>

#include <array>

#include "core/base/normal.h"
#include "core/identity/attempts.h"

namespace latchkey::identity {

namespace {

using Kind = AttemptKey::Kind;

// One blind index for each kind: the same text as a destination and as an address differs.
std::string_view index_of(Kind kind) {
  switch (kind) {
    case Kind::account:
      return "attempt.account";
    case Kind::claim:
      return "attempt.claim";
    case Kind::destination:
      return "attempt.destination";
    case Kind::prefix:
      return "attempt.prefix";
    case Kind::address:
      return "attempt.address";
    case Kind::caller:
      return "attempt.caller";
    case Kind::anonymous:
      return "attempt.anonymous";
    case Kind::kiosk:
      return "attempt.kiosk";
  }
  throw Bug("a kind of attempt key has an index");
}

// The part of an address that one person usually has: IPv4 whole, IPv6 its first 64 bits.
std::string network_of(const std::string& text) {
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1)
    return {reinterpret_cast<const char*>(&four), sizeof four};
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return "no address";
  const std::string bytes(reinterpret_cast<const char*>(&six), sizeof six);
  if (IN6_IS_ADDR_V4MAPPED(&six)) return bytes.substr(12);
  return bytes.substr(0, 8);
}

}  // namespace

AttemptKey AttemptKeys::make(Kind kind, std::string_view text) const {
  return {kind, storage::Blob{sealer_.blind(index_of(kind), text)}};
}

AttemptKey AttemptKeys::account(PatientId patient) const {
  return make(Kind::account, std::to_string(patient.value));
}

AttemptKey AttemptKeys::saved_code(PatientId patient) const {
  return make(Kind::account, "saved|" + std::to_string(patient.value));
}

AttemptKey AttemptKeys::saved_code_of_nobody(std::string_view claim_key) const {
  return make(Kind::claim, "saved|stranger|" + std::string(claim_key));
}

AttemptKey AttemptKeys::claim(std::string_view normalised_facts) const {
  return make(Kind::claim, normalised_facts);
}

AttemptKey AttemptKeys::destination(std::string_view normal_contact) const {
  return make(Kind::destination, normal_contact);
}

AttemptKey AttemptKeys::prefix(std::string_view normal_phone) const {
  constexpr std::size_t country_and_seven = 9;  // "+1" and NPA-NXX-X
  return make(Kind::prefix, normal_phone.substr(0, country_and_seven));
}

AttemptKey AttemptKeys::address(std::string_view internet_address) const {
  return make(Kind::address, network_of(std::string(internet_address)));
}

std::optional<AttemptKey> AttemptKeys::network(std::string_view internet_address) const {
  constexpr std::size_t one_address = 8, one_site = 6;  // bytes: of a /64, of a /48 (RFC 6177)
  const std::string bytes = network_of(std::string(internet_address));
  in6_addr six{};
  if (inet_pton(AF_INET6, std::string(internet_address).c_str(), &six) != 1 ||
      bytes.size() != one_address)
    return std::nullopt;
  return make(Kind::address, "network " + bytes.substr(0, one_site));
}

AttemptKey AttemptKeys::caller(std::string_view from) const {
  if (const auto number = normal_phone(from)) return make(Kind::caller, *number);
  return make(Kind::anonymous, "");
}

AttemptKey AttemptKeys::kiosk(std::int64_t device) const {
  return make(Kind::kiosk, std::to_string(device));
}

}  // namespace latchkey::identity
