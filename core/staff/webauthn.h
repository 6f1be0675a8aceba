// What an authenticator says, read and judged (W3C WebAuthn Level 2, sections 7.1 and 7.2).
//
// Only what the desk asks for is taken: ES256 keys on P-256, nobody's attestation, the person
// present and verified (by finger, face or PIN): then a passkey is two factors. Everything else is
// a Flaw. Challenges, counters and whose key it is are judged in passkeys.h. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/names.h"
#include "core/staff/es256.h"

namespace latchkey::staff {

// Whom passkeys are made for: the staff's own address. `id` is its host.
struct RelyingParty {
  std::string origin, id;
};
// Empty where browsers know no passkeys: an address without a name (127.0.0.1), or without https
// elsewhere than on this machine (localhost and what ends with .localhost).
std::optional<RelyingParty> relying_party(std::string_view staff_url);

// Why a passkey was not taken; for the audit log, never for whoever tries.
enum class Flaw {
  client_data,         // not what a browser writes
  type,                // made for something else
  challenge,           // not ours, too old, or for something else
  replayed,            // answered before
  origin,              // on another site
  authenticator_data,  // not what an authenticator writes
  party,               // for another site
  not_verified,        // without finger, face or PIN
  key,                 // no ES256 key
  attestation,         // not as asked for
  unknown,             // no such passkey here
  ended,               // removed, or its member may not come in
  handle,              // another member's
  signature,
  counter  // went back: there may be a copy of it
};
inline constexpr Names<Flaw, 15> flaw_names{
    {"client data", "type", "challenge", "replayed", "origin", "authenticator data", "party",
     "not verified", "key", "attestation", "unknown", "ended", "handle", "signature", "counter"}};

template <class T>
using OrFlaw = std::variant<T, Flaw>;

enum class Ceremony { create, get };

// The challenge within clientDataJSON, once type and origin are right.
OrFlaw<std::string> read_client_data(std::string_view json, Ceremony ceremony,
                                     const RelyingParty& party);

struct NewCredential {
  std::string id;
  Es256Key key;
};
struct AuthenticatorData {
  std::uint32_t counter = 0;
  std::optional<NewCredential> created;  // exactly where one is made
};
OrFlaw<AuthenticatorData> read_authenticator_data(std::string_view bytes, Ceremony ceremony,
                                                  const RelyingParty& party);

// What navigator.credentials.create() returns. Who made the authenticator is not asked ("none");
// browsers may hand on the key's own signature all the same (section 5.1.3), which must be right.
OrFlaw<AuthenticatorData> read_attestation(std::string_view object, std::string_view client_data,
                                           const RelyingParty& party);

inline constexpr std::size_t credential_id_bytes_max = 1023;
inline constexpr std::size_t client_data_bytes_max = 4096;
inline constexpr std::size_t authenticator_data_bytes_max = 4096;

}  // namespace latchkey::staff
