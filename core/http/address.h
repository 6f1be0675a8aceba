// Who is at the other end: addresses, the proxies whose word is taken, and the patient behind them.
//
// X-Forwarded-For is a list that every proxy appends to, so only its right end was written by
// somebody we trust; everything further left may be the client's own invention. Pure values;
// thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/message.h"

struct sockaddr_storage;

namespace latchkey::http {

// An IP address. IPv4 is kept as ::ffff:a.b.c.d, so that both spellings are equal.
struct Address {
  std::array<unsigned char, 16> bytes{};

  static std::optional<Address> parse(std::string_view text);
  // Empty for a Unix socket, whose peer has no address.
  static std::optional<Address> of(const sockaddr_storage& peer);

  std::string text() const;  // IPv4 as a.b.c.d
  bool is_v4() const;
  // Whoever holds one IPv6 address usually holds its whole /64, so caps count by that.
  Address capped_as() const;

  // clang-tidy 14 takes the comparison it generates for a null pointer.
  auto operator<=>(const Address&) const = default;  // NOLINT(modernize-use-nullptr)
};

// A configured list of addresses and networks ("10.0.0.0/8", "::1").
class AddressSet {
 public:
  // An entry that is neither is a ConfigFault naming it. "unix" stands for every peer of a Unix
  // socket.
  explicit AddressSet(const std::vector<std::string>& entries);

  bool contains(const std::optional<Address>& address) const;

 private:
  struct Network {
    Address base;
    unsigned bits;
  };
  std::vector<Network> networks_;
  bool unix_ = false;
};

// Request.peer: `peer` itself or, if it is a trusted proxy, the right-most address of
// X-Forwarded-For that is not one. A list that is not all addresses up to there is not believed.
std::string peer_behind(const std::optional<Address>& peer, const Fields& headers,
                        const AddressSet& trusted);

// Request.tls: what X-TLS-Version says, if a trusted proxy sent it, and once.
std::string tls_behind(const std::optional<Address>& peer, const Fields& headers,
                       const AddressSet& trusted);

}  // namespace latchkey::http
