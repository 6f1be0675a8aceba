#include "core/base/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <span>

#include "core/base/fault.h"

namespace latchkey {

namespace {

constexpr std::array<unsigned char, 12> v4_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

Address from_v4(const in_addr& v4) {
  Address address;
  std::ranges::copy(v4_prefix, address.bytes.begin());
  std::memcpy(address.bytes.data() + v4_prefix.size(), &v4, sizeof v4);
  return address;
}

Address from_v6(const in6_addr& v6) {
  Address address;
  std::memcpy(address.bytes.data(), &v6, sizeof v6);
  return address;
}

Address masked(Address address, unsigned bits) {
  for (unsigned bit = bits; bit < 128; ++bit)
    address.bytes[bit / 8] &= static_cast<unsigned char>(~(0x80u >> (bit % 8)));
  return address;
}

std::optional<unsigned> prefix_bits(std::string_view text, unsigned bits_max) {
  unsigned bits = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, bits);
  if (error != std::errc{} || stop != end || bits > bits_max) return std::nullopt;
  return bits;
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  const std::string terminated(text);
  if (terminated.size() != std::strlen(terminated.c_str())) return std::nullopt;
  in_addr v4{};
  if (inet_pton(AF_INET, terminated.c_str(), &v4) == 1) return from_v4(v4);
  in6_addr v6{};
  if (inet_pton(AF_INET6, terminated.c_str(), &v6) == 1) return from_v6(v6);
  return std::nullopt;
}

std::optional<Address> Address::of(const sockaddr_storage& peer) {
  if (peer.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &peer, sizeof v4);
    return from_v4(v4.sin_addr);
  }
  if (peer.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &peer, sizeof v6);
    return from_v6(v6.sin6_addr);
  }
  return std::nullopt;
}

bool Address::is_v4() const {
  return std::ranges::equal(v4_prefix, std::span(bytes).first<v4_prefix.size()>());
}

std::string Address::text() const {
  std::array<char, INET6_ADDRSTRLEN> out{};
  const int family = is_v4() ? AF_INET : AF_INET6;
  const auto* const from = bytes.data() + (is_v4() ? v4_prefix.size() : 0);
  ensure(inet_ntop(family, from, out.data(), out.size()) != nullptr, "an address has a text");
  return out.data();
}

Address Address::capped_as() const { return is_v4() ? *this : masked(*this, 64); }

std::optional<AddressSet::Network> AddressSet::read(std::string_view entry) {
  const auto slash = entry.find('/');
  const auto base = Address::parse(entry.substr(0, slash));
  if (!base) return std::nullopt;
  const unsigned offset = base->is_v4() ? 96 : 0;
  const auto bits = slash == std::string_view::npos
                        ? 128 - offset
                        : prefix_bits(entry.substr(slash + 1), 128 - offset);
  if (!bits) return std::nullopt;
  return Network{masked(*base, *bits + offset), *bits + offset};
}

AddressSet::AddressSet(const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) {
    const auto network = read(entry);
    if (!network && entry != "unix")
      throw ConfigFault("\"" + entry + "\" is not an address, a network or \"unix\"");
    if (network)
      networks_.push_back(*network);
    else
      unix_ = true;
  }
}

bool AddressSet::contains(const std::optional<Address>& address) const {
  if (!address) return unix_;
  return std::ranges::any_of(networks_,
                             [&](const Network& n) { return masked(*address, n.bits) == n.base; });
}

}  // namespace latchkey
