#include "core/base/config.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <regex>

#include "core/base/fault.h"
#include "tests/fakes/says.h"
#include "tests/folder.h"
#include "tests/refusal.h"

using namespace latchkey;
using fakes::says;
using latchkey::tests::Folder;

namespace {

// The example as an operator fills it in.
std::string filled_in() {
  std::string text = example_config("Riverside \"Family\" Clinic");
  const std::pair<const char*, const char*> values[] = {
      {"<what patients call the portal>", "MyRiverside"},
      {"<https://portal.example.org>", "https://portal.example.org"},
      {"<https://help.example.org>", "https://help.example.org"},
      {"<https://desk.example.org>", "https://desk.example.org"},
      {"<the office's name as patients know it>", "Riverside"},
      {"<+14015550110>", "+14015550110"}};
  for (const auto& [open, value] : values) {
    const std::size_t at = text.find(open);
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string_view(open).size(), value);
  }
  return text;
}

std::string with(std::string text, std::string_view old_line, std::string_view new_line) {
  const std::size_t at = text.find(old_line);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old_line.size(), new_line);
}

Config load(const Folder& folder, const std::string& text, ConfigUse use = ConfigUse::serve) {
  return Config::load(folder.write("latchkey.toml", text), use);
}

std::string complaints(const std::string& text, ConfigUse use = ConfigUse::serve) {
  const Folder folder;
  return tests::refusal([&] { return load(folder, text, use); });
}

constexpr const char* telephone =
    "profile = \"twilio\"\naccount_id = \"AC1\"\ntext_from = \"+14015550101\"\n"
    "voice_from = \"+14015550101\"\nauth_secret_file = \"secret\"\n"
    "signing_key_files = [\"secret\"]\n";

std::string with_telephone() {
  return with(with(filled_in(), "profile = \"none\"", telephone), "#webhook_url", "webhook_url");
}

}  // namespace

TEST_CASE("the example loads once it is filled in, and says what is not") {
  const Folder folder;
  const Config config = load(folder, filled_in());
  CHECK(config.clinic.name == "Riverside \"Family\" Clinic");
  CHECK(config.clinic.languages == std::vector<std::string>{"en", "es"});
  CHECK(config.data.database == folder.path() / "data/latchkey.db");
  CHECK(config.patients.port == 8080);
  CHECK(config.patients.hosts == std::vector<std::string>{"help.example.org"});
  CHECK(config.metrics.port == 0);
  CHECK(config.limits.empty());
  CHECK(config.retention.call_days == 2192);
  CHECK(config.locations.size() == 1);
  CHECK(config.clinic.default_location.value == 1);
  CHECK(config.locations[0].hours.week[1].size() == 2);
  CHECK(config.locations[0].hours.week[0].empty());
  const std::string told = complaints(example_config("Riverside"));
  CHECK(std::count(told.begin(), told.end(), '\n') == 5);
  CHECK(says(told, "portal_name = \"<what patients call the portal>\": is still to be filled in"));
}

TEST_CASE("who is told of tickets is refused where nothing could ever reach them") {
  const auto told = [](const std::string& lines) {
    return complaints(with(filled_in(), "[notify]", "[notify]\n" + lines + "\n#"));
  };
  CHECK(says(told("it_email = \"it@example.org\""), "mail.server is missing"));
  CHECK(says(told("it_email = \"IT desk\""), "must be an address"));
  CHECK(says(told("webhook_url = \"https://hooks.example.org\""), "webhook_key_file"));
  CHECK(says(told("webhook_url = \"http://hooks.example.org\""), "webhook_url"));
}

TEST_CASE("every default that the example shows is one that loads") {
  std::string text = filled_in();
  // A commented setting is "#key = value"; prose has a space after its #.
  text = std::regex_replace(text, std::regex("\n#([a-z_0-9.-]+ = )"), "\n$1");
  text = with(text, "profile = \"none\"", "profile = \"twilio\"");
  text = with(text, "account_id = \"\"", "account_id = \"AC1\"");
  text = with(text, "parent = 2", "parent = 0");
  text = with(text, "user = \"\"", "user = \"AC1\"");
  const Folder folder;
  for (const char* name :
       {"secrets/provider", "secrets/signing", "secrets/mail", "secrets/webhook_key"})
    chmod(folder.write(name, "secret-value\n").c_str(), 0600);
  folder.write("logo.svg", "<svg/>");
  const Config config = load(folder, text);
  CHECK(config.clinic.color == "#0b5d66");
  CHECK(config.clinic.logo.filename() == "logo.svg");
  CHECK(config.provider.auth_secret == Secret("secret-value"));
  CHECK(config.provider.rest_base_url == "https://api.twilio.com");
  CHECK(config.mail.host == "mail.example.org");
  CHECK(config.mail.port == 587);
  CHECK(config.metrics.port == 9464);
  CHECK(config.metrics.hosts == std::vector<std::string>{"127.0.0.1", "localhost"});
  CHECK(config.limits.size() == 8);
  CHECK(config.limits[0].key == "text_code_life");
  CHECK(config.limits[0].value == 600);
  CHECK(config.locations[0].hours.special.size() == 1);
}

