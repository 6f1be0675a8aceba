#include <algorithm>
#include <cctype>
#include <sstream>

#include "core/accounts/csv.h"
#include "core/base/base64url.h"
#include "core/base/fault.h"
#include "core/base/json.h"
#include "core/base/normal.h"
#include "core/base/phone_text.h"
#include "core/conversations/state_codec.h"
#include "core/http/head.h"
#include "core/staff/cbor.h"
#include "core/staff/webauthn.h"
#include "ivr/text_phone/document.h"
#include "ivr/text_phone/url.h"
#include "kiosk/browser/browser.h"
#include "kiosk/browser/clerk_facts.h"
#include "kiosk/patient/told_facts.h"
#include "tests/fuzz/fuzz.h"

namespace latchkey::fuzz {

namespace {

using Broken = std::optional<std::string>;

const std::vector<std::string> heads = {
    "GET / HTTP/1.1\r\nHost: kiosk.example.org\r\n\r\n",
    "POST /recover?lang=es HTTP/1.1\r\nHost: kiosk.example.org:8080\r\nContent-Type: "
    "application/x-www-form-urlencoded\r\nContent-Length: 12\r\nCookie: s=abc; t=d\r\n"
    "Connection: keep-alive\r\n\r\ns=en&q=1&a=b",
    "HEAD /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"};

Broken read_head(std::string_view bytes) {
  static const http::Rules rules{8192, 65536, {"kiosk.example.org", "127.0.0.1"}};
  const auto length = http::head_length(bytes, 0);
  // However the bytes arrive, the head ends at the same place.
  for (const std::size_t part : {bytes.size() / 3, bytes.size() / 2}) {
    const auto early = http::head_length(bytes.substr(0, part), 0);
    if (early && early != length) return "a head's end moves when more bytes come";
    if (!early && http::head_length(bytes, part) != length)
      return "a head's end depends on how the bytes came";
  }
  if (!length) return std::nullopt;
  if (*length > bytes.size()) return "a head is longer than what came";
  const auto verdict = http::judge(bytes.substr(0, *length), rules);
  const auto* head = std::get_if<http::Head>(&verdict);
  if (!head) return std::nullopt;
  if (head->bytes != *length) return "an accepted head has another length";
  if (head->body_bytes > rules.body_bytes_max) return "a body over the limit is accepted";
  const auto request = http::read_request(bytes.substr(0, head->bytes), "");
  if (request.method != "GET" && request.method != "HEAD" && request.method != "POST")
    return "the method " + request.method + " is accepted";
  if (request.target.find_first_of(std::string_view("\0\r\n ", 4)) != std::string::npos)
    return "a target with a blank, a line's end or a zero is accepted";
  if (!request.path.starts_with('/')) return "a path begins elsewhere than at the root";
  return std::nullopt;
}

const std::vector<std::string> forms = {
    "s=en&q=3&option=forgot_password", "CallSid=CA1&From=%2B14015550100&Digits=0203%231950",
    "first=Mar%C3%ADa+Jos%C3%A9&last=N%C3%BA%C3%B1ez&empty=&&=x"};

Broken read_form(std::string_view bytes) {
  const auto fields = http::parse_form(bytes);
  if (!fields) return std::nullopt;
  if (fields->size() > 100) return "more fields than allowed";
  for (const auto& [name, value] : *fields)
    if (name.find('\0') != name.npos || value.find('\0') != value.npos) return "a zero byte";
  const auto again = http::parse_form(ivr::encode_form(*fields));
  if (!again || *again != *fields) return "what was read does not survive being written";
  return std::nullopt;
}

const std::vector<std::string> jsons = {
    R"({"sid":"SM1","status":"queued","error_code":null,"price":-0.0075,"tries":[1,2,{"a":true}]})",
    R"({"code":"21610","message":"Attempt to send to unsubscribed \u00e9 \ud83d\ude00"})", "[]"};

std::size_t values_in(const Json& json) {
  std::size_t count = 1;
  for (const Json& item : json.items()) count += values_in(item);
  for (const auto& [name, member] : json.members()) count += values_in(member);
  return count;
}

Broken read_json(std::string_view bytes) {
  const auto json = Json::parse(bytes);
  if (!json) return std::nullopt;
  if (values_in(*json) > bytes.size()) return "more values than bytes";
  if (const auto text = json->text_of("message")) {
    const auto again =
        Json::parse(JsonWriter().begin_object().name("m").text(*text).end_object().take());
    if (!again || again->text_of("m") != text) return "a text does not survive being written";
  }
  return std::nullopt;
}

const std::vector<std::string> rosters = {
    "record_number,first_name,last_name\r\n4010000,Clara,\"Fairweather, née \"\"Lark\"\"\"\r\n",
    "\xef\xbb\xbfrecord_number;zip\n1;\"two\nlines\"\n\n2;02904\n"};

Broken read_csv(std::string_view bytes) {
  for (const char separator : {',', ';'}) {
    std::istringstream in{std::string(bytes)};
    accounts::CsvReader reader(in, separator);
    std::size_t rows = 0, line = 0;
    while (const auto row = reader.next()) {
      if (++rows > bytes.size() + 1) return "more rows than bytes";
      if (row->line <= line) return "lines do not rise";
      line = row->line;
      if (row->form == accounts::CsvRow::Form::broken) continue;
      if (row->cells.size() > accounts::CsvReader::cells_max) return "more cells than allowed";
      for (const auto& cell : row->cells)
        if (cell.size() > accounts::CsvReader::cell_bytes_max || cell.find('\0') != cell.npos)
          return "a cell that should have spoiled its row";
    }
  }
  return std::nullopt;
}

const std::vector<std::string> documents = {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Gather action=\"/ivr/turn/1/0\" "
    "timeout=\"8\" numDigits=\"1\" finishOnKey=\"\"><Say language=\"en-US\">Press 1 &amp; "
    "wait</Say><Pause length=\"2\"/></Gather><Redirect>/ivr/turn/1/0?x=1</Redirect></Response>",
    "<Response><Dial action=\"/ivr/transferred\" timeout=\"20\"><Number>+14015550100</Number>"
    "</Dial><!-- so --><Hangup/></Response>",
    "<Response><Record maxLength=\"120\"/><Play>https://example.org/a.wav</Play><Reject "
    "reason=\"busy\"/></Response>"};

Broken read_twiml(std::string_view bytes) {
  using ivr::Provider;
  for (const Provider provider :
       {Provider::twilio, Provider::signalwire, Provider::telnyx, Provider::somleng}) {
    const auto read = ivr::read_document("text/xml", bytes, ivr::habits_of(provider));
    const auto* document = std::get_if<ivr::Document>(&read);
    if (document && document->verbs.size() > bytes.size()) return "more verbs than bytes";
  }
  return std::nullopt;
}

const std::vector<std::string> urls = {"https://line.example.org:8443/ivr/turn/1/0?a=1&b=%20#rc=2",
                                       "http://127.0.0.1:8082/ivr/call", "../turn/2?x", "//other/"};

Broken read_url(std::string_view bytes) {
  static const auto base = ivr::parse_url("https://line.example.org/ivr/call?q=1");
  const auto url = ivr::parse_url(bytes);
  if (url) {
    const auto again = ivr::parse_url(url->text());
    if (!again || again->text() != url->text()) return "an address does not survive being written";
    ivr::signed_form(*url);
    ivr::with_sorted_query(*url);
  }
  if (const auto reached = ivr::resolve(*base, bytes))
    if (reached->scheme != "http" && reached->scheme != "https")
      return "an address leads to the scheme " + reached->scheme;
  return std::nullopt;
}

const std::vector<std::string> typed = {"María-José  Núñez de la Cruz",
                                        "+1 (401) 555-0123 x7",
                                        "clara.fairweather@example.org",
                                        "2/3/1950",
                                        "02904-1234",
                                        "K7Q2-MMXW-3R9D",
                                        "０１２３４５６７",
                                        "1950-02-03"};

// What was brought into its one form is not changed by the same rule again: else two writings of
// one thing are looked up as two things.
Broken read_typed(std::string_view bytes) {
  const auto settles = [&](const auto& rule) {
    const std::optional<std::string> once = rule(bytes);
    return !once || rule(*once) == once;
  };
  if (!settles(normal_phone)) return "a telephone number does not settle";
  if (!settles(normal_email)) return "an e-mail address does not settle";
  if (!settles(normal_zip)) return "a ZIP code does not settle";
  if (!settles(normal_record_number)) return "a record number does not settle";
  if (!settles(normal_name)) return "a name does not settle";
  if (!settles(normal_user_name)) return "a user name does not settle";
  if (!settles(normal_code)) return "a code does not settle";
  if (!settles(normal_paper_code)) return "a code on paper does not settle";
  name_forms(bytes);
  same_given_name(bytes, "Clara");
  using namespace std::chrono_literals;
  const Date today = 2026y / 11 / 22;
  const auto date = normal_date(bytes, today);
  if (date && normal_date(iso_date(*date), today) != date) return "a date does not settle";
  return std::nullopt;
}

const std::vector<std::string> browsers = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/470.0.0.41.97;FBSV/17.2]",
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/128.0.0.0 Mobile Safari/537.36 EdgA/126.0.0.0",
    R"("Chromium";v="129", "Not;A=Brand";v="24", "Microsoft Edge";v="129")"};

