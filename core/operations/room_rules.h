// What each room is told of the configuration: limits, policies and rules in the room's own types.
//
// `serve` joins the rooms with these, and the doctor makes the same to see whether it could. A
// value that a room refuses is a ConfigFault that says what would be right. Pure but for reading
// content; thread-safe.
#pragma once

#include <memory>

#include "core/accounts/account_system.h"
#include "core/accounts/roster.h"
#include "core/base/config.h"
#include "core/base/content_files.h"
#include "core/courier/destinations.h"
#include "core/courier/provider.h"
#include "core/flow/policy.h"
#include "core/identity/limits.h"
#include "core/staff/staff.h"
#include "core/tickets/routing.h"

namespace latchkey::operations {

// content/, with what is published in place of its files.
ContentFiles content_of(const Config& config);
identity::Limits limits_of(const Config& config);
// content/policy/guidance, its topics and categories checked against the vocabularies.
Guidance guidance_of(const Config& config);
flow::Policy flow_policy_of(const Config& config, const identity::Limits& limits);
// What the account system can do, and by it and the matrix where each category is helped.
void learn(flow::Policy& policy, const accounts::Capabilities& system,
           const tickets::Matrix& matrix);
// The names of content/policy/matrix.toml, checked against the vocabulary of tickets.
tickets::Matrix matrix_of(const Config& config);
accounts::RosterPolicy roster_policy_of(const Config& config, const identity::Limits& limits);
staff::Rules staff_rules_of(const Config& config, const identity::Limits& limits);
courier::DestinationRules destination_rules_of(const Config& config);
// How we prove to the provider's API who we are.
courier::Auth auth_of(const ProviderSettings& provider);
// Null if there is none. `transport` and `sealer` outlive it.
std::unique_ptr<courier::Provider> provider_of(const Config& config, courier::Transport& transport,
                                               const Sealer& sealer);

}  // namespace latchkey::operations