TEST_CASE("a colour that can't be read and a logo that is none are refused, with what would do") {
  const auto with_clinic = [](const std::string& line) {
    return with(filled_in(), "#default_location = 1", line + "\n#default_location = 1");
  };
  CHECK(
      says(complaints(with_clinic("color = \"#ffcc00\"")),
           "clinic.color = \"#ffcc00\": must be darker, to be read on white and under white words: "
           "its contrast is 1.5 and must be 5; \"#"));
  CHECK(
      says(complaints(with_clinic("color = \"teal\"")), "must be '#' and six hexadecimal digits"));
  CHECK(says(complaints(with_clinic("logo = \"gone.svg\"")), "must be a file that can be read"));
  const Folder folder;
  const auto told = [&](const std::string& bytes) {
    const auto file = folder.write("logo", bytes);
    return complaints(with_clinic("logo = \"" + std::string(file) + "\""));
  };
  CHECK(says(told("GIF89a"), "must be a PNG or SVG picture"));
  CHECK(says(told("<svg>" + std::string(10'000, ' ')), "must be at most 10 KB"));
  CHECK(told("<svg/>").empty());
  CHECK(told("\x89PNG\r\n").empty());
}

TEST_CASE("nobody below 13 is left to themselves, and the age follows the adults'") {
  const auto aged = [](const std::string& lines) {
    return with(filled_in(), "#adult_age = 18", lines);
  };
  CHECK(says(complaints(aged("own_account_age = 12")),
             "patients.own_account_age = 12: must be a whole number from 13 to 18"));
  CHECK(says(complaints(aged("adult_age = 16\nown_account_age = 17")),
             "patients.own_account_age = 17: must be a whole number from 13 to 16"));
  const Folder folder;
  CHECK(load(folder, aged("adult_age = 16")).patient_policy.own_account_age == 16);
}

TEST_CASE("what is no address and no network is refused where it stands") {
  const auto told = complaints(with(filled_in(), "#shared_networks = []",
                                    "shared_networks = [\"203.0.113.0/28\", \"lobby\"]"));
  CHECK(says(told, "patients.shared_networks"));
  CHECK(says(told, "\"lobby\" is no address and no network"));
  CHECK(says(complaints(with(filled_in(), "#trusted_proxies = [\"127.0.0.1\"]",
                             "trusted_proxies = [\"127.0.0.1/99\"]")),
             "\"127.0.0.1/99\" is no address and no network"));
}

TEST_CASE("another site is another one: neither our own name nor one above or below it") {
  const auto told = [](const std::string& other) {
    return complaints(with(filled_in(), "#other_site_url = \"https://check.example.net\"",
                           "other_site_url = \"" + other + "\""));
  };
  CHECK(told("https://check.example.net").empty());
  for (const char* same : {"https://help.example.org", "https://www.help.example.org",
                           "https://example.org", "https://desk.example.org"})
    CHECK_MESSAGE(says(told(same), "public.other_site_url"), same);
  CHECK(says(told("http://check.example.net"), "must begin with https://"));
  CHECK(says(told("https://check.example.net/path"), "without a path"));
}

TEST_CASE("a shared network is one building's: neither a socket nor half the world") {
  const auto told = [](const std::string& entry) {
    return complaints(
        with(filled_in(), "#shared_networks = []", "shared_networks = [\"" + entry + "\"]"));
  };
  CHECK(says(told("unix"), "\"unix\" is no address and no network"));
  for (const char* wide : {"0.0.0.0/0", "10.0.0.0/8", "203.0.113.0/21", "::/0", "2001:db8::/47"})
    CHECK_MESSAGE(says(told(wide), "is too wide for one building"), wide);
  for (const char* right : {"203.0.113.7", "198.51.100.0/22", "2001:db8::/48"})
    CHECK_MESSAGE(told(right).empty(), right);
}

TEST_CASE("everything that is wrong is told at once with file, line, key and value") {
  std::string text = filled_in();
  text = with(text, "#port = 8080", "port = 80800");
  text = with(text, "#languages =", "langauges =");
  text = with(text, "#call_days = 2192", "call_days = 29");
  text = with(text, "#support_mode = \"office_first\"", "support_mode = \"red\"");
  text = with(text, "hours.friday = [\"08:00-12:00\"", "hours.friday = [\"08:00-25:00\"");
  text = with(text, "America/New_York", "America/Old_York");
  const std::string told = complaints(text);
  CHECK(std::count(told.begin(), told.end(), '\n') == 5);
  CHECK(says(told, "latchkey.toml:12: clinic.support_mode = \"red\": must be"));
  CHECK(says(told, "listen.patients.port = 80800: must be a whole number from 0 to 65535"));
  CHECK(says(told, "clinic.langauges: there is no such setting; did you mean languages?"));
  CHECK(says(told, "retention.call_days = 29: must be a whole number from 30 to 36500"));
  CHECK(says(told, "location[1].hours.friday = a list: must be times in order"));
  CHECK(says(told, "location[1].time_zone = \"America/Old_York\": is no time zone"));
}

// 45 CFR 164.316(b)(2)(i).
TEST_CASE("no number of days shortens how long audit rows are kept") {
  for (const std::string days : {"365", "2191", "0", "-1", "2192", "\"365\""}) {
    const std::string told =
        complaints(with(filled_in(), "[retention]", "[retention]\naudit_days = " + days));
    CHECK(says(told, "retention.audit_days = " + days + ": can't be set"));
    CHECK(says(told, "2192 days"));
  }
}

TEST_CASE("a setting that nothing reads is refused by name, in every section") {
  const std::pair<const char*, const char*> table[] = {{"clinic", "nothing"},
                                                       {"data", "nothing"},
                                                       {"public", "nothing"},
                                                       {"listen.patients", "nothing"},
                                                       {"listen.staff", "nothing"},
                                                       {"listen.webhooks", "nothing"},
                                                       {"listen.metrics", "nothing"},
                                                       {"provider", "nothing"},
                                                       {"mail", "nothing"},
                                                       {"patients", "nothing"},
                                                       {"sessions", "nothing"},
                                                       {"password", "nothing"},
                                                       {"retention", "nothing"},
                                                       {"staff", "nothing"},
                                                       // What other releases read.
                                                       {"clinic", "colour"},
                                                       {"clinic", "it_phone"},
                                                       {"provider", "allowed_countries"},
                                                       {"patients", "spoken_password"},
                                                       {"patients", "repudiated"},
                                                       {"sessions", "kiosk_idle_seconds"},
                                                       {"sessions", "kiosk_ask_seconds"},
                                                       {"sessions", "first_contact_days"},
                                                       {"retention", "conversation_days"},
                                                       {"retention", "voicemail_days"},
                                                       {"staff", "resets_per_hour"},
                                                       {"staff", "resets_per_day"},
                                                       {"staff", "record_opens_per_hour"}};
  for (const auto& [section, key] : table) {
    std::string text = filled_in();
    const std::size_t header = text.find("\n[" + std::string(section) + "]");
    REQUIRE(header != std::string::npos);
    text.insert(text.find('\n', header + 1) + 1, std::string(key) + " = 5\n");
    CHECK(says(complaints(text), std::string(section) + "." + key + ": there is no such setting"));
  }
  const std::string office = with(filled_in(), "kind = \"office\"", "nothing = 5");
  CHECK(says(complaints(office), "location[1].nothing: there is no such setting"));
  for (const char* section : {"reports", "nothing"})
    CHECK(says(complaints(filled_in() + "\n[" + section + "]\ncall_minutes = 5\n"),
               std::string(section) + ": there is no such setting"));
}

TEST_CASE("secrets come from private files or the environment, never from the file") {
  const Folder folder;
  const auto secret = folder.write("secret", "s3cret\n");
  chmod(secret.c_str(), 0600);
  CHECK(load(folder, with_telephone()).provider.auth_secret == Secret("s3cret"));

  chmod(secret.c_str(), 0640);
  CHECK_THROWS_WITH_AS(load(folder, with_telephone()), doctest::Contains("chmod 600"), ConfigFault);
  chmod(secret.c_str(), 0600);

  const std::string inline_secret =
      with(with_telephone(), "auth_secret_file = \"secret\"", "auth_secret = \"hunter2\"");
  CHECK_THROWS_WITH_AS(load(folder, inline_secret), doctest::Contains("does not belong"),
                       ConfigFault);
  const std::string told = complaints(inline_secret);
  CHECK(told.find("hunter2") == std::string::npos);
  CHECK(load(folder, inline_secret, ConfigUse::demo).provider.auth_secret == Secret("hunter2"));

  const std::string from_env =
      with(with_telephone(), "auth_secret_file = \"secret\"", "auth_secret_env = \"LATCHKEY_T\"");
  CHECK_THROWS_WITH_AS(load(folder, from_env), doctest::Contains("no variable LATCHKEY_T"),
                       ConfigFault);
  setenv("LATCHKEY_T", "from-env", 1);
  CHECK(load(folder, from_env).provider.auth_secret == Secret("from-env"));
  unsetenv("LATCHKEY_T");
}

TEST_CASE("a phone line is refused without its keys, numbers and address") {
  const std::string told =
      complaints(with(filled_in(), "profile = \"none\"", "profile = \"twilio\""));
  for (const char* key : {"account_id", "auth_secret_file", "signing_key_files", "text_from",
                          "voice_from", "webhook_url"})
    CHECK(says(told, key));
}

TEST_CASE("settings that would be unsafe together are refused") {
  const std::string text = filled_in();
  CHECK(says(complaints(with(text, "https://desk.example.org", "https://help.example.org:8443")),
             "must have another host name than patient_url"));
  CHECK(says(complaints(with(text, "\"https://help.example.org\"", "\"http://help.example.org\"")),
             "must be an address such as"));
  CHECK(says(complaints(with(text, "https://help.example.org", "https://a@help.example.org")),
             "without user"));
  CHECK(says(complaints(with(text, "#key_file = \"latchkey.key\"", "key_file = \"data/k\"")),
             "must lie outside data.folder"));
  CHECK(says(complaints(with(text, "#server = ", "tls = \"plain_loopback_only\"\nserver = ")),
             "for a server on this machine only"));
}

TEST_CASE("a demo may use this machine's own addresses") {
  std::string text = with(filled_in(), "https://help.example.org", "http://localhost:8080");
  text = with(text, "https://desk.example.org", "http://localhost:8081");
  CHECK(complaints(text, ConfigUse::demo).empty());
  CHECK(says(complaints(text), "must begin with https://"));
}

TEST_CASE("locations have ids of their own and parents that end somewhere") {
  const std::string second =
      "\n[[location]]\nid = 2\nname = \"Lake\"\nphone = \"+14015550120\"\nparent = 1\n"
      "time_zone = \"America/Chicago\"\nhours.monday = [\"08:00-12:00\"]\n";
  const Folder folder;
  const Config config = load(folder, filled_in() + second);
  CHECK(config.location({2})->parent.value == 1);
  CHECK(config.location({2})->transfer_to == "+14015550120");
  CHECK(config.location({3}) == nullptr);
  CHECK(says(complaints(filled_in() + with(second, "id = 2", "id = 1")), "used by another"));
  CHECK(says(complaints(filled_in() + with(second, "parent = 1", "parent = 7")),
             "no location of that id"));
  CHECK(says(complaints(with(filled_in(), "#parent = 2", "parent = 2") + second),
             "go round in a circle"));
  CHECK(says(complaints(filled_in() + with(second, "+14015550120", "401-555-0120")),
             "with its country code"));
}

TEST_CASE("no office's calls are put through to a line that the phone line answers itself") {
  const std::string second =
      "\n[[location]]\nid = 2\nname = \"Lake\"\nphone = \"+14015550120\"\n"
      "transfer_to = \"+14015550121\"\nlines = [\"+14015550130\"]\n"
      "time_zone = \"America/Chicago\"\nhours.monday = [\"08:00-12:00\"]\n";
  CHECK(complaints(filled_in() + second).empty());
  const auto circle = [&](std::string_view line, std::string_view instead) {
    return complaints(filled_in() + with(second, line, instead));
  };
  const std::string own = circle("+14015550121", "+14015550130");
  CHECK(says(own, "location[2].transfer_to"));
  CHECK(says(own, "+14015550130"));
  CHECK(says(own, "must be where a person answers"));
  // Another office's line; and an office whose own number is put through to.
  CHECK(says(circle("+14015550130", "+14015550110"), "location[1].phone"));
  CHECK(says(
      circle("transfer_to = \"+14015550121\"\nlines = [\"+14015550130", "lines = [\"+14015550120"),
      "location[2].phone"));
  CHECK(says(complaints(with(with_telephone(), "phone = \"+14015550110", "phone = \"+14015550101")),
             "voice_from +14015550101 is also where callers of Riverside"));
}

TEST_CASE("a file that is no TOML or is not there is named") {
  CHECK(says(complaints("[clinic\n"), "latchkey.toml:1: this is not TOML"));
  CHECK_THROWS_WITH_AS(Config::load("/nowhere/latchkey.toml"), doctest::Contains("/nowhere"),
                       ConfigFault);
}