// The bytes come as every header at once.
Broken read_browser(std::string_view bytes) {
  static const kiosk::UserAgentReader reader;
  const auto browser = kiosk::identify({bytes, bytes, bytes, bytes}, reader);
  const auto letter = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == ' ';
  };
  if (browser.name.size() > 80 || !std::all_of(browser.name.begin(), browser.name.end(), letter))
    return "a browser's name is not made of our words: " + browser.name;
  for (const int number : {browser.version.major, browser.version.minor, browser.system.major,
                           browser.system.minor, browser.release})
    if (number < 0 || number > 2'000'000) return "a version is no version";
  if (kiosk::guide_word(browser).size() > 20) return "a guide without a word";
  return std::nullopt;
}

const std::vector<std::string> tellings = {
    "scripts=works&clock=-7200&page_width=320&touch_points=5&content_blocker=present",
    "cookies=blocked&pop_ups=blocked&storage=blocked&pdf=works"};

// What is told once is told again by the facts that came of it, and stays short for the clerk.
Broken read_told(std::string_view bytes) {
  const auto fields = http::parse_form(bytes);
  if (!fields) return std::nullopt;
  kiosk::BrowserFacts facts;
  kiosk::take_told(*fields, facts);
  if (kiosk::touch_points_told(*fields) < 0) return "fingers without number";
  const std::string clerk = kiosk::clerk_facts(facts);
  if (clerk.size() > 600) return "a clerk would read a novel";
  kiosk::BrowserFacts again;
  kiosk::take_told(kiosk::told_facts(facts), again);
  if (kiosk::clerk_facts(again) != clerk) return "facts do not settle";
  return std::nullopt;
}

