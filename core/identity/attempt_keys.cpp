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
    case Kind::shared:
      return "attempt.shared";
  }
  throw Bug("a kind of attempt key has an index");
}

// The first bytes of an address.
std::string_view first_bytes(const Address& address, std::size_t count) {
  return {reinterpret_cast<const char*>(address.bytes.data()), count};
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

AttemptKey AttemptKeys::member(StaffId staff) const {
  return make(Kind::account, "staff|" + std::to_string(staff.value));
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
  const auto address = Address::parse(internet_address);
  if (!address) return make(Kind::address, "no address");
  const Address one = address->capped_as();
  const Kind kind = shared_.contains(address) ? Kind::shared : Kind::address;
  return make(kind, first_bytes(one, one.bytes.size()));
}

std::optional<AttemptKey> AttemptKeys::network(std::string_view internet_address) const {
  constexpr std::size_t one_site = 6;  // bytes of a /48 (RFC 6177)
  const auto address = Address::parse(internet_address);
  if (!address || address->is_v4() || shared_.contains(address)) return std::nullopt;
  std::string text = "network ";
  return make(Kind::address, text.append(first_bytes(*address, one_site)));
}

AttemptKey AttemptKeys::caller(std::string_view from) const {
  if (const auto number = normal_phone(from)) return make(Kind::caller, *number);
  return make(Kind::anonymous, "");
}

AttemptKey AttemptKeys::kiosk(std::int64_t device) const {
  return make(Kind::shared, "kiosk " + std::to_string(device));
}

}  // namespace latchkey::identity
