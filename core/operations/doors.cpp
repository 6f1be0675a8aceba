#include "core/operations/doors.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdlib>

#include "core/base/fault.h"

namespace latchkey::operations {

namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

void Doors::open(const DoorPlan& plan, http::Handler handler) {
  http::Listen listen = listen_of(plan.settings);
  if (plan.whom == DoorFor::staff) {
    // A list of patients as a form sends it (kiosk/desk/roster_desk.h).
    listen.limits.large_path = "/roster";
    listen.limits.large_bytes = std::size_t{2560} * 1024;
  }
  auto server = std::make_unique<http::Server>(plan.name, listen, std::move(handler), log_);
  server->start();
  doors_.push_back({plan, std::move(server)});
}

std::vector<Watched> Doors::watched() const {
  std::vector<Watched> all;
  for (const Door& door : doors_)
    all.push_back({std::string(door.plan.name.text()),
                   [server = door.server.get()] { return server->counters(); }});
  return all;
}

std::string Doors::addresses(const Config& config) const {
  std::string out = config.clinic.name + " is served:\n";
  for (const Door& door : doors_)
    out += fmt::format("  {:<16} {}:{}{}\n", door.plan.title, door.plan.settings.address,
                       door.server->port(),
                       door.plan.url.empty() ? "" : ", known outside as " + door.plan.url);
  return out + "Press Ctrl-C to stop.\n";
}

void Doors::close() {
  for (Door& door : doors_) door.server->stop();
  doors_.clear();
}

std::vector<DoorPlan> doors_of(const Config& config) {
  std::vector<DoorPlan> all{
      {DoorFor::patients, "patients", "Patients", config.urls.patient, config.patients},
      {DoorFor::staff, "staff", "Staff desk", config.urls.staff, config.staff}};
  if (config.provider.profile != ProviderProfile::none)
    all.push_back(
        {DoorFor::webhooks, "webhooks", "Phone provider", config.urls.webhook, config.webhooks});
  all.push_back({DoorFor::metrics, "metrics", "Metrics", "", config.metrics});
  std::erase_if(all, [](const DoorPlan& door) { return door.settings.port == 0; });
  return all;
}

http::Listen listen_of(const ListenSettings& settings) {
  http::Listen listen;
  listen.address = settings.address;
  listen.port = settings.port;
  listen.hosts = settings.hosts;
  listen.trusted_proxies = settings.trusted_proxies;
  listen.workers = settings.workers;
  return listen;
}

void hold_stop_signals() {
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c): ignoring SIGPIPE can't fail
}

Woken wait_for_stop(const std::function<bool()>& is_due) {
  const sigset_t set = stop_signals();
  const timespec second{1, 0};
  for (;;) {
    if (sigtimedwait(&set, nullptr, &second) > 0) return Woken::to_stop;
    if (is_due()) return Woken::as_due;
  }
}

namespace {

courier::Reach reach_of(const Config& config) {
  courier::Reach reach;
  if (config.provider.profile != ProviderProfile::none)
    reach.bases.push_back(config.provider.rest_base_url);
  // Two minutes of sound, as a telephone brings it: 16 kB a second at most.
  reach.answer_bytes_max = std::size_t{4} * 1024 * 1024;
  if (!config.provider.media_base_url.empty())
    reach.bases.push_back(config.provider.media_base_url);
  if (!config.provider.lookup_base_url.empty())
    reach.bases.push_back(config.provider.lookup_base_url);
  if (!config.notify.webhook_url.empty()) reach.bases.push_back(config.notify.webhook_url);
  if (config.mail.host.empty()) return reach;
  courier::MailServer server;
  server.host = config.mail.host;
  server.port = config.mail.port;
  server.user = config.mail.user;
  server.password = config.mail.password;
  switch (config.mail.tls) {
    case MailTls::starttls:
      server.security = courier::MailSecurity::starttls_required;
      break;
    case MailTls::tls:
      server.security = courier::MailSecurity::tls;
      break;
    case MailTls::plain_loopback_only:
      server.security = courier::MailSecurity::plain_loopback_only;
      break;
  }
  reach.mail_server = std::move(server);
  return reach;
}

// A transport with the library it needs.
class Network final : public courier::Transport {
 public:
  explicit Network(courier::Reach reach) : transport_(library_, std::move(reach)) {}
  courier::HttpAnswer http(const courier::HttpCall& call) override { return transport_.http(call); }
  courier::MailAnswer mail(const courier::Mail& mail) override { return transport_.mail(mail); }
  void leave_within(Millis grace) override { transport_.leave_within(grace); }

 private:
  courier::CurlLibrary library_;
  courier::CurlTransport transport_;
};

}  // namespace

std::unique_ptr<courier::Transport> network_of(const Config& config) {
  return std::make_unique<Network>(reach_of(config));
}

std::unique_ptr<courier::Transport> network_to(const std::string& server) {
  courier::Reach reach;
  reach.bases = {server};
  return std::make_unique<Network>(std::move(reach));
}

std::filesystem::path content_folder() {
  namespace fs = std::filesystem;
  std::vector<fs::path> places;
  if (const char* set = std::getenv("LATCHKEY_CONTENT"))  // NOLINT(concurrency-mt-unsafe)
    places.emplace_back(set);
  places.push_back(fs::current_path() / "content");
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  if (!none) places.push_back(program.parent_path().parent_path() / "content");
  places.emplace_back("/usr/share/latchkey/content");
  for (const fs::path& place : places)
    if (fs::exists(place / "en" / "language.toml")) return place;
  throw ConfigFault("the folder content/ is nowhere near: set LATCHKEY_CONTENT to it");
}

}  // namespace latchkey::operations
