#include "core/base/config.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/config_sections.h"
#include "core/base/toml.h"

namespace latchkey {

namespace {

using namespace settings;

// What `latchkey init` left open is complained about where it stands, whatever kind it is.
void find_unfilled(const TomlValue& value, const std::string& key, Complaints& complaints) {
  if (value.text() && is_unfilled(*value.text()))
    complaints.add(value.line, key, value.shown(), "is still to be filled in");
  if (value.array())
    for (const TomlValue& element : *value.array()) find_unfilled(element, key, complaints);
  if (value.table())
    for (const auto& [name, entry] : *value.table())
      find_unfilled(entry, key.empty() ? name : key + "." + name, complaints);
}

std::vector<std::string> host_in(const std::string& public_url) {
  if (public_url.empty()) return {};
  return {host_of(public_url)};
}

void read_listeners(Config& config, TableReader reader) {
  auto patients = host_in(config.urls.patient);
  if (!config.urls.other_site.empty()) patients.push_back(host_of(config.urls.other_site));
  config.patients = read_listen(reader.table("patients"), 8080, std::move(patients));
  config.staff = read_listen(reader.table("staff"), 8081, host_in(config.urls.staff));
  config.webhooks = read_listen(reader.table("webhooks"), 8082, host_in(config.urls.webhook));
  config.metrics = read_metrics(reader.table("metrics"));
  reader.finish();
}

// Surely one: which domains can be registered, and so part sites, is not known here.
bool is_one_site(const std::string& one, const std::string& another) {
  return one == another || one.ends_with("." + another) || another.ends_with("." + one);
}

void check_together(const Config& config, TableReader& root, TableReader urls, ConfigUse use) {
  // Cookies ignore ports (rulings.md R26): one host name would share them.
  if (use == ConfigUse::serve && !config.urls.staff.empty() &&
      host_of(config.urls.staff) == host_of(config.urls.patient))
    urls.complain("staff_url", "must have another host name than patient_url");
  const std::string own = host_of(config.urls.patient), other = host_of(config.urls.other_site);
  if (!other.empty() && (other == host_of(config.urls.staff) || is_one_site(own, other)))
    urls.complain("other_site_url",
                  "must be on another site than the other addresses: under another domain");
  if (config.provider.profile != ProviderProfile::none && config.urls.webhook.empty())
    urls.complain("webhook_url", "is missing: the provider's requests are signed for it");
  check_transfers(config, root);
}

bool same_door(const ListenSettings& one, const ListenSettings& other) {
  const auto everywhere = [](const std::string& address) {
    return address == "0.0.0.0" || address == "::";
  };
  return one.port == other.port &&
         (one.address == other.address || everywhere(one.address) || everywhere(other.address));
}

// Whoever opens second would find the port taken. Without a provider nobody listens for webhooks.
void check_ports(const Config& config, TableReader listen) {
  std::vector<std::pair<const char*, const ListenSettings*>> open;
  const auto add = [&](const char* name, const ListenSettings& settings) {
    if (settings.port == 0) return;
    for (const auto& [earlier, taken] : open)
      if (same_door(*taken, settings))
        listen.table(name).complain(
            "port", fmt::format("{} is the port of listen.{} already; choose another",
                                settings.port, earlier));
    open.emplace_back(name, &settings);
  };
  add("patients", config.patients);
  add("staff", config.staff);
  if (config.provider.profile != ProviderProfile::none) add("webhooks", config.webhooks);
  add("metrics", config.metrics);
}

LocationId default_location(const Config& config, TableReader& root, LocationId chosen) {
  if (chosen.value != 0 && !config.location(chosen))
    root.complain("clinic", fmt::format("default_location {} is no location", chosen.value));
  if (chosen.value == 0 && !config.locations.empty()) return config.locations.front().id;
  return chosen;
}

Config read(const TomlValue& file, Complaints& complaints, const SecretSource& source) {
  TableReader root(&file, "", complaints);
  Config config;
  config.clinic = read_clinic(root.table("clinic"), source.base);
  config.data = read_data(root.table("data"), source.base);
  config.urls = read_urls(root.table("public"), source.use);
  read_listeners(config, root.table("listen"));
  config.provider = read_provider(root.table("provider"), source);
  config.mail = read_mail(root.table("mail"), source);
  config.notify = read_notify(root.table("notify"), source);
  config.patient_policy = read_patients(root.table("patients"));
  config.limits = read_limits(root.table("limits"));
  config.sessions = read_sessions(root.table("sessions"));
  config.password = read_password(root.table("password"));
  config.retention = read_retention(root.table("retention"));
  config.desk = read_staff(root.table("staff"));
  config.cost = read_cost(root.table("cost"));
  config.locations = read_locations(root);
  config.clinic.default_location = default_location(config, root, config.clinic.default_location);
  check_together(config, root, root.table("public"), source.use);
  check_ports(config, root.table("listen"));
  check_told(config, root);
  root.finish();
  return config;
}

}  // namespace

Config Config::load(const std::filesystem::path& path, ConfigUse use) {
  const TomlValue file = load_toml(path);
  Complaints complaints(path.string());
  find_unfilled(file, "", complaints);
  complaints.throw_if_any();
  const auto absolute = std::filesystem::absolute(path).lexically_normal();
  Config config = read(file, complaints, {absolute.parent_path(), use});
  complaints.throw_if_any();
  config.file = absolute;
  return config;
}

const Location* Config::location(LocationId id) const {
  const auto found = std::find_if(locations.begin(), locations.end(),
                                  [id](const Location& l) { return l.id == id; });
  return found == locations.end() ? nullptr : &*found;
}

}  // namespace latchkey
