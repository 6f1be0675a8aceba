// Internet addresses and networks, as configurations and peers name them. Pure values; thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr_storage;

namespace latchkey {

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
  struct Network {
    Address base;
    unsigned bits;  // of 128, also in IPv4, whose addresses begin with 96
  };
  // Empty if it is neither an address nor a network. An address is a network of its own.
  static std::optional<Network> read(std::string_view entry);

  AddressSet() = default;
  // An entry that is neither is a ConfigFault naming it. "unix" stands for every peer of a Unix
  // socket.
  explicit AddressSet(const std::vector<std::string>& entries);

  bool contains(const std::optional<Address>& address) const;

 private:
  std::vector<Network> networks_;
  bool unix_ = false;
};

}  // namespace latchkey