flow::State proving() {
  flow::Claim claim;
  claim.facts = {"Clara", "Fairweather", {}, "98700", {}, "clara@example.org", {}};
  claim.key = "a keyed hash";
  claim.patient = PatientId{7};
  flow::Challenge challenge;
  challenge.seal = "a seal";
  challenge.copy = Secret("123456");
  flow::State state;
  state.stage = flow::Proving{claim, {challenge, challenge}, flow::ProofKind::text};
  return state;
}

std::vector<std::string> states() {
  flow::State told = proving();
  told.stage = flow::TellingUserName{{}, "clara.f", flow::TellingUserName::Copy::sent};
  return {conversations::encode(flow::State{}), conversations::encode(proving()),
          conversations::encode(told)};
}

std::optional<flow::State> decoded(std::string_view bytes) {
  try {
    return conversations::decode(bytes);
  } catch (const Fault&) {
    return std::nullopt;  // as it promises for a row that is damaged
  }
}

// Only what was sealed is ever decoded; even so a damaged row must not be believed by half.
Broken read_state(std::string_view bytes) {
  const auto state = decoded(bytes);
  if (!state) return std::nullopt;
  const std::string written = conversations::encode(*state);
  const auto again = conversations::decode(written);
  if (!again || conversations::encode(*again) != written)
    return "a state does not survive being written";
  return std::nullopt;
}

