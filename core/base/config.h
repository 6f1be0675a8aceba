// Everything an operator may set, in one file (latchkey.toml), with its default and its bounds.
//
// load() is strict: an unknown key, a value out of bounds or a secret that others can read stops
// the start, and all that is wrong is told at once, each with file, line, key, value and what
// would be right. Secrets come from files that only the service can read, or from the environment,
// never from the TOML itself (ASVS 13.3.1; a demo is the exception). Values never change after
// loading; reading them is thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bounded_settings.h"
#include "core/base/hours.h"
#include "core/base/ids.h"
#include "core/base/secret.h"

namespace latchkey {

// How patients reach IT: product.md, "support_mode".
enum class SupportMode { office_first, direct_line, mixed };

struct ClinicSettings {
  std::string name;         // as patients know it
  std::string portal_name;  // "MyHealth"
  std::string portal_url;   // where patients sign in
  SupportMode support_mode = SupportMode::office_first;
  std::string default_language = "en";
  std::vector<std::string> languages{"en", "es"};  // in the order offered
  LocationId default_location;  // the last resort of routing; the first location unless set
  std::filesystem::path logo;   // PNG or SVG beside the clinic's name; empty: none
  std::string color;            // of buttons and links, "#0b5d66"; empty: our own
};

// Paths are absolute after loading; relative ones in the file are relative to it.
struct DataSettings {
  std::filesystem::path folder;
  std::filesystem::path database;      // SQLite; kept by this program alone
  std::filesystem::path key_file;      // core/base/key_file.h
  std::filesystem::path audit_anchor;  // checkpoints of the audit chains; best on another machine
  std::filesystem::path content;       // content/
  // Texts in place of files below `content`, by their path there ("policy/matrix.toml"): what
  // administrators have published on the desk.
  std::map<std::string, std::string, std::less<>> published{};
};

struct ListenSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;                    // 0: this listener is off
  std::vector<std::string> hosts;            // accepted Host names, lower case
  std::vector<std::string> trusted_proxies;  // whose X-Forwarded-For is believed
  int workers = 16;
};

// Used for every link that is sent and for the signatures of webhooks; no '/' at the end.
struct PublicUrls {
  std::string patient, staff, webhook;
  // The patients' listener by a name on another site, to try cookies of other pages; or empty.
  std::string other_site{};
};

enum class ProviderProfile { none, twilio, signalwire, telnyx, somleng };
enum class Ssml { on, off };
// How webhooks prove where they come from, and how we prove it to the API (telephony.md §3).
enum class SignatureMode { hmac_sha1, ed25519 };
enum class ProviderAuth { basic, bearer };

// The Twilio-compatible telephone provider.
struct ProviderSettings {
  ProviderProfile profile = ProviderProfile::none;  // none: no phone line and no text messages
  std::string rest_base_url;                        // "https://api.twilio.com"
  std::string rest_path;                            // below it, before "/Accounts/": "/2010-04-01"
  std::string path_suffix;                          // ".json", or empty for providers without
  std::string account_id;
  std::vector<std::string> further_accounts;  // subaccounts whose webhooks are believed too
  ProviderAuth auth = ProviderAuth::basic;
  SignatureMode signature = SignatureMode::hmac_sha1;
  std::string callback_options;  // follows each address that we give: "#rc=2&rp=ct,5xx"; or empty
  std::string auth_user;         // an API key's SID; the account id unless set
  Secret auth_secret;
  std::vector<Secret> signing_keys;           // any of them is valid, so that they can be changed
  std::string text_from;                      // E.164 or a messaging service's id
  std::string voice_from;                     // E.164
  std::map<std::string, std::string> voices;  // language → the provider's voice
  Ssml ssml = Ssml::on;
  // Whether whoever picks up an office's phone is asked for a key before a caller is put through.
  enum class Whisper { on, off } whisper = Whisper::on;
  // Whether a caller for whom a ticket was made may leave a spoken message.
  enum class Voicemail { on, off } voicemail = Voicemail::on;
  std::string media_base_url;  // where recordings lie, if not below rest_base_url; or empty
  // Where it is asked what kind of line a number is; empty: nobody is. So many a day, as each
  // costs.
  std::string lookup_base_url;
  std::int64_t lookups_day = 500;
  std::vector<std::string> further_prefixes;    // beyond the United States: "+1416", "+44"
  std::vector<std::string> allowed_area_codes;  // empty: all of the United States
  std::vector<std::string> refused_area_codes;  // 900 and the like; always refused
};

