#include "core/demo/demo_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "core/base/codes.h"
#include "core/base/hex.h"
#include "core/base/json.h"
#include "core/base/key_file.h"
#include "core/operations/workplace.h"
#include "core/staff/totp.h"

namespace latchkey::demo {

namespace {

ListenSettings listen_on(std::uint16_t port, int workers) {
  ListenSettings listen;
  listen.port = port;
  listen.hosts = {"127.0.0.1", "localhost"};
  listen.workers = workers;
  return listen;
}

std::string url(std::uint16_t port) { return fmt::format("http://127.0.0.1:{}", port); }

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error && std::filesystem::is_directory(folder, error)) return;
  throw ConfigFault(folder.string() + ": can't be made the demo's folder (" +
                    (error ? error.message() : "it is a file") + "); choose another with --dir");
}

MasterKey key_of(const std::filesystem::path& folder, Dice& dice) {
  make_folder(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  const auto file = folder / "latchkey.key";
  return std::filesystem::exists(file) ? load_key_file(file) : create_key_file(file, dice);
}

// Every language that the content folder holds: whoever adds one sees it in the demo. English and
// Spanish stand first.
std::vector<std::string> languages_in(const std::filesystem::path& content) {
  std::vector<std::string> all = ClinicSettings().languages;
  std::vector<std::string> more;
  for (const auto& folder : std::filesystem::directory_iterator(content)) {
    const std::string code = folder.path().filename().string();
    const bool known = std::find(all.begin(), all.end(), code) != all.end();
    if (!known && std::filesystem::exists(folder.path() / "language.toml")) more.push_back(code);
  }
  std::sort(more.begin(), more.end());
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

ProviderSettings provider_of(const Sealer& sealer) {
  ProviderSettings provider;
  provider.profile = ProviderProfile::twilio;
  provider.rest_base_url = "https://provider.example.org";
  provider.account_id = "AC" + hex(sealer.mac("demo", "account").substr(0, 16));
  provider.auth_user = provider.account_id;
  const Secret token(hex(sealer.mac("demo", "token").substr(0, 16)));
  provider.auth_secret = token;
  provider.signing_keys = {token};
  provider.text_from = provider.voice_from = "+14015550100";
  return provider;
}

// An oak leaf, so that the demo shows where a clinic's own logo stands.
std::filesystem::path logo_in(const std::filesystem::path& folder) {
  auto file = folder / "logo.svg";
  std::ofstream(file)
      << R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48">)"
      << R"(<path fill="#3c6e47" d="M24 3c5 3 5 7 3 9 5-1 9 2 9 6-1 3-4 4-6 4 5 1 7 5 5 9-2 3-6 3)"
      << R"(-9 1 1 4-1 7-2 13h-1c-1-6-3-9-2-13-3 2-7 2-9-1-2-4 0-8 5-9-2 0-5-1-6-4 0-4 4-7 9-6-2-2)"
      << R"(-1-6 4-9z"/><path fill="none" stroke="#fff" stroke-width="1.5" d="M23.5 9v28"/></svg>)";
  return file;
}

// What staff were given when they were made; the store itself can't tell it again.
std::vector<StaffAccount> known_staff(const std::filesystem::path& file) {
  std::vector<StaffAccount> all;
  std::ifstream in(file);
  StaffAccount one;
  while (in >> one.name >> one.role >> one.password >> one.totp_secret) all.push_back(one);
  return all;
}

std::string password_token(std::string password) {
  for (char& c : password)
    if (c == ' ') c = '-';
  return password;
}

StaffAccount enrol(operations::Service& service, const DemoStaff& person) {
  auto& staff = service.staff();
  const auto role = staff::role_names.find(person.role);
  ensure(role.has_value(), "the demo's staff have roles that exist");
  const auto invited =
      staff.add({person.name, person.display, *role, person.locations},
                [&](storage::Transaction& tx, StaffId id) {
                  operations::record(tx, service.audit(),
                                     {"staff.add", "staff", id.value, "role " + person.role},
                                     service.clock().now());
                });
  ensure(invited.has_value(), "the demo's staff have names that are free");
  const auto opened = staff.open_enrolment(person.name, invited->setup_code);
  ensure(opened.has_value(), "a fresh setup code opens enrolment");
  StaffAccount account{person.name, person.role, password_token(person.password),
                       opened->secret_base32};
  const Secret secret = staff::totp_secret_from_base32(opened->secret_base32);
  // One step back: the sign-in that follows at once may then use the present code.
  const auto step = staff::totp_step(service.clock().now()) - 1;
  const auto done = staff.enrol(person.name, invited->setup_code, Secret(account.password),
                                staff::totp_code(secret, step));
  ensure(done == staff::Enrolled::enrolled, "the demo's staff can be enrolled");
  return account;
}

std::string spaced(const DemoCode& code) {
  return std::string(in_fours(Secret(std::string(code.code))).reveal());
}

void write_person(JsonWriter& json, const SamplePatient& person) {
  json.begin_object();
  json.name("kind").text(kind_names[person.kind]);
  json.name("first_name").text(person.first_name).name("last_name").text(person.last_name);
  json.name("birth_date").text(iso_date(person.birth_date)).name("zip").text(person.zip);
  json.name("phone").text(person.phone).name("email").text(person.email);
  json.name("record_number").text(person.record_number).name("user_name").text(person.user_name);
  if (person.registration)
    json.name("registration_code")
        .text(spaced(*person.registration))
        .name("code_state")
        .text(code_state_names[person.registration->state]);
  json.end_object();
}

}  // namespace

