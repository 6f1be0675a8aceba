// What the doctor asks of the configuration: whether the rooms would take it.
#include <fmt/format.h>

#include "core/base/log.h"
#include "core/courier/destinations.h"
#include "core/operations/doctor_checks.h"
#include "core/operations/doors.h"
#include "core/operations/room_rules.h"
#include "core/staff/webauthn.h"

namespace latchkey::operations {

namespace {

// The doctor's own listeners serve nobody, so that they have nothing to tell.
class NoSink final : public LogSink {
 public:
  void write(std::string_view) override {}
};

void try_door(const DoorPlan& door, Log& log) {
  http::Listen listen = listen_of(door.settings);
  listen.port = 0;  // any free one: the real one may be a running server's
  const http::Server server(
      door.name, listen, [](const http::Request&) { return http::Response{}; }, log);
}

}  // namespace

Check check_limits(const Config& config) {
  const identity::Limits limits = limits_of(config);
  flow_policy_of(config, limits);
  roster_policy_of(config, limits);
  staff_rules_of(config, limits);
  const courier::Destinations destinations(destination_rules_of(config));
  const std::size_t set = config.limits.size();
  return ok("limits",
            set == 0 ? "all as they come" : fmt::format("{} set, all within their borders", set));
}

Check check_doors(const Config& config, const Clock& clock) {
  NoSink nowhere;
  Log log(nowhere, clock);
  const std::vector<DoorPlan> doors = doors_of(config);
  std::string open;
  for (const DoorPlan& door : doors) {
    try {
      try_door(door, log);
    } catch (const std::exception& e) {
      return wrong("doors", fmt::format("listen.{}: {}", door.name.text(), e.what()));
    }
    open += fmt::format("{}{} {}:{}", open.empty() ? "" : ", ", door.name.text(),
                        door.settings.address, door.settings.port);
  }
  if (open.empty()) return wrong("doors", "every listener has port 0; give listen.patients a port");
  return ok("doors", open);
}

Checks check_passkeys(const Config& config) {
  const std::string& url = config.urls.staff;
  if (url.empty() || staff::relying_party(url)) return {};
  return {
      warn("passkeys", fmt::format("staff_url is {}: passkeys need https and a host name, not an "
                                   "IP address; until then members have digits alone, which a "
                                   "false page can take over",
                                   url))};
}

Checks check_ways_to_send(const Config& config) {
  if (config.provider.profile != ProviderProfile::none || !config.mail.host.empty()) return {};
  return {wrong("sending",
                "neither a provider nor a mail server is set, so nobody can be sent a code; fill "
                "in [provider] or [mail] in latchkey.toml")};
}

}  // namespace latchkey::operations