enum class MailTls { starttls, tls, plain_loopback_only };

struct MailSettings {
  std::string host;  // empty: no e-mail
  std::uint16_t port = 587;
  MailTls tls = MailTls::starttls;
  std::string from;  // the bare address
  std::string from_name;
  std::string user;  // empty: no login
  Secret password;
};

// Who hears that a ticket waits, without a word of whose it is: offices by their own
// `ticket_email`, the other lists here, and another system by webhook.
struct NotifySettings {
  std::string it_email;     // empty: nobody is told
  std::string desk_email;   // of the outsourced desk
  std::string webhook_url;  // empty: none
  Secret webhook_key;       // signs each request
};

enum class AccountSystemKind { local, roster };

struct PatientSettings {
  AccountSystemKind account_system = AccountSystemKind::local;
  int adult_age = 18;
  // From this age patients recover their own account themselves; younger ones' office does
  // (domain.md P14). At most adult_age.
  int own_account_age = 18;
  // Whether a phone or mailbox that several adults share may be a sole proof (rulings.md R31).
  enum class SharedContact { not_alone, allowed } shared_contact = SharedContact::not_alone;
  // Addresses that many patients share, as core/base/address.h writes them.
  std::vector<std::string> shared_networks;
};

enum class LocationKind { office, network, lab, desk };

struct Location {
  LocationId id;
  std::string name;
  LocationKind kind = LocationKind::office;
  std::string phone;        // E.164: where patients reach people
  std::string transfer_to;  // E.164: where the phone line connects callers; `phone` unless set
  std::vector<std::string> lines;  // E.164: our numbers that mean this office when dialled
  std::vector<std::string> zips;   // five digits, or the first three
  std::string ticket_email;        // whoever works on its tickets; empty: nobody is told
  LocationId parent;               // 0: none
  std::optional<std::chrono::local_days> go_live{};  // since when reports count; empty: not yet
  OfficeHours hours;  // own holidays only; lists by name are added by the calendar
  std::vector<std::string> holiday_lists;  // names in content/policy/holidays.toml
};

// A limit of recovery that the operator sets. Its name, bounds and reason are core/identity's,
// whose complaint needs `place` ("latchkey.toml:12").
struct LimitSetting {
  std::string key;
  std::int64_t value = 0;
  std::string place;
};

// demo: secrets may stand in the file, addresses may be this machine's own.
enum class ConfigUse { serve, demo };

struct Config {
  std::filesystem::path file;
  ClinicSettings clinic;
  DataSettings data;
  ListenSettings patients, staff, webhooks, metrics;
  PublicUrls urls;
  ProviderSettings provider;
  MailSettings mail;
  NotifySettings notify;
  PatientSettings patient_policy;
  std::vector<LimitSetting> limits;  // only those in the file
  SessionSettings sessions;
  PasswordSettings password;
  RetentionSettings retention;
  StaffSettings desk;
  CostSettings cost;
  std::vector<Location> locations;

  // ConfigFault with everything that is wrong, one line each.
  static Config load(const std::filesystem::path& path, ConfigUse use = ConfigUse::serve);

  // Null if there is no such location (any more).
  const Location* location(LocationId id) const;
};

// `config` with the locations of `text`, written as in the file, in place of its own. ConfigFault
// with everything that is wrong, one line each, "locations:12: …".
Config with_locations(Config config, std::string_view text);
// Locations as such a text.
std::string locations_text(const std::vector<Location>& locations);

// A commented configuration for `latchkey init`: it loads as it is except for the values between
// angle brackets, which an operator must fill in.
std::string example_config(const std::string& clinic_name);

}  // namespace latchkey
