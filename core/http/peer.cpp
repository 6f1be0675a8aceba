#include "core/http/peer.h"

#include <string_view>
#include <vector>

#include "core/http/text.h"

namespace latchkey::http {

namespace {

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
