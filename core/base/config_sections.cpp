#include "core/base/config_sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/address.h"

namespace latchkey::settings {

namespace {

// "es", and with a script or region "zh-Hant" (BCP 47).
bool is_language_code(const std::string& code) {
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_kept = [&](char c) {
    return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const std::string language = code.substr(0, code.find('-'));
  if (language.size() < 2 || language.size() > 3) return false;
  if (!std::all_of(language.begin(), language.end(), is_lower)) return false;
  for (std::size_t at = language.size(); at < code.size();) {
    const std::string part = code.substr(at + 1, code.find('-', at + 1) - at - 1);
    if (part.size() < 2 || part.size() > 8) return false;
    if (!std::all_of(part.begin(), part.end(), is_kept)) return false;
    at += part.size() + 1;
  }
  return true;
}

bool is_area_code(std::string_view value) {
  return value.size() == 3 && value[0] >= '2' &&
         value.find_first_not_of("0123456789") == std::string_view::npos;
}

// The enumerator at the word's place in the list.
template <class Enum>
Enum choice(TableReader& reader, std::string_view key,
            std::initializer_list<std::string_view> words) {
  const std::string word = reader.one_of(key, words);
  const auto found = std::find(words.begin(), words.end(), word);
  return static_cast<Enum>(found - words.begin());
}

std::vector<std::string> area_codes(TableReader& reader, std::string_view key,
                                    std::vector<std::string> fallback) {
  std::vector<std::string> out = reader.texts(key, std::move(fallback));
  if (!std::all_of(out.begin(), out.end(), [](const auto& c) { return is_area_code(c); }))
    reader.complain(key, "must be area codes of three digits: [\"401\", \"508\"]");
  return out;
}

bool is_prefix(std::string_view text) {
  return text.size() >= 2 && text.size() <= 16 && text[0] == '+' &&
         text.substr(1).find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<std::string> prefixes(TableReader& reader, std::string_view key) {
  std::vector<std::string> out = reader.texts(key, {});
  if (!std::all_of(out.begin(), out.end(), [](const auto& p) { return is_prefix(p); }))
    reader.complain(key, "must be '+' and digits: [\"+1416\", \"+44\"]");
  return out;
}

void complain_of_network(TableReader& reader, std::string_view key, std::string_view entry) {
  reader.complain(key, fmt::format("\"{}\" is no address and no network: [\"203.0.113.7\", "
                                   "\"198.51.100.0/28\"]",
                                   entry));
}

std::vector<std::string> proxies(TableReader& reader, std::string_view key) {
  std::vector<std::string> out = reader.texts(key);
  for (const std::string& entry : out)
    if (entry != "unix" && !AddressSet::read(entry)) complain_of_network(reader, key, entry);
  return out;
}

// A lobby or a care home has a few addresses. Whoever writes a country's here takes the budgets
// away that stop somebody who tries names.
std::vector<std::string> shared_networks(TableReader& reader, std::string_view key) {
  constexpr unsigned widest_v4 = 96 + 22, widest_v6 = 48;
  std::vector<std::string> out = reader.texts(key);
  for (const std::string& entry : out) {
    const auto network = AddressSet::read(entry);
    if (!network)
      complain_of_network(reader, key, entry);
    else if (network->bits < (network->base.is_v4() ? widest_v4 : widest_v6))
      reader.complain(key, fmt::format("\"{}\" is too wide for one building: /22 at most, and /48 "
                                       "in IPv6",
                                       entry));
  }
  return out;
}

}  // namespace

ClinicSettings read_clinic(TableReader reader, const std::filesystem::path& base) {
  ClinicSettings out;
  out.name = reader.required_text("name", "the clinic's name as patients know it");
  out.portal_name = reader.required_text("portal_name", "what patients call the portal");
  out.portal_url = url(reader, "portal_url");
  if (out.portal_url.empty()) reader.complain("portal_url", "is missing: where patients sign in");
  out.support_mode =
      choice<SupportMode>(reader, "support_mode", {"office_first", "direct_line", "mixed"});
  out.languages = reader.texts("languages", out.languages);
  if (out.languages.empty() ||
      !std::all_of(out.languages.begin(), out.languages.end(), is_language_code))
    reader.complain("languages", "must be codes of languages in content/: [\"en\", \"es\"]");
  out.default_language = reader.text("default_language", out.default_language);
  if (std::find(out.languages.begin(), out.languages.end(), out.default_language) ==
      out.languages.end())
    reader.complain("default_language",
                    fmt::format("must be one of languages: {}", fmt::join(out.languages, ", ")));
  out.default_location.value = reader.number("default_location", 0, 0, 9999);
  out.logo = logo(reader, "logo", base);
  out.color = color(reader, "color");
  reader.finish();
  return out;
}

DataSettings read_data(TableReader reader, const std::filesystem::path& base) {
  DataSettings out;
  out.folder = path(reader, "folder", base, "data");
  out.database = path(reader, "database", out.folder, "latchkey.db");
  out.key_file = path(reader, "key_file", base, "latchkey.key");
  out.audit_anchor = path(reader, "audit_anchor", base, "audit.anchor");
  out.content = path(reader, "content", base, "content");
  // A backup of the data with its key in it protects nothing (standards.md T31).
  const auto inside = out.key_file.lexically_relative(out.folder).string();
  if (!inside.starts_with(".."))
    reader.complain("key_file", "must lie outside data.folder, so that no backup holds both");
  reader.finish();
  return out;
}

PublicUrls read_urls(TableReader reader, ConfigUse use) {
  PublicUrls out{url(reader, "patient_url"), url(reader, "staff_url"), url(reader, "webhook_url"),
                 url(reader, "other_site_url")};
  const auto require = [&](const std::string& value, std::string_view key, const char* why) {
    if (value.empty())
      reader.complain(key, why);
    else if (value.find('/', value.find("://") + 3) != std::string::npos)
      reader.complain(key, "must be a host of its own, without a path");
    else if (use == ConfigUse::serve && value.starts_with("http://"))
      reader.complain(key, "must begin with https://");
  };
  require(out.patient, "patient_url", "is missing: the address of the patients' pages");
  require(out.staff, "staff_url", "is missing: the address of the staff's pages");
  if (!out.other_site.empty()) require(out.other_site, "other_site_url", "");
  if (use == ConfigUse::serve && out.webhook.starts_with("http://"))
    reader.complain("webhook_url", "must begin with https://");
  reader.finish();
  return out;
}

ListenSettings read_listen(TableReader reader, int default_port, std::vector<std::string> hosts) {
  ListenSettings out;
  out.address = reader.text("address", out.address);
  out.port = static_cast<std::uint16_t>(reader.number("port", default_port, 0, 65535));
  out.hosts = reader.texts("hosts", std::move(hosts));
  for (const std::string& host : out.hosts)
    if (host.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ:/ ") != std::string::npos)
      reader.complain("hosts", "must be host names in small letters, without port");
  out.trusted_proxies = proxies(reader, "trusted_proxies");
  out.workers = static_cast<int>(reader.number("workers", out.workers, 1, 256));
  reader.finish();
  return out;
}

ListenSettings read_metrics(TableReader reader) {
  const bool hosts_are_given = reader.has("hosts");
  const std::string own = "127.0.0.1";
  ListenSettings out = read_listen(std::move(reader), 0, {own, "localhost"});
  const bool is_name = out.address.find(':') == std::string::npos;  // IPv6 stands in brackets
  if (!hosts_are_given && is_name && out.address != own) out.hosts.push_back(out.address);
  return out;
}

namespace {

void require_provider(TableReader& reader, const ProviderSettings& out) {
  const auto require = [&](bool given, std::string_view key, const char* why) {
    if (!given) reader.complain(key, why);
  };
  require(!out.rest_base_url.empty(), "rest_base_url", "is missing: the provider's API");
  require(!out.account_id.empty(), "account_id", "is missing: the account's id at the provider");
  require(!out.auth_secret.empty(), "auth_secret_file", "is missing: the API key's secret");
  require(!out.signing_keys.empty(), "signing_key_files",
          "is missing: the keys that prove that a webhook is the provider's");
  require(!out.text_from.empty(), "text_from", "is missing: the sender of text messages");
  require(is_phone(out.voice_from), "voice_from", "must be our number: \"+14015550100\"");
}

// What a profile stands for; each knob can be turned on its own (telephony.md section 3).
void read_profile(TableReader& reader, ProviderSettings& out) {
  const bool telnyx = out.profile == ProviderProfile::telnyx;
  const bool twilio = out.profile == ProviderProfile::twilio;
  out.rest_base_url = url(reader, "rest_base_url",
                          twilio   ? "https://api.twilio.com"
                          : telnyx ? "https://api.telnyx.com"
                                   : "");
  out.rest_path = reader.text("rest_path", telnyx ? "/v2/texml" : "/2010-04-01");
  if (!out.rest_path.empty() && (out.rest_path[0] != '/' || out.rest_path.ends_with('/')))
    reader.complain("rest_path", "must begin with '/' and not end with it: \"/2010-04-01\"");
  out.path_suffix = reader.text("path_suffix", telnyx ? "" : ".json");
  const std::string auth = reader.text("auth", telnyx ? "bearer" : "basic");
  if (auth != "basic" && auth != "bearer")
    reader.complain("auth", "must be \"basic\" or \"bearer\"");
  out.auth = auth == "bearer" ? ProviderAuth::bearer : ProviderAuth::basic;
  const std::string signature = reader.text("signature", telnyx ? "ed25519" : "hmac_sha1");
  if (signature != "hmac_sha1" && signature != "ed25519")
    reader.complain("signature", "must be \"hmac_sha1\" or \"ed25519\"");
  out.signature = signature == "ed25519" ? SignatureMode::ed25519 : SignatureMode::hmac_sha1;
  out.callback_options = reader.text("callback_options", twilio ? "#rc=2&rp=ct,5xx" : "");
  if (!out.callback_options.empty() && out.callback_options[0] != '#')
    reader.complain("callback_options", "must begin with '#': \"#rc=2&rp=ct,5xx\"");
}

}  // namespace

ProviderSettings read_provider(TableReader reader, const SecretSource& source) {
  ProviderSettings out;
  out.profile = choice<ProviderProfile>(reader, "profile",
                                        {"none", "twilio", "signalwire", "telnyx", "somleng"});
  read_profile(reader, out);
  out.account_id = reader.text("account_id");
  out.further_accounts = reader.texts("further_accounts");
  if (std::ranges::find(out.further_accounts, "") != out.further_accounts.end())
    reader.complain("further_accounts", "must be the ids of subaccounts, none of them empty");
  out.auth_user = reader.text("auth_user", out.account_id);
  out.auth_secret = secret(reader, "auth_secret", source);
  out.signing_keys = secrets(reader, "signing_key", source);
  out.text_from = reader.text("text_from");
  out.voice_from = reader.text("voice_from");
  TableReader voices = reader.table("voices");
  for (const std::string& language : voices.keys())
    out.voices.emplace(language, voices.text(language));
  // Somleng speaks the text between SSML's tags and drops the tags (telephony.md 3).
  out.ssml = reader.yes_or_no("ssml", Ssml::on, Ssml::off,
                              out.profile == ProviderProfile::somleng ? Ssml::off : Ssml::on);
  // What Somleng's documents say of a number names no address for it (telephony.md 3).
  using Whisper = ProviderSettings::Whisper;
  out.whisper =
      reader.yes_or_no("whisper", Whisper::on, Whisper::off,
                       out.profile == ProviderProfile::somleng ? Whisper::off : Whisper::on);
  // Telnyx answers with a signed address of its storage; without its host none can be fetched.
  out.media_base_url = reader.text("media_base_url");
  const bool elsewhere = out.profile == ProviderProfile::telnyx && out.media_base_url.empty();
  using Voicemail = ProviderSettings::Voicemail;
  out.voicemail = reader.yes_or_no("voicemail", Voicemail::on, Voicemail::off,
                                   elsewhere ? Voicemail::off : Voicemail::on);
  if (elsewhere && out.voicemail == Voicemail::on)
    reader.complain("voicemail", "needs media_base_url, where this provider keeps recordings");
  out.lookup_base_url = url(reader, "lookup_base_url", "");
  if (!out.lookup_base_url.empty() && out.profile != ProviderProfile::twilio)
    reader.complain("lookup_base_url",
                    "is for profile \"twilio\": no other provider here has such "
                    "an address, and patients' numbers would go to it");
  out.lookups_day = reader.number("lookups_day", out.lookups_day, 1, 1'000'000);
  out.further_prefixes = prefixes(reader, "further_prefixes");
  out.allowed_area_codes = area_codes(reader, "allowed_area_codes", {});
  out.refused_area_codes = area_codes(reader, "refused_area_codes", {"900"});
  if (out.profile != ProviderProfile::none) require_provider(reader, out);
  reader.finish();
  return out;
}

namespace {

// "smtp://mail.example.org:587" into host and port.
void read_server(TableReader& reader, MailSettings& out) {
  const std::string given = reader.text("server");
  if (given.empty()) return;
  const std::size_t colon = given.rfind(':');
  out.host = given.substr(0, colon);
  if (colon != std::string::npos) {
    const char* end = given.data() + given.size();
    const auto [last, error] = std::from_chars(given.data() + colon + 1, end, out.port);
    if (error != std::errc() || last != end || out.port == 0) out.host.clear();
  }
  if (out.host.empty() || out.host.find_first_of(":/@ ") != std::string::npos)
    reader.complain("server", "must be a host and its port: \"mail.example.org:587\"");
}

}  // namespace

MailSettings read_mail(TableReader reader, const SecretSource& source) {
  MailSettings out;
  read_server(reader, out);
  out.tls = choice<MailTls>(reader, "tls", {"starttls", "tls", "plain_loopback_only"});
  out.from = reader.text("from");
  out.from_name = reader.text("from_name");
  out.user = reader.text("user");
  out.password = secret(reader, "password", source);
  if (!out.host.empty() && !is_mail_address(out.from))
    reader.complain("from", "must be an address: \"portal@example.org\"");
  if (out.tls == MailTls::plain_loopback_only && !out.host.empty() && !is_loopback(out.host))
    reader.complain("tls", "mail without encryption is for a server on this machine only");
  if (!out.user.empty() && out.password.empty())
    reader.complain("password_file", "is missing: the password of mail.user");
  reader.finish();
  return out;
}

NotifySettings read_notify(TableReader reader, const SecretSource& source) {
  constexpr std::size_t key_bytes_min = 32;  // as long as what it signs with (RFC 2104 §3)
  NotifySettings out;
  out.it_email = mail_address(reader, "it_email");
  out.desk_email = mail_address(reader, "desk_email");
  out.webhook_url = url(reader, "webhook_url");
  out.webhook_key = secret(reader, "webhook_key", source);
  if (!out.webhook_url.empty() && out.webhook_key.size() < key_bytes_min)
    reader.complain("webhook_key_file",
                    "must name a file of 32 characters or more, all random, known to the other "
                    "system alone: `openssl rand -hex 32`");
  reader.finish();
  return out;
}

PatientSettings read_patients(TableReader reader) {
  using P = PatientSettings;
  P out;
  out.account_system = choice<AccountSystemKind>(reader, "account_system", {"local", "roster"});
  out.adult_age = static_cast<int>(reader.number("adult_age", out.adult_age, 13, 21));
  // Below 13 nobody consents for themselves (16 CFR 312).
  out.own_account_age =
      static_cast<int>(reader.number("own_account_age", out.adult_age, 13, out.adult_age));
  out.shared_contact = choice<P::SharedContact>(reader, "shared_contact", {"not_alone", "allowed"});
  out.shared_networks = shared_networks(reader, "shared_networks");
  reader.finish();
  return out;
}

std::vector<LimitSetting> read_limits(TableReader reader) {
  std::vector<LimitSetting> out;
  for (const std::string& key : reader.keys())
    out.push_back({key, reader.number(key, 0, 0, 1'000'000'000), reader.place(key)});
  return out;
}

}  // namespace latchkey::settings
