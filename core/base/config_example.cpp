#include <fmt/format.h>

#include "core/base/bounded_settings.h"
#include "core/base/config.h"

namespace latchkey {

namespace {

constexpr std::string_view head =
    R"(# Latchkey's configuration. Everything an operator may set is here.
#
# Fill in what stands between < and >. A line that begins with # shows a default.
# Secrets do not belong into this file: put each into a file of its own that only the service can
# read (chmod 600), and name it here. Paths are relative to this file.
# `latchkey doctor` reads this file and says what is wrong with it.

[clinic]
name = "{name}"
portal_name = "<what patients call the portal>"
portal_url = "<https://portal.example.org>"   # where patients sign in
#support_mode = "office_first"   # or "direct_line", "mixed": whether patients may reach IT
#languages = ["en", "es"]        # folders of content/, in the order offered
#default_language = "en"
#default_location = 1            # where a ticket goes that belongs nowhere else
#logo = "logo.svg"               # or a PNG of at most 10 KB, on the patients' pages
#color = "#0b5d66"               # of buttons and links; must be readable on white

[data]
#folder = "data"                 # the database and its files
#database = "latchkey.db"
#key_file = "latchkey.key"       # keep a copy apart from the backups: without it all is lost
#audit_anchor = "audit.anchor"   # best on another machine
#content = "content"

[public]                         # how the world reaches us; used in every link
patient_url = "<https://help.example.org>"
staff_url = "<https://desk.example.org>"      # another host name: cookies ignore ports
#webhook_url = "https://phone.example.org"    # must be exactly what the provider is told
# A name of yours under another registered domain that leads to listen.patients too. The check page
# tries there whether a browser keeps cookies of other pages, as a sign-in on another host needs.
#other_site_url = "https://check.example.net"

# TLS is the front proxy's (nginx, HAProxy). It passes the Host header on as it came and sets
# X-Forwarded-For; the provider's webhooks get a host name of their own. If it sets X-TLS-Version
# too ("TLSv1.2"; nginx: $ssl_protocol), the check page can tell people that their browser is old.
[listen.patients]
#address = "127.0.0.1"
#port = 8080                     # 0 switches a listener off
#trusted_proxies = ["127.0.0.1"] # whose X-Forwarded-For is believed
#workers = 16
[listen.staff]
#port = 8081
[listen.webhooks]
#port = 8082
[listen.metrics]
#port = 9464                     # off unless set

[provider]                       # the phone line and text messages
# At the provider a number gets these addresses below webhook_url, each asked by POST: /ivr/call for
# calls, /ivr/fallback for when that fails, /ivr/text for texts.
profile = "none"                 # "twilio", "signalwire", "telnyx", "somleng"
#rest_base_url = "https://api.twilio.com"
#account_id = ""
#further_accounts = []           # subaccounts whose webhooks are believed too
#auth_user = ""                  # an API key's id; the account's unless set
#auth_secret_file = "secrets/provider"        # or auth_secret_env = "NAME_OF_A_VARIABLE"
#signing_key_files = ["secrets/signing"]      # while changing keys: both
# The profile knows these; set one only if your provider does otherwise.
#rest_path = "/2010-04-01"       # telnyx: "/v2/texml"
#path_suffix = ".json"           # telnyx: none
#auth = "basic"                  # telnyx: "bearer"
#signature = "hmac_sha1"         # telnyx: "ed25519", and signing_key_files hold its public key
#callback_options = "#rc=2&rp=ct,5xx"         # twilio only: what it tries again
#text_from = "+14015550101"      # or a messaging service's id
#voice_from = "+14015550101"
#voices.en = "Polly.Joanna-Neural"
#voices.vi = "Google.vi-VN-Standard-A"        # callers may ask for an interpreter in Vietnamese:
                                 # content/policy/language_help.toml has the words
#ssml = true
#whisper = true                  # an office presses 1 before a caller is put through
#voicemail = true                # a caller who got a ticket may leave a spoken message: ask for
                                 # "HTTP auth for media" in the provider's console first
#media_base_url = ""             # telnyx: where its recordings lie, "https://s3.amazonaws.com";
                                 # without it no spoken messages
#lookup_base_url = ""            # "https://lookups.twilio.com": numbers on file that may be landlines
                                 # or not are asked for, so that texts are offered where they arrive
#lookups_day = 500               # each costs about a cent
#allowed_area_codes = []         # empty: all of the United States; codes go nowhere else
#further_prefixes = []           # but for these: ["+1416", "+44"]
#refused_area_codes = ["900"]

[mail]
#server = "mail.example.org:587" # no e-mail unless set
#tls = "starttls"                # or "tls"; "plain_loopback_only" for a server on this machine
#from = "portal@example.org"
#from_name = "{name}"
#user = ""
#password_file = "secrets/mail"

[notify]                         # who hears that a ticket waits; never whose it is. An office hears
                                 # by the ticket_email of its [[location]]
#it_email = ""                   # for tickets on IT's list
#desk_email = ""                 # for those of an outsourced desk
#webhook_url = ""                # told of every ticket that opens, moves or ends; tried for a day
#webhook_key_file = "secrets/webhook_key" # signs each request (HMAC-SHA256)

[patients]
#account_system = "local"        # or "roster": patients are only known, passwords live elsewhere
#adult_age = 18
#own_account_age = 18            # from 13: who gets back into their own account without the office
#shared_contact = "not_alone"    # a phone that adults share is no sole proof; or "allowed"
#shared_networks = []            # whence many patients come: a lobby's network, a care home's

[limits]                         # of recovery; durations in seconds
#text_code_life = 600            # at most 600
#mail_code_life = 1800           # at most 86400
#wrong_per_conversation = 5
#wrong_per_hour = 10
#wrong_per_day = 15
#sends_per_day = 6
#sends_everywhere_hour = 300
#password_points = 15
)";

constexpr std::string_view tail = R"(
# One for each office, the first is the default.
[[location]]
id = 1
name = "<the office's name as patients know it>"
kind = "office"                  # or "network" (a parent of offices), "lab", "desk"
phone = "<+14015550110>"         # where patients reach a person
#transfer_to = "+14015550111"    # where the phone line connects callers; phone unless set
#lines = ["+14015550101"]        # our numbers that mean this office when dialled
#zips = ["02903", "028"]
#ticket_email = "desk@example.org" # told when a ticket waits, never whose it is
#parent = 2                      # where overdue tickets go
#go_live = "2026-03-02"          # since when the reports count this office
time_zone = "America/New_York"
holiday_lists = ["us_federal"]   # from content/policy/holidays.toml
#holidays = ["day after 4th Thursday of November"]
hours.monday = ["08:00-12:00", "13:00-17:00"]
hours.tuesday = ["08:00-12:00", "13:00-17:00"]
hours.wednesday = ["08:00-12:00", "13:00-17:00"]
hours.thursday = ["08:00-12:00", "13:00-17:00"]
hours.friday = ["08:00-12:00", "13:00-17:00"]
#special_hours.2026-12-24 = ["08:00-12:00"]   # stronger than week and holidays; [] is closed
)";

// A basic string of TOML: quotes, backslashes and control characters escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) continue;
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string example_config(const std::string& clinic_name) {
  std::string out(head);
  const std::string name = escaped(clinic_name);
  constexpr std::string_view mark = "{name}";
  for (std::size_t at = 0; (at = out.find(mark, at)) != std::string::npos; at += name.size())
    out.replace(at, mark.size(), name);
  return out + example_bounded_settings() + std::string(tail);
}

}  // namespace latchkey
