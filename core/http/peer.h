// The patient behind the proxies: whose word on that is taken.
//
// X-Forwarded-For is a list that every proxy appends to, so only its right end was written by
// somebody we trust; everything further left may be the client's own invention. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>

#include "core/base/address.h"
#include "core/http/message.h"

namespace latchkey::http {

// Request.peer: `peer` itself or, if it is a trusted proxy, the right-most address of
// X-Forwarded-For that is not one. A list that is not all addresses up to there is not believed.
std::string peer_behind(const std::optional<Address>& peer, const Fields& headers,
                        const AddressSet& trusted);

// Request.tls: what X-TLS-Version says, if a trusted proxy sent it, and once.
std::string tls_behind(const std::optional<Address>& peer, const Fields& headers,
                       const AddressSet& trusted);

}  // namespace latchkey::http