Config demo_config(const std::filesystem::path& folder, std::uint16_t port,
                   const std::filesystem::path& content, const Clinic& clinic, Dice& dice) {
  if (port < 1024 || port > 65532)
    throw ConfigFault(fmt::format("--port {}: choose one from 1024 to 65532", port));
  const MasterKey key = key_of(folder, dice);
  const Sealer sealer(key.key, key.version, dice);
  Config config;
  config.clinic.name = clinic.name;
  config.clinic.portal_name = clinic.portal_name;
  config.clinic.portal_url = url(port) + "/demo/portal";
  config.clinic.default_location = clinic.locations.front().id;
  config.clinic.languages = languages_in(content);
  config.clinic.logo = logo_in(folder);
  config.data = {folder, folder / "latchkey.db", folder / "latchkey.key", folder / "audit.anchor",
                 content};
  config.patients = listen_on(port, 16);
  config.staff = listen_on(static_cast<std::uint16_t>(port + 1), 8);
  config.webhooks = listen_on(static_cast<std::uint16_t>(port + 2), 64);
  config.metrics = listen_on(static_cast<std::uint16_t>(port + 3), 2);
  config.urls = {url(port), url(config.staff.port), url(config.webhooks.port)};
  config.provider = provider_of(sealer);
  config.mail.host = "127.0.0.1";
  config.mail.from = "portal@clinic.example.org";
  config.mail.from_name = clinic.name;
  config.locations = clinic.locations;
  return config;
}

Time began(const std::filesystem::path& folder, Time now) {
  make_folder(folder);
  const auto file = folder / "began";
  std::int64_t millis = 0;
  if (std::ifstream(file) >> millis) return from_millis(millis);
  std::ofstream(file) << to_millis(now) << '\n';
  return now;
}

std::vector<StaffAccount> fill(operations::Service& service, const Clinic& clinic,
                               const std::filesystem::path& folder, const Progress& progress) {
  create(clinic, service.store(), service.roster(), service.local_accounts(), service.hasher(),
         service.clock(), service.dice(), progress);
  renew_changes(clinic, service.store(), service.roster(), service.clock(), service.dice());
  give_codes(clinic, service.store(), service.roster(), service.local_accounts(),
             service.registrations(), service.clock(), service.dice());
  const auto file = folder / "staff";
  auto accounts = known_staff(file);
  if (!accounts.empty()) return accounts;
  for (const DemoStaff& person : clinic.staff) accounts.push_back(enrol(service, person));
  std::ofstream out(file);
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  for (const StaffAccount& one : accounts)
    out << one.name << ' ' << one.role << ' ' << one.password << ' ' << one.totp_secret << '\n';
  return accounts;
}

std::string description(const Config& config, const std::vector<StaffAccount>& staff,
                        const std::vector<SamplePatient>& people) {
  JsonWriter json;
  json.begin_object();
  json.name("patients_url").text(config.urls.patient);
  json.name("staff_url").text(config.urls.staff);
  json.name("webhook_url").text(config.urls.webhook);
  json.name("metrics_url").text(url(config.metrics.port));
  json.name("outbox_url").text(config.urls.patient + "/demo/outbox.json");
  json.name("portal_url").text(config.urls.patient + "/demo/portal");
  json.name("public_base_url").text(config.urls.webhook);
  json.name("account_sid").text(config.provider.account_id);
  json.name("signing_token").text(config.provider.signing_keys.front().reveal());
  json.name("phone_number").text(config.provider.voice_from);
  json.name("staff").begin_array();
  for (const StaffAccount& one : staff) {
    json.begin_object().name("name").text(one.name).name("role").text(one.role);
    json.name("password").text(one.password).name("totp_secret").text(one.totp_secret);
    json.end_object();
  }
  json.end_array();
  json.name("patients").begin_array();
  for (const SamplePatient& person : people) write_person(json, person);
  json.end_array().end_object();
  return json.take();
}

std::string greeting(const Config& config, const std::vector<StaffAccount>& staff,
                     const std::vector<SamplePatient>& people) {
  std::string out = fmt::format(
      "The demo clinic is open: {}\n\n"
      "  Patients' page   {}/\n"
      "  Sent messages    {}/demo\n"
      "  Portal sign-in   {}/demo/portal\n"
      "  Staff desk       {}/\n"
      "  Staff codes      {}/demo/staff\n"
      "  Lobby kiosk      {}/kiosk, in a browser window of its own: add it at Kiosks on the\n"
      "                   staff desk (as front.oakmere), and type its pairing code there\n\n"
      "Be one of these people (none of them exists):\n",
      config.clinic.name, config.urls.patient, config.urls.patient, config.urls.patient,
      config.urls.staff, config.urls.patient, config.urls.patient);
  for (const SamplePatient& p : people)
    out += fmt::format("  {:<22} {} {}, born {}, ZIP {}, phone {}, record {}\n", kind_names[p.kind],
                       p.first_name, p.last_name, iso_date(p.birth_date), p.zip,
                       p.phone.empty() ? "none" : p.phone, p.record_number);
  out += "\nRegistration codes, for a first sign-in:\n";
  for (const SamplePatient& p : people)
    if (p.registration)
      out += fmt::format("  {:<22} {} of {} {}\n", code_state_names[p.registration->state],
                         spaced(*p.registration), p.first_name, p.last_name);
  out += fmt::format(
      "\nCall the phone line from another terminal:\n"
      "  build/latchkey call --server {} --account {} --token {}\n\nStaff of the desk:\n",
      config.urls.webhook, config.provider.account_id,
      config.provider.signing_keys.front().reveal());
  for (const StaffAccount& one : staff)
    out += fmt::format("  {:<8} {:<14} password {}\n", one.role, one.name, one.password);
  return out +
         "  Signing in takes six digits too: the page of staff codes shows those of now.\n"
         "\nPress Ctrl-C to close the clinic.\n";
}

}  // namespace latchkey::demo
