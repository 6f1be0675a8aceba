#include "core/http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <span>

#include "core/base/fault.h"
#include "core/http/text.h"

namespace latchkey::http {

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

// Every address of all X-Forwarded-For lines, left to right; names are as sent.
std::vector<std::string_view> forwarded(const Fields& headers) {
  std::vector<std::string_view> found;
  for (const auto& [name, value] : headers) {
    if (!same_text(name, "x-forwarded-for")) continue;
    std::string_view rest = value;
    while (!rest.empty()) found.push_back(trimmed(take_until(rest, ',')));
  }
  return found;
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

AddressSet::AddressSet(const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) {
    if (entry == "unix") {
      unix_ = true;
      continue;
    }
    const auto slash = entry.find('/');
    const auto base = Address::parse(std::string_view(entry).substr(0, slash));
    const unsigned offset = base && base->is_v4() ? 96 : 0;
    const auto bits = slash == std::string::npos
                          ? 128 - offset
                          : prefix_bits(std::string_view(entry).substr(slash + 1), 128 - offset);
    if (!base || !bits)
      throw ConfigFault("trusted proxy \"" + entry + "\" is not an address, a network or \"unix\"");
    networks_.push_back({masked(*base, *bits + offset), *bits + offset});
  }
}

bool AddressSet::contains(const std::optional<Address>& address) const {
  if (!address) return unix_;
  return std::ranges::any_of(networks_,
                             [&](const Network& n) { return masked(*address, n.bits) == n.base; });
}

std::string peer_behind(const std::optional<Address>& peer, const Fields& headers,
                        const AddressSet& trusted) {
  std::string own = peer ? peer->text() : "unix";
  if (!trusted.contains(peer)) return own;
  const auto hops = forwarded(headers);
  std::string behind = own;
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    const auto address = Address::parse(*hop);
    if (!address) return own;
    behind = address->text();
    if (!trusted.contains(address)) break;
  }
  return behind;
}

std::string tls_behind(const std::optional<Address>& peer, const Fields& headers,
                       const AddressSet& trusted) {
  if (!trusted.contains(peer)) return "";
  std::string told;
  for (const auto& [name, value] : headers) {
    if (!same_text(name, "x-tls-version")) continue;
    if (!told.empty()) return "";
    told = value;
  }
  return told;
}

}  // namespace latchkey::http