const std::vector<std::string> cbors = {
    std::string("\xa5\x01\x02\x03\x26\x20\x01\x21\x43xyz\x22\x58\x1a", 15) + std::string(26, 'y'),
    std::string("\xa3\x63"
                "fmt\x64none\x67"
                "attStmt\xa0\x68"
                "authData\x41\x00",
                30),
    std::string("\x84\x1a\x00\x0f\x42\x40\x39\x03\xe7\xf5\x81\xf6", 12)};

std::size_t values_in(const staff::Cbor& cbor) {
  std::size_t count = 1;
  if (const auto* items = std::get_if<staff::Cbor::Items>(&cbor.value()))
    for (const auto& item : *items) count += values_in(item);
  if (const auto* entries = std::get_if<staff::Cbor::Entries>(&cbor.value()))
    for (const auto& entry : *entries) count += values_in(entry.key) + values_in(entry.value);
  return count;
}

Broken read_cbor(std::string_view bytes) {
  if (const auto decoded = from_base64url(bytes, bytes.size()))
    if (base64url(*decoded) != bytes) return "base64url has two writings";
  const auto first = staff::Cbor::first_of(bytes);
  if (!first) return std::nullopt;
  if (first->size > bytes.size()) return "a value is longer than its bytes";
  if (values_in(first->value) > first->size) return "more values than bytes";
  const auto whole = staff::Cbor::whole(bytes.substr(0, first->size));
  if (!whole || !(*whole == first->value)) return "a value depends on what follows it";
  if (staff::Cbor::whole(bytes.substr(0, first->size - 1))) return "a value without its end";
  return std::nullopt;
}

// An authenticator's data of this party: only its own 32 bytes in front let the rest be read.
Broken read_authenticator(std::string_view bytes) {
  static const staff::RelyingParty party{"https://desk.example.org", "desk.example.org"};
  const std::string data = staff::sha256(party.id) + std::string(bytes);
  for (const auto ceremony : {staff::Ceremony::create, staff::Ceremony::get}) {
    const auto read = staff::read_authenticator_data(data, ceremony, party);
    const auto* good = std::get_if<staff::AuthenticatorData>(&read);
    if (!good) continue;
    if ((static_cast<unsigned char>(bytes.at(0)) & 5U) != 5U) return "nobody was present";
    if (good->created.has_value() != (ceremony == staff::Ceremony::create))
      return "a credential where none is made";
  }
  staff::read_attestation(bytes, bytes, party);
  staff::read_client_data(bytes, staff::Ceremony::get, party);
  return std::nullopt;
}

std::vector<std::string> authenticators() {
  return {std::string("\x05\x00\x00\x00\x07", 5),
          std::string("\xc5\x00\x00\x00\x00", 5) + std::string(16, '\0') +
              std::string("\x00\x04", 2) + "cred" + cbors.front() + "\xa0"};
}

}  // namespace

std::vector<Target> all_targets() {
  return {
      {"head", heads, read_head},       {"form", forms, read_form},
      {"json", jsons, read_json},       {"csv", rosters, read_csv},
      {"twiml", documents, read_twiml}, {"url", urls, read_url},
      {"typed", typed, read_typed},     {"browser", browsers, read_browser},
      {"told", tellings, read_told},    {"state", states(), read_state},
      {"cbor", cbors, read_cbor},       {"authenticator", authenticators(), read_authenticator}};
}

}  // namespace latchkey::fuzz
